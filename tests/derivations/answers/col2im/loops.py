import numpy as np


def col2im(dcols, x, kh, kw, stride, pad):
    N, C, H, W = x.shape
    OH = 1 + (H + 2 * pad - kh) // stride
    OW = 1 + (W + 2 * pad - kw) // stride
    dpadded = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    row = 0
    for n in range(N):
        for i in range(OH):
            for j in range(OW):
                top, left = i * stride, j * stride
                dpadded[n, :, top : top + kh, left : left + kw] += dcols[row].reshape(C, kh, kw)
                row += 1
    return dpadded[:, :, pad : H + pad, pad : W + pad]
