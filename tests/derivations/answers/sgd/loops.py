import numpy as np


def sgd(w, grads, lrs):
    T, B, D = grads.shape
    ws = np.zeros((T, D))
    current = w.copy()
    for t in range(T):
        for j in range(D):
            total = 0
            for i in range(B):
                total += grads[t, i, j]
            current[j] -= lrs[t] * total / B
        ws[t] = current
    return ws
