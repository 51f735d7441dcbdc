import numpy as np


def positive(z, gamma):
    """Loss and slope of a positive example."""
    logp = -np.logaddexp(0, -z)
    log1mp = -np.logaddexp(0, z)
    p = np.exp(logp)
    f = np.exp(gamma * log1mp)
    return -f * logp, f * (gamma * p * logp - np.exp(log1mp))


def focal_loss(z, y, gamma, alpha):
    lp, gp = positive(z, gamma)
    ln, gn = positive(-z, gamma)
    loss = alpha * y * lp + (1 - alpha) * (1 - y) * ln
    grad = alpha * y * gp - (1 - alpha) * (1 - y) * gn
    return np.mean(loss), grad / z.shape[0]
