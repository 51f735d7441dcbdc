import numpy as np


def nesterov_keras(w, v, grads, lrs, mu):
    rows = np.empty(grads.shape)
    for t, (g, lr) in enumerate(zip(grads, lrs)):
        w = w + mu**2 * v - (1 + mu) * lr * g
        v = mu * v - lr * g
        rows[t] = w
    return (rows, v)
