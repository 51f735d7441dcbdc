import numpy as np


def pca_by_svd(X, k):
    n = X.shape[0]
    Xc = X - X.mean(axis=0, keepdims=True)
    U, S, Vt = np.linalg.svd(Xc, full_matrices=False)
    U, S, Vt = U[:, :k], S[:k], Vt[:k]
    signs = np.array([np.sign(row[np.argmax(np.abs(row))]) for row in Vt])
    return (Vt * signs[:, None]).T, np.square(S) / (n - 1), U * S * signs
