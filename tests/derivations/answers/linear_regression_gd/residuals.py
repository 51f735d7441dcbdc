import numpy as np


def linear_regression_gd(w, X, y, lr, steps):
    N = X.shape[0]
    history = np.zeros((steps, w.size))
    losses = np.zeros(steps)
    w = w.copy()
    for k in range(steps):
        residual = np.dot(X, w) - y
        w -= lr * (2.0 / N) * np.dot(X.T, residual)
        history[k] = w
        losses[k] = ((np.dot(X, w) - y) ** 2).sum() / N
    return history, losses
