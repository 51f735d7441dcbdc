import numpy as np


def layernorm_backward(dout, x, gamma, beta, eps):
    n, d = x.shape
    centre = np.eye(d) - 1 / d
    dx = np.empty(x.shape)
    hats = np.empty(x.shape)
    for row in range(n):
        away = centre @ x[row]
        s2 = away @ away / d + eps
        hats[row] = away / s2**0.5
        jacobian = (centre - np.outer(hats[row], hats[row]) / d) / s2**0.5
        dx[row] = jacobian.T @ (gamma * dout[row])
    return dx, np.einsum("nd,nd->d", dout, hats), dout.sum(0)
