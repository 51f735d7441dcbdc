import numpy as np


def softmax_jacobian(z):
    e = np.exp(z - max(z))
    p = e / sum(e)
    n = len(p)
    J = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            J[i][j] = p[i] * (1 - p[i]) if i == j else -p[i] * p[j]
    return J
