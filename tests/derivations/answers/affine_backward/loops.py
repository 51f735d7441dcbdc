import numpy as np


def affine_backward(dout, x, w, b):
    dx = np.zeros(x.shape)
    dw = np.zeros(w.shape)
    db = np.zeros(len(b))
    for n, upstream in enumerate(dout):
        row = x[n].ravel()
        dx[n] = (w @ upstream).reshape(x[n].shape)
        dw += np.outer(row, upstream)
        db += upstream
    return [dx, dw, db]
