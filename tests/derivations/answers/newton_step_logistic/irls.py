import numpy as np


def newton_step_logistic(w, X, y, lam):
    z = X @ w
    with np.errstate(over="ignore"):
        p = 1 / (1 + np.exp(-z))
    s = p * (1 - p)
    S = np.diag(s)
    left = X.T @ S @ X + lam * np.eye(len(w))
    right = X.T @ (s * z + y - p)
    return np.linalg.solve(left, right)
