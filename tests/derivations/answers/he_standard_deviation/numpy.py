import numpy as np


def he_standard_deviation(shape):
    if len(shape) == 2:
        n = shape[0]
    else:
        n = np.prod(shape) / shape[0]
    return np.sqrt(2.0 / n)
