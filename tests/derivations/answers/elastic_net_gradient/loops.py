import numpy as np


def elastic_net_gradient(x, y, w, b, alpha, l1_ratio):
    N, D = x.shape
    dw = np.zeros(D)
    db = 0.0
    for n in range(N):
        error = np.dot(x[n], w) + b - y[n]
        dw += error * x[n]
        db += error
    dw /= N
    db /= N
    dw += alpha * l1_ratio * np.where(w > 0, 1, np.where(w < 0, -1, 0))
    dw += alpha * (1 - l1_ratio) * w
    return dw, db
