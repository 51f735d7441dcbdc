import numpy as np


def contrastive_loss(a, b, same, margin):
    N = a.shape[0]
    diff = a - b
    d = np.linalg.norm(diff, axis=1)
    pos = same.astype(bool)
    near = ~pos & (d < margin)
    loss = (0.5 * d[pos] ** 2).sum() + (0.5 * (margin - d[near]) ** 2).sum()
    da = np.zeros(a.shape)
    da[pos] = diff[pos]
    da[near] = -diff[near] * ((margin - d[near]) / d[near])[:, np.newaxis]
    return loss / N, da / N, -da / N
