import numpy as np


def svm_loss_gradient(W, X, y, lam):
    N, C = X.shape[0], W.shape[1]
    Y = np.eye(C)[y]
    S = X @ W
    M = S - (S * Y).sum(axis=1, keepdims=True) + 1 - Y
    V = (M > 0) * (1 - Y)
    dS = V - Y * V.sum(axis=1, keepdims=True)
    return (M * V).sum() / N + lam * (W**2).sum(), np.einsum("nd,nc->dc", X, dS) / N + lam * 2 * W
