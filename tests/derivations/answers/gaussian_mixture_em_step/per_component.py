import numpy as np


def gaussian_mixture_em_step(X, weights, means, variances):
    X = np.asarray(X, dtype=float)
    N, K = len(X), len(weights)
    logp = np.empty((N, K))
    for k in range(K):
        z2 = (X - means[k]) ** 2 / variances[k]
        logp[:, k] = np.log(weights[k]) - 0.5 * (z2 + np.log(variances[k]) + np.log(2 * np.pi)).sum(1)
    top = logp.max(1, keepdims=True)
    e = np.exp(logp - top)
    r = e / e.sum(1, keepdims=True)
    ll = np.mean(top[:, 0] + np.log(e.sum(1)))
    Nk = r.sum(0)
    mu = np.array([np.average(X, axis=0, weights=r[:, k]) for k in range(K)])
    var = np.array([np.average((X - mu[k]) ** 2, axis=0, weights=r[:, k]) for k in range(K)])
    return r, Nk / N, mu, var, ll
