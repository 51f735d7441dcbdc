import numpy as np


def ridge_regression(X, y, lam):
    mean = np.mean(X, 0)
    U, s, Vt = np.linalg.svd(X - mean, full_matrices=False)
    slopes = Vt.T @ (s / (s**2 + lam) * (U.T @ (y - y.mean())))
    w = np.empty(X.shape[1] + 1)
    w[:-1] = slopes
    w[-1] = y.mean() - mean @ slopes
    return w
