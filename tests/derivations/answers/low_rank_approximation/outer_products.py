import numpy as np


def low_rank_approximation(A, k):
    U, s, VT = np.linalg.svd(A)
    B = np.zeros(A.shape)
    for i in range(k):
        B += s[i] * np.outer(U[:, i], VT[i])
    return B, np.linalg.norm(A - B)
