import numpy as np


def dropout_backward(dout, x, p, mask, train):
    scale = np.where(mask, 1 / (1 - p), 0.0) if train else 1.0
    return scale * dout
