import numpy as np


def ridge_regression(X, y, lam):
    N, D = X.shape
    top = np.column_stack([X, np.ones(N)])
    bottom = np.sqrt(lam) * np.eye(D, D + 1)
    return np.linalg.lstsq(np.vstack([top, bottom]), np.concatenate([y, np.zeros(D)]), rcond=None)[0]
