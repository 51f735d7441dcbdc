import numpy as np


def naive_bayes_log_posterior(X, prior, mean, variance):
    """The square is multiplied out, so that everything is a matrix product."""
    X = X.astype(np.float64)
    w = 1 / variance
    quad = (X**2) @ w.T - 2 * X @ (mean * w).T + np.sum(mean**2 * w, axis=1)
    D = X.shape[1]
    joint = np.log(prior) - 0.5 * (quad + np.log(variance).sum(1) + D * np.log(2 * np.pi))
    m = joint.max(axis=1)
    evidence = m + np.log(np.exp(joint - m[:, None]).sum(axis=1))
    return joint - evidence[:, None], evidence
