import numpy as np


def weight_decay_sgd(w, v, grads, lrs, mu, wd):
    T, D = grads.shape
    w, v = w.astype(float), v.astype(float)
    ws = np.zeros((T, D))
    for t in range(T):
        for d in range(D):
            g = grads[t, d] + wd * w[d]
            v[d] = mu * v[d] + g
            w[d] = w[d] - lrs[t] * v[d]
        ws[t] = w
    return ws, v
