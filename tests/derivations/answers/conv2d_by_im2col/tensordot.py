import numpy as np


def conv2d_by_im2col(x, w, b, stride, pad):
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    OH = (H + 2 * pad - HH) // stride + 1
    OW = (W + 2 * pad - WW) // stride + 1
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    cols = np.empty((N, OH, OW, C, HH, WW))
    for u in range(HH):
        for v in range(WW):
            piece = xp[:, :, u : u + stride * OH : stride, v : v + stride * OW : stride]
            cols[:, :, :, :, u, v] = piece.transpose(0, 2, 3, 1)
    cols = cols.reshape(N * OH * OW, C * HH * WW)
    out = np.tensordot(w.reshape(F, -1), cols, axes=(1, 1)) + b[:, None]
    out = out.reshape(F, N, OH, OW).swapaxes(0, 1)
    return cols, out
