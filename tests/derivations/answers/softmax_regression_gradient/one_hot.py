import numpy as np


def softmax(S):
    E = np.exp(S - S.max(1, keepdims=True))
    return E / E.sum(1, keepdims=True)


def softmax_regression_gradient(W, b, X, y, lam):
    N = X.shape[0]
    S = X @ W + b
    top = S.max(axis=1)
    logsum = top + np.log(np.exp(S - top[:, None]).sum(axis=1))
    loss = (logsum - S[range(N), y]).sum() / N + 0.5 * lam * (W * W).sum()
    dS = (softmax(S) - np.eye(W.shape[1])[y]) / N
    return loss, X.T @ dS + lam * W, np.ones(N) @ dS
