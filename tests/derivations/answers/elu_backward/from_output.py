import numpy as np


def elu_backward(dout, z, alpha):
    # the slope on the left is a + alpha
    left = z < 0
    a = alpha * np.expm1(np.where(left, z, 0.0))
    grad = np.ones_like(z, dtype=np.float64)
    grad[left] = a[left] + alpha
    return dout * grad
