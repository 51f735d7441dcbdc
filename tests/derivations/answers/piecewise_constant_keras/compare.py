import numpy as np


def piecewise_constant_keras(t, boundaries, values):
    piece = (t[:, None] > boundaries[None, :]).sum(axis=1)
    return np.take(values, piece)
