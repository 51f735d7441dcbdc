import numpy as np


def gru_step_forward(x, h, wx, wh, bx, bh):
    H = h.shape[1]

    def sigmoid(a):
        return np.exp(-np.logaddexp(0, -a))

    def from_x(k):
        return x @ wx[:, k * H : (k + 1) * H] + bx[k * H : (k + 1) * H]

    def from_h(k):
        return h @ wh[:, k * H : (k + 1) * H] + bh[k * H : (k + 1) * H]

    reset = sigmoid(from_x(0) + from_h(0))
    update = sigmoid(from_x(1) + from_h(1))
    new = np.tanh(from_x(2) + reset * from_h(2))
    return new + update * (h - new)
