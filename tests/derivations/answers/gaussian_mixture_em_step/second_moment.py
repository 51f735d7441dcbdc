import numpy as np


def gaussian_mixture_em_step(X, weights, means, variances):
    diff = X[:, :, None] - means.T[None]  # (N, D, K)
    log_density = -0.5 * (diff**2 / variances.T + np.log(2 * np.pi * variances.T)).sum(1)
    a = log_density + np.log(weights)
    lse = np.logaddexp.reduce(a, axis=1, keepdims=True)
    resp = np.exp(a - lse)
    Nk = resp.sum(0)[:, None]
    m1 = resp.T @ X / Nk
    shifted = X - X.mean(0)  # second moment minus square of the first, about the middle of the data
    s1, s2 = resp.T @ shifted / Nk, resp.T @ shifted**2 / Nk
    return resp, resp.mean(0), m1, np.maximum(s2 - s1**2, 0), lse.mean()
