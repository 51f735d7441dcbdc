import numpy as np


def dropout_forward(x, p, mask, train):
    out = np.array(x, dtype=float)
    if train:
        out[np.asarray(mask) == 0] = 0
        out *= 1 / (1 - p)
    return out
