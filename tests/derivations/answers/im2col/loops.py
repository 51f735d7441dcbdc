import numpy as np


def im2col(x, kh, kw, stride, pad):
    N, C, H, W = x.shape
    OH = (H + 2 * pad - kh) // stride + 1
    OW = (W + 2 * pad - kw) // stride + 1
    padded = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    padded[:, :, pad : pad + H, pad : pad + W] = x
    rows = []
    for n in range(N):
        for i in range(OH):
            for j in range(OW):
                patch = padded[n, :, i * stride : i * stride + kh, j * stride : j * stride + kw]
                rows.append(patch.flatten())
    return np.array(rows)
