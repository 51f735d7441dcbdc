import numpy as np


def rms(average, eps):
    return np.sqrt(average + eps)


def adadelta(w, s, u, grads, lrs, rho, eps):
    history = []
    for g, lr in zip(grads, lrs):
        s = rho * s + (1 - rho) * g**2
        delta = -rms(u, eps) / rms(s, eps) * g
        u = rho * u + (1 - rho) * delta**2
        w = w + lr * delta
        history.append(w)
    return np.array(history), s, u
