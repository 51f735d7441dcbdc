import numpy as np


def determinant(A):
    U = np.array(A, dtype=np.float64)
    n = len(U)
    sign = 1
    for k in range(n):
        p = max(range(k, n), key=lambda i: abs(U[i, k]))
        if U[p, k] == 0:
            return 0.0
        if p != k:
            U[[k, p]] = U[[p, k]]
            sign = -sign
        for i in range(k + 1, n):
            U[i, k:] -= U[i, k] / U[k, k] * U[k, k:]
    return sign * U.diagonal().prod()
