import numpy as np


def pairwise_squared_distances(A, B):
    A, B = A.astype(np.float32), B.astype(np.float32)
    out = np.empty((len(A), len(B)), dtype=np.float32)
    for m, a in enumerate(A):
        out[m] = ((B - a) ** 2).sum(axis=1)
    return out
