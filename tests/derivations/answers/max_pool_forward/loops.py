import numpy as np


def max_pool_forward(x, kh, kw, stride, pad):
    N, C, H, W = x.shape
    OH = (H + 2 * pad - kh) // stride + 1
    OW = (W + 2 * pad - kw) // stride + 1
    out = np.empty((N, C, OH, OW))
    for i in range(OH):
        for j in range(OW):
            # cut the window at the border instead of padding
            top, left = i * stride - pad, j * stride - pad
            window = x[:, :, max(top, 0) : top + kh, max(left, 0) : left + kw]
            out[:, :, i, j] = window.max(axis=(2, 3))
    return out
