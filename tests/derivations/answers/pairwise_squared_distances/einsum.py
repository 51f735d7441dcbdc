import numpy as np


def pairwise_squared_distances(A, B):
    aa = np.einsum("md,md->m", A, A)
    bb = np.einsum("nd,nd->n", B, B)
    ab = np.einsum("md,nd->mn", A, B)
    return np.maximum(aa[:, None] + bb[None, :] - 2 * ab, 0)
