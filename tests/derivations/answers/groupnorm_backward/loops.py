import numpy as np


def groupnorm_backward(dout, x, gamma, beta, groups, eps):
    N, C = x.shape[:2]
    per = C // groups
    dx, dgamma, dbeta = np.zeros(x.shape), np.zeros(C), np.zeros(C)
    for n in range(N):
        for g in range(groups):
            part = slice(g * per, (g + 1) * per)
            block = x[n, part]
            std = np.sqrt(block.var() + eps)
            hat = (block - block.mean()) / std
            dgamma[part] += np.sum(dout[n, part] * hat, axis=(1, 2))
            dbeta[part] += np.sum(dout[n, part], axis=(1, 2))
            dhat = dout[n, part] * gamma[part].reshape(per, 1, 1)
            m = block.size
            dx[n, part] = (m * dhat - dhat.sum() - hat * np.sum(dhat * hat)) / (m * std)
    return dx, dgamma, dbeta
