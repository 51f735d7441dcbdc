import numpy as np


def rnn_step_backward(dh_next, x, h, wx, wh, b):
    dx, dh = np.zeros(x.shape), np.zeros(h.shape)
    dwx, dwh, db = np.zeros(wx.shape), np.zeros(wh.shape), np.zeros(b.shape)
    for n in range(len(x)):  # one example at a time
        new = np.tanh(wx.T @ x[n] + wh.T @ h[n] + b)
        delta = (1 - new * new) * dh_next[n]
        dx[n] = wx @ delta
        dh[n] = wh @ delta
        dwx += np.outer(x[n], delta)
        dwh += np.outer(h[n], delta)
        db += delta
    return dx, dh, dwx, dwh, db
