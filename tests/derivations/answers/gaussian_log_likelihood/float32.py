import numpy as np


def gaussian_log_likelihood(x, mean, log_var):
    x, mean, log_var = x.astype(np.float32), mean.astype(np.float32), log_var.astype(np.float32)
    r = x - mean
    w = np.exp(-log_var)
    loss = 0.5 * np.sum(log_var + np.mean(r**2, axis=0) * w + np.float32(np.log(2 * np.pi)))
    return loss, -np.mean(r, axis=0) * w, 0.5 - 0.5 * np.mean(r**2, axis=0) * w
