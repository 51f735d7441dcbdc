import numpy as np


def determinant(A):
    A = np.asarray(A)
    n = A.shape[0]
    if n == 1:
        return float(A[0, 0])
    if n == 2:
        return float(A[0, 0] * A[1, 1] - A[0, 1] * A[1, 0])
    det = 0.0
    for j in range(n):
        minor = np.delete(np.delete(A, 0, axis=0), j, axis=1)
        det += (-1) ** j * A[0, j] * determinant(minor)
    return det
