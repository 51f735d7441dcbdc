import numpy as np


def softmax_regression_gradient(W, b, X, y, lam):
    n, d = X.shape
    A = np.hstack([X, np.ones((n, 1))])
    V = np.vstack([W, b])
    G = np.zeros(V.shape)
    loss = 0.0
    for i in range(n):
        s = A[i] @ V
        s = s - s.max()
        p = np.exp(s) / np.exp(s).sum()
        loss -= s[y[i]] - np.log(np.exp(s).sum())
        p[y[i]] -= 1
        G += np.outer(A[i], p)
    G /= n
    return loss / n + lam / 2 * np.linalg.norm(W) ** 2, G[:d] + lam * W, G[d]
