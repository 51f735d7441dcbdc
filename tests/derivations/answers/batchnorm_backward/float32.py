import numpy as np


def batchnorm_backward(dout, x, gamma, beta, eps):
    dout, x, gamma = (np.asarray(a, dtype=np.float32) for a in (dout, x, gamma))
    n = np.float32(len(x))
    centred = x - x.mean(0)
    inv = 1 / np.sqrt((centred**2).mean(0) + np.float32(eps))
    xhat = centred * inv
    dxhat = dout * gamma
    dx = inv / n * (n * dxhat - dxhat.sum(0) - xhat * (dxhat * xhat).sum(0))
    return dx, (dout * xhat).sum(0), dout.sum(0)
