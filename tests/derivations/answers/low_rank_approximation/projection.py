import numpy as np


def low_rank_approximation(A, k):
    values, V = np.linalg.eigh(A.T @ A)
    V = V[:, np.argsort(values)[::-1][:k]]
    B = A @ V @ V.T
    return B, np.sqrt(((A - B) ** 2).sum())
