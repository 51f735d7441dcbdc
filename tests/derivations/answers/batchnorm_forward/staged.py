import numpy as np


def batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train):
    N = x.shape[0]
    if train:
        mu = np.sum(x, axis=0) / N
        xmu = x - mu
        var = np.sum(xmu**2, axis=0) / N
        new_mean = momentum * running_mean + (1 - momentum) * mu
        new_var = momentum * running_var + (1 - momentum) * var
    else:
        xmu = x - running_mean
        var = running_var
        new_mean = running_mean.copy()
        new_var = running_var.copy()
    ivar = 1.0 / np.sqrt(var + eps)
    xhat = xmu * ivar
    return gamma * xhat + beta, new_mean, new_var
