import numpy as np


def data_parallel_gradient(w, X, y, sizes):
    cuts = np.cumsum(sizes)[:-1]
    shard_grads = []
    for Xp, yp in zip(np.split(X, cuts), np.split(y, cuts)):
        shard_grads.append(2 / len(yp) * Xp.T @ (Xp @ w - yp))
    shard_grads = np.array(shard_grads)
    grad = np.average(shard_grads, axis=0, weights=sizes)
    return shard_grads, grad
