import numpy as np


def random_crop(x, top, left, height, width, pad):
    N, C, H, W = x.shape
    padded = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    padded[:, :, pad : pad + H, pad : pad + W] = x
    out = np.zeros((N, C, height, width))
    for n in range(N):
        out[n] = padded[n, :, top[n] : top[n] + height, left[n] : left[n] + width]
    return out
