import numpy as np


def sigmoid(z):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-z))


def lstm_step_backward(dh_next, dc_next, x, h, c, wx, wh, b):
    N, H = h.shape
    a = x @ wx + h @ wh + b
    ai, af, ag, ao = a[:, 0:H], a[:, H : 2 * H], a[:, 2 * H : 3 * H], a[:, 3 * H : 4 * H]
    i, f, g, o = sigmoid(ai), sigmoid(af), np.tanh(ag), sigmoid(ao)
    next_c = f * c + i * g
    tanh_c = np.tanh(next_c)

    # h = o * tanh(c)
    do = dh_next * tanh_c
    d_tanh_c = dh_next * o
    d_next_c = dc_next + d_tanh_c * (1 - tanh_c**2)
    # c = f * c + i * g
    df = d_next_c * c
    dc = d_next_c * f
    di = d_next_c * g
    dg = d_next_c * i
    # activations
    da = np.empty((N, 4 * H))
    da[:, 0:H] = di * i * (1 - i)
    da[:, H : 2 * H] = df * f * (1 - f)
    da[:, 2 * H : 3 * H] = dg * (1 - g**2)
    da[:, 3 * H :] = do * o * (1 - o)
    # affine
    return da.dot(wx.T), da.dot(wh.T), dc, x.T.dot(da), h.T.dot(da), da.sum(0)
