import numpy as np


def pairwise_squared_distances(A, B):
    diff = A[:, np.newaxis, :] - B[np.newaxis, :, :]
    return np.sum(diff * diff, axis=-1)
