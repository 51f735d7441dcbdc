import numpy as np


def sigmoid(z):
    out = np.empty_like(z)
    pos = z >= 0
    out[pos] = 1 / (1 + np.exp(-z[pos]))
    ez = np.exp(z[~pos])
    out[~pos] = ez / (1 + ez)
    return out


def rbm_free_energy(v, W, b, c):
    act = c[None, :] + np.dot(v, W)
    softplus = np.maximum(act, 0) + np.log1p(np.exp(-abs(act)))
    F = -np.dot(v, b) - softplus.sum(1)
    dW = -np.einsum("ni,nj->ij", v, sigmoid(act)) / v.shape[0]
    return F, dW
