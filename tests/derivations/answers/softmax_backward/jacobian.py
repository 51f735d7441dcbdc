import numpy as np


def softmax_backward(dout, z):
    C = z.shape[-1]
    rows = z.reshape(-1, C)
    g = dout.reshape(-1, C)
    out = np.zeros(rows.shape)
    for n in range(rows.shape[0]):
        e = np.exp(rows[n] - np.max(rows[n]))
        p = e / np.sum(e)
        J = np.diag(p) - np.outer(p, p)
        out[n] = J @ g[n]
    return out.reshape(z.shape)
