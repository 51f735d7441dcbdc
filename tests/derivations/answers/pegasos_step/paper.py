import numpy as np


def pegasos_step(w, X, y, lam, t):
    eta = 1.0 / (lam * t)
    A_plus = np.where(y * X.dot(w) < 1)[0]
    half = (1 - eta * lam) * w + eta / X.shape[0] * (y[A_plus][:, None] * X[A_plus]).sum(axis=0)
    norm = np.linalg.norm(half)
    if norm == 0:
        return half
    return min(1.0, 1 / np.sqrt(lam) / norm) * half
