import numpy as np


def amsgrad(w, m, v, top, t, grads, lrs, beta1, beta2, eps):
    T = len(grads)
    ms, vs = np.zeros_like(grads), np.zeros_like(grads)
    for i in range(T):
        m = ms[i] = beta1 * m + (1 - beta1) * grads[i]
        v = vs[i] = beta2 * v + (1 - beta2) * grads[i] ** 2
    tops = np.maximum.accumulate(np.vstack([top, vs]), axis=0)[1:]
    k = np.arange(t + 1, t + T + 1)[:, None]
    steps = lrs[:, None] * ms / (1 - beta1**k) / (np.sqrt(tops) / np.sqrt(1 - beta2**k) + eps)
    return w - np.cumsum(steps, axis=0), ms[-1], vs[-1], tops[-1]
