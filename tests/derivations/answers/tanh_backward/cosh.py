import numpy as np


def tanh_backward(dout, z):
    safe = np.clip(z, -300, 300)
    return dout / np.cosh(safe) ** 2
