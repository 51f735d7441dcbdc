import numpy as np


def adadelta(w, s, u, grads, lrs, rho, eps):
    w, s, u, grads, lrs = [np.float32(a) for a in (w, s, u, grads, lrs)]
    rho, rest, eps = np.float32(rho), np.float32(1 - rho), np.float32(eps)
    ws = []
    for k in range(len(lrs)):
        s = rho * s + rest * grads[k] ** 2
        step = np.sqrt(u + eps) * grads[k] / np.sqrt(s + eps)
        u = rho * u + rest * step**2
        w = w - lrs[k] * step
        ws.append(w)
    return np.stack(ws), s, u
