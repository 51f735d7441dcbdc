import numpy as np


def hinge_loss(scores, y):
    m = y * scores
    inside = m < 1
    loss = np.sum((1 - m)[inside]) / y.size
    g = np.zeros(scores.shape)
    g[inside] = -y[inside] / y.size
    return loss, g
