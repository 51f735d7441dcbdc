import numpy as np


def max_pool_forward(x, kh, kw, stride, pad):
    N, C, H, W = x.shape
    lowest = x.min() - 1
    xp = np.full((N, C, H + 2 * pad, W + 2 * pad), lowest)
    xp[:, :, pad : pad + H, pad : pad + W] = x
    rows = range(0, H + 2 * pad - kh + 1, stride)
    cols = range(0, W + 2 * pad - kw + 1, stride)
    best = None
    for u in range(kh):
        for v in range(kw):
            piece = xp[:, :, [r + u for r in rows]][:, :, :, [c + v for c in cols]]
            best = piece if best is None else np.maximum(best, piece)
    return best
