import numpy as np


def he_standard_deviation(shape):
    dense = len(shape) == 2
    n = shape[0] if dense else np.prod(shape) / shape[0]
    return np.sqrt(2.0 / n)
