import numpy as np


def batchnorm_backward_alternative(dout, xhat, gamma, var, eps):
    dxhat = dout * gamma
    std = np.sqrt(var + eps)
    dstd = -(dxhat * xhat).sum(0) / std
    dvar = dstd / (2 * std)
    dcentred = dxhat / std + dvar * 2 * xhat * std / len(xhat)
    return dcentred - dcentred.mean(0), (dout * xhat).sum(0), dout.sum(0)
