import math

import numpy as np


def adagrad(w, s, grads, lrs, eps):
    T, D = grads.shape
    ws = np.zeros((T, D))
    w, s = list(w), list(s)
    for t in range(T):
        for d in range(D):
            g = grads[t][d]
            s[d] = s[d] + g * g
            w[d] = w[d] - lrs[t] * g / (math.sqrt(s[d]) + eps)
            ws[t][d] = w[d]
    return ws, np.array(s)
