import math

import numpy as np


def newton_step_logistic(w, X, y, lam):
    D = len(w)
    g = lam * w.astype(float)
    H = lam * np.eye(D)
    for x, label in zip(X, y):
        z = float(x @ w)
        p = 1 / (1 + math.exp(-z)) if z > 0 else math.exp(z) / (1 + math.exp(z))
        g = g + (p - label) * x
        H = H + p * (1 - p) * np.outer(x, x)
    return w - np.linalg.inv(H) @ g
