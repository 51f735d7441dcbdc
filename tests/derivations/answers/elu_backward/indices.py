import numpy as np


def elu_backward(dout, z, alpha):
    dz = dout.astype(np.float64)
    negative = z <= 0
    dz[negative] = dz[negative] * alpha * np.exp(z[negative])
    return dz
