import numpy as np


def rmsprop_mxnet(w, n, grads, lrs, rho, eps):
    T = len(lrs)
    age = np.arange(T)[:, None] - np.arange(T)[None, :]
    weights = np.tril((1 - rho) * rho ** np.abs(age))
    averages = np.einsum("tk,kd->td", weights, grads**2) + rho ** np.arange(1, T + 1)[:, None] * n
    moves = np.einsum("t,td,td->td", lrs, grads, (averages + eps) ** -0.5)
    return w - moves.cumsum(axis=0), averages[-1]
