import numpy as np
from numpy import cosh, pi, sqrt, tanh


def gelu_backward(dout, z):
    u = sqrt(2 / pi) * (z + 0.044715 * np.power(z, 3))
    du_dz = sqrt(2 / pi) * (1 + 0.134145 * np.square(z))
    sech2 = 1 / cosh(np.clip(u, -300, 300)) ** 2
    da_dz = 0.5 * (1 + tanh(u)) + 0.5 * z * sech2 * du_dz
    return np.multiply(dout, da_dz)
