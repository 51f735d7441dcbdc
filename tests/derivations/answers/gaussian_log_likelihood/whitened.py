import numpy as np


def gaussian_log_likelihood(x, mean, log_var):
    inv_sigma = np.exp(-log_var / 2)
    z = (x - mean) * inv_sigma
    nll = z**2 / 2 + log_var / 2 + 0.5 * np.log(2 * np.pi)
    return nll.sum(1).mean(), -(z * inv_sigma).mean(0), (1 - (z**2).mean(0)) / 2
