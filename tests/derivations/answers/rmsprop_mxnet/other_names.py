import numpy as np


def rmsprop_mxnet(theta, cache, g, alpha, gamma1, epsilon):
    out = np.zeros(g.shape)
    for i in range(len(g)):
        cache = gamma1 * cache + (1 - gamma1) * np.power(g[i], 2)
        theta = theta - alpha[i] / np.sqrt(cache + epsilon) * g[i]
        out[i] = theta
    return out, cache
