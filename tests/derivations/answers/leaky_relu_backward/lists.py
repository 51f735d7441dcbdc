import numpy as np


def slope(value, alpha):
    if value > 0:
        return 1.0
    return alpha


def leaky_relu_backward(dout, z, alpha):
    flat = [g * slope(v, alpha) for g, v in zip(dout.ravel().tolist(), z.ravel().tolist())]
    return np.array(flat).reshape(z.shape).tolist()
