import numpy as np


def groupnorm_backward(dout, x, gamma, beta, groups, eps):
    N, C, H, W = x.shape
    shape = (N, groups, C // groups, H, W)
    axes = (2, 3, 4)
    xg = x.reshape(shape)
    mu, var = xg.mean(axes, keepdims=True), xg.var(axes, keepdims=True)
    inv = 1 / np.sqrt(var + eps)
    xhat = (xg - mu) * inv
    dbeta = np.einsum("nchw->c", dout)
    dgamma = np.einsum("nchw,nchw->c", dout, xhat.reshape(x.shape))
    dxhat = np.einsum("nchw,c->nchw", dout, gamma).reshape(shape)
    dvar = np.sum(-0.5 * dxhat * xhat * inv**2, axis=axes, keepdims=True)
    dmu = -np.sum(dxhat * inv, axis=axes, keepdims=True)
    m = H * W * (C // groups)
    dx = dxhat * inv + 2 * dvar * (xg - mu) / m + dmu / m
    return dx.reshape(N, C, H, W), dgamma, dbeta
