import numpy as np


def xavier_uniform_limit(shape):
    if len(shape) > 2:
        receptive_field = np.prod(shape[2:])
        fan_in, fan_out = shape[1] * receptive_field, shape[0] * receptive_field
    else:
        fan_in, fan_out = shape
    variance = 2 / (fan_in + fan_out)
    return np.sqrt(3 * variance)
