import numpy as np


def adamw(w, m, v, t, grads, lrs, beta1, beta2, eps, wd):
    ws = []
    for g, lr in zip(grads, lrs):
        t += 1
        w = w * (1 - lr * wd)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        w = w - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
        ws.append(w)
    return np.array(ws), m, v
