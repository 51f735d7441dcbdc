import numpy as np


def batchnorm_backward(dout, x, gamma, beta, eps):
    n = len(x)
    centre = np.eye(n) - np.full((n, n), 1.0 / n)
    dx = np.zeros(x.shape)
    dgamma = np.zeros(x.shape[1])
    for j in range(x.shape[1]):
        std = np.sqrt(np.var(x[:, j]) + eps)
        h = centre @ x[:, j] / std
        jacobian = (centre - np.outer(h, h) / n) / std
        dx[:, j] = jacobian.T @ (gamma[j] * dout[:, j])
        dgamma[j] = h @ dout[:, j]
    return dx, dgamma, np.einsum("nd->d", dout)
