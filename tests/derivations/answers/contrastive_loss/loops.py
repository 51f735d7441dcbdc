import numpy as np


def contrastive_loss(x1, x2, y, m):
    loss = 0.0
    g1 = np.zeros(x1.shape)
    g2 = np.zeros(x2.shape)
    n = x1.shape[0]
    for i in range(n):
        v = x1[i] - x2[i]
        d = np.sqrt(v.dot(v))
        if y[i] == 1:
            loss += d**2 / 2
            g = v
        elif d < m:
            loss += (m - d) ** 2 / 2
            g = (d - m) * v / d
        else:
            g = 0 * v
        g1[i] = g / n
        g2[i] = -g / n
    return loss / n, g1, g2
