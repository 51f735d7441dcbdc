import numpy as np


def sigmoid(z):
    out = np.empty(z.shape)
    pos = z >= 0
    out[pos] = 1 / (1 + np.exp(-z[pos]))
    e = np.exp(z[~pos])
    out[~pos] = e / (1 + e)
    return out


def logistic_regression_gradient(w, b, X, y, lam):
    N = len(X)
    z = X.dot(w) + b
    # log(1 + exp(-|z|)) never overflows
    loss = np.mean(np.maximum(z, 0) - z * y + np.log(1 + np.exp(-np.abs(z)))) + 0.5 * lam * np.sum(w * w)
    diff = sigmoid(z) - y
    return loss, diff @ X / N + lam * w, diff.sum() / N
