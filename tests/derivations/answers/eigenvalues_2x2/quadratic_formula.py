import numpy as np


def eigenvalues_2x2(A):
    tr = A[0, 0] + A[1, 1]
    det = A[0, 0] * A[1, 1] - A[0, 1] * A[1, 0]
    disc = max(tr**2 - 4 * det, 0)
    return np.array([(tr - np.sqrt(disc)) / 2, (tr + np.sqrt(disc)) / 2])
