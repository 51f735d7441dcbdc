import numpy as np


def sigmoid_backward(dout, z):
    e = np.exp(-np.abs(z))
    a = np.where(z >= 0, 1 / (1 + e), e / (1 + e))
    return dout * a * np.where(z >= 0, e / (1 + e), 1 / (1 + e))
