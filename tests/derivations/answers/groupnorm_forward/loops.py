import numpy as np


def groupnorm_forward(x, gamma, beta, groups, eps):
    N, C = x.shape[:2]
    per = C // groups
    out = np.empty(x.shape)
    for n in range(N):
        for g in range(groups):
            block = x[n, g * per : (g + 1) * per]
            out[n, g * per : (g + 1) * per] = (block - np.mean(block)) / np.sqrt(np.var(block) + eps)
    return out * gamma.reshape(1, C, 1, 1) + beta.reshape(1, C, 1, 1)
