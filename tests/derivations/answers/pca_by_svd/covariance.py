import numpy as np


def pca_by_svd(X, k):
    Z = X - np.mean(X, axis=0)
    C = np.atleast_2d(np.cov(Z, rowvar=False))
    values, vectors = np.linalg.eigh(C)
    order = np.argsort(-values)[:k]
    W = vectors[:, order]
    for j in range(k):
        if W[np.argmax(np.abs(W[:, j])), j] < 0:
            W[:, j] *= -1
    return W, values[order], Z.dot(W)
