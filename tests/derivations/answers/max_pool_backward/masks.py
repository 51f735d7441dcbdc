import numpy as np


def max_pool_backward(dout, x, kh, kw, stride, pad):
    N, C, H, W = x.shape
    OH, OW = dout.shape[2:]
    xp = np.full((N, C, H + 2 * pad, W + 2 * pad), -np.inf)
    xp[:, :, pad : pad + H, pad : pad + W] = x
    dxp = np.zeros(xp.shape)
    for i in range(OH):
        for j in range(OW):
            rows = slice(i * stride, i * stride + kh)
            cols = slice(j * stride, j * stride + kw)
            flat = xp[:, :, rows, cols].reshape(N * C, kh * kw)
            mask = flat == flat.max(axis=1, keepdims=True)
            mask &= np.cumsum(mask, axis=1) == 1
            part = mask * dout[:, :, i, j].reshape(N * C, 1)
            dxp[:, :, rows, cols] += part.reshape(N, C, kh, kw)
    return dxp[:, :, pad : pad + H, pad : pad + W]
