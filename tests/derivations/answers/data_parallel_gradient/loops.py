import numpy as np


def data_parallel_gradient(w, X, y, sizes):
    N, D = X.shape
    P = len(sizes)
    shard_grads = np.zeros((P, D))
    start = 0
    for p in range(P):
        for i in range(start, start + sizes[p]):
            error = 0
            for d in range(D):
                error += X[i, d] * w[d]
            error -= y[i]
            shard_grads[p] += 2 * error * X[i]
        start += sizes[p]
    grad = shard_grads.sum(axis=0) / N
    return shard_grads / np.reshape(sizes, (P, 1)), grad
