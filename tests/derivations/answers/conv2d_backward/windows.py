import numpy as np


def conv2d_backward(dout, x, w, b, stride, pad):
    H, W = x.shape[2:]
    HH, WW = w.shape[2:]
    xp = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)])
    dxp, dw = np.zeros(xp.shape), np.zeros(w.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            window = np.s_[:, :, i * stride : i * stride + HH, j * stride : j * stride + WW]
            dw += np.tensordot(dout[:, :, i, j], xp[window], axes=(0, 0))
            dxp[window] += np.tensordot(dout[:, :, i, j], w, axes=(1, 0))
    return dxp[:, :, pad : H + pad, pad : W + pad], dw, dout.sum((0, 2, 3))
