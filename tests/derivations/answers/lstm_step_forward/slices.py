import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))


def lstm_step_forward(x, h, c, wx, wh, b):
    H = h.shape[1]
    z = np.dot(x, wx) + np.dot(h, wh) + b
    input_gate = sigmoid(z[:, :H])
    forget_gate = sigmoid(z[:, H : 2 * H])
    candidate = np.tanh(z[:, 2 * H : 3 * H])
    output_gate = sigmoid(z[:, 3 * H :])
    c = forget_gate * c + input_gate * candidate
    h = output_gate * np.tanh(c)
    return h, c
