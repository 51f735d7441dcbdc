import numpy as np


def momentum(w, v, grads, lrs, mu):
    w, v = w.copy(), v.copy()
    ws = np.zeros_like(grads)
    for t in range(grads.shape[0]):
        v *= mu
        v += grads[t]
        w -= lrs[t] * v
        ws[t, :] = w
    return ws, v
