import numpy as np


def data_parallel_gradient(w, X, y, sizes):
    w, X, y = w.astype(np.float32), X.astype(np.float32), y.astype(np.float32)
    owner = np.repeat(np.arange(len(sizes)), sizes)
    members = (owner == np.arange(len(sizes))[:, None]).astype(np.float32)
    residuals = X @ w - y
    sums = np.float32(2) * np.einsum("pn,n,nd->pd", members, residuals, X)
    return sums / sizes[:, None].astype(np.float32), sums.sum(axis=0) / np.float32(len(y))
