import numpy as np


def eigenvalues_2x2(A):
    return sorted(np.linalg.eigvals(A).real)
