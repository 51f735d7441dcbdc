import numpy as np


def softplus(t):
    return np.maximum(t, 0) + np.log1p(np.exp(-np.abs(t)))


def sigmoid(t):
    e = np.exp(-np.abs(t))
    return np.where(t >= 0, 1, e) / (1 + e)


def binary_cross_entropy_with_logits(z, y, pos_weight):
    each = pos_weight * y * softplus(-z) + (1 - y) * softplus(z)
    grad = (1 - y) * sigmoid(z) - pos_weight * y * sigmoid(-z)
    return each.mean(), grad / z.size
