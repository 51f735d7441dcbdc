import numpy as np


def gaussian_mixture_em_step(X, weights, means, variances):
    X, weights, means, variances = (np.asarray(a, np.float32) for a in (X, weights, means, variances))
    d2 = (X[:, None, :] - means[None]) ** 2
    joint = np.log(weights) - (d2 / variances + np.log(2 * np.float32(np.pi) * variances)).sum(-1) / 2
    top = joint.max(1, keepdims=True)
    lse = top + np.log(np.exp(joint - top).sum(1, keepdims=True))
    r = np.exp(joint - lse)
    n = r.sum(0)[:, None]
    mu = r.T @ X / n
    var = (r[:, :, None] * (X[:, None] - mu) ** 2).sum(0) / n
    return r, n[:, 0] / np.float32(len(X)), mu, var, lse.mean()
