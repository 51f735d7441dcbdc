import numpy as np


def rnn_step_backward(dh_next, x, h, wx, wh, b):
    ones = np.ones((len(x), 1))
    inputs = np.hstack([x, h, ones])
    weights = np.vstack([wx, wh, b])
    a = np.tanh(inputs @ weights)
    dz = dh_next - dh_next * np.square(a)
    d_inputs, d_weights = dz @ weights.T, inputs.T @ dz
    D, H = wx.shape
    return {
        "dx": d_inputs[:, :D],
        "dh": d_inputs[:, D : D + H],
        "dwx": d_weights[:D],
        "dwh": d_weights[D : D + H],
        "db": d_weights[-1],
    }
