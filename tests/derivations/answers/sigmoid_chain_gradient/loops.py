import math

import numpy as np


def sigmoid(z):
    if z >= 0:
        return 1.0 / (1.0 + math.exp(-z))
    e = math.exp(z)
    return e / (1.0 + e)


def sigmoid_chain_gradient(x, w, b):
    K = len(w)
    a = [x]
    for k in range(K):
        a.append(sigmoid(float(w[k]) * a[k] + float(b[k])))
    dw = np.zeros(K)
    db = np.zeros(K)
    da = 1.0
    for k in reversed(range(K)):
        dz = da * a[k + 1] * (1.0 - a[k + 1])
        dw[k] = dz * a[k]
        db[k] = dz
        da = dz * float(w[k])
    return dw, db
