import math

import numpy as np

C = math.sqrt(2.0 / math.pi)
K = 0.044715


def gelu_backward(dout, z):
    out = np.empty(z.shape)
    for index in np.ndindex(*z.shape):
        v = float(z[index])
        t = math.tanh(C * (v + K * v * v * v))
        slope = 0.5 * (1.0 + t) + 0.5 * v * (1.0 - t * t) * C * (1.0 + 3.0 * K * v * v)
        out[index] = slope * dout[index]
    return out
