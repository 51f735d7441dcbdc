import numpy as np


def gaussian_log_likelihood(x, mean, log_var):
    N, D = x.shape
    d = x - mean
    s = np.exp(-log_var)
    logp = -0.5 * (D * np.log(2 * np.pi) + log_var.sum() + (d * d * s).sum(axis=1))
    g_mean = -(d * s).sum(axis=0) / N
    g_s = (0.5 - 0.5 * d * d * s).mean(axis=0)
    return -logp.mean(), g_mean, g_s
