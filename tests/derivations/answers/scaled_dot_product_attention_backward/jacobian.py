import numpy as np


def scaled_dot_product_attention_backward(dout, q, k, v):
    L, D = q.shape
    scores = (q @ k.T) / np.sqrt(D)
    scores = scores - scores.max(axis=1, keepdims=True)
    P = np.exp(scores)
    P = P / P.sum(axis=1, keepdims=True)
    dP = dout @ v.T
    dS = np.zeros_like(P)
    for row in range(L):
        J = np.diag(P[row]) - np.outer(P[row], P[row])
        dS[row] = J @ dP[row]
    return dS @ k / np.sqrt(D), dS.T @ q / np.sqrt(D), P.T @ dout
