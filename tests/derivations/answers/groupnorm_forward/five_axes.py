import numpy as np


def groupnorm_forward(x, gamma, beta, G, eps):
    N, C, H, W = x.shape
    y = np.reshape(x, (N, G, C // G, H, W))
    axes = (2, 3, 4)
    mean = np.mean(y, axis=axes, keepdims=True)
    var = np.mean(np.square(y), axis=axes, keepdims=True) - np.square(mean)
    y = (y - mean) / np.sqrt(var + eps)
    y = np.moveaxis(y.reshape(N, C, H, W), 1, -1) * gamma + beta
    return np.moveaxis(y, -1, 1)
