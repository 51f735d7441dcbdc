import numpy as np


def dropout_forward(x, p, mask, train=True):
    if not train:
        return x.copy()
    keep = 1 - p
    return np.where(mask, x / keep, 0.0)
