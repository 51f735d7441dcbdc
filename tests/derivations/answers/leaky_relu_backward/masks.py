import numpy as np


def leaky_relu_backward(dout, z, alpha):
    dz = np.array(dout, copy=True)
    dz[z < 0] *= alpha
    return dz
