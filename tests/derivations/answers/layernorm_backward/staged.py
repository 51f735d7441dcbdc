import numpy as np


def layernorm_backward(dout, x, gamma, beta, eps):
    D = x.shape[1]
    mu = x.mean(axis=1, keepdims=True)
    xmu = x - mu
    var = (xmu**2).mean(axis=1, keepdims=True)
    std = np.sqrt(var + eps)
    xhat = xmu / std

    dbeta = np.sum(dout, axis=0)
    dgamma = np.sum(dout * xhat, axis=0)
    dxhat = dout * gamma
    dvar = np.sum(dxhat * xmu * -0.5 * std**-3, axis=1, keepdims=True)
    dmu = np.sum(-dxhat / std, axis=1, keepdims=True) + dvar * np.mean(-2 * xmu, axis=1, keepdims=True)
    dx = dxhat / std + dvar * 2 * xmu / D + dmu / D
    return dx, dgamma, dbeta
