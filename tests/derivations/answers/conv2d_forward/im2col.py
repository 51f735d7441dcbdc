import numpy as np


def conv2d_forward(x, w, b, stride, pad):
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    OH, OW = 1 + (H + 2 * pad - HH) // stride, 1 + (W + 2 * pad - WW) // stride
    xp = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    xp[:, :, pad : H + pad, pad : W + pad] = x
    columns = np.empty((N, OH, OW, C * HH * WW))
    for i in range(OH):
        for j in range(OW):
            patch = xp[:, :, i * stride : i * stride + HH, j * stride : j * stride + WW]
            columns[:, i, j] = patch.reshape(N, -1)
    return (columns @ w.reshape(F, -1).T + b).transpose(0, 3, 1, 2)
