import numpy as np


def rmsprop(w, s, grads, lrs, rho, eps):
    f = np.float32
    w, s, grads, lrs = (np.asarray(a, dtype=f) for a in (w, s, grads, lrs))
    ws = np.empty(grads.shape, dtype=f)
    for t, (g, lr) in enumerate(zip(grads, lrs)):
        s = f(rho) * s + f(1 - rho) * g * g
        w = w - lr * g / (np.sqrt(s) + f(eps))
        ws[t] = w
    return ws, s
