import numpy as np


def mean_squared_error(pred, target):
    N, D = pred.shape
    loss = 0.0
    dpred = np.zeros((N, D))
    for n in range(N):
        for d in range(D):
            diff = pred[n, d] - target[n, d]
            loss += diff**2 / (N * D)
            dpred[n, d] = 2.0 / (N * D) * diff
    return loss, dpred
