import numpy as np


def numerical_gradient(x, A, c, h):
    def f(v):
        return v.T.dot(A).dot(v) + np.dot(c, np.sin(v))

    grad = np.zeros_like(x)
    for i in range(x.shape[0]):
        plus, minus = x.copy(), x.copy()
        plus[i] += h
        minus[i] -= h
        grad[i] = (f(plus) - f(minus)) / (2 * h)
    return grad
