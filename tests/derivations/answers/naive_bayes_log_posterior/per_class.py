import numpy as np


def log_normal(x, m, v):
    return -((x - m) ** 2) / (2 * v) - np.log(np.sqrt(2 * np.pi * v))


def naive_bayes_log_posterior(X, prior, mean, variance):
    columns = []
    for p, m, v in zip(prior, mean, variance):
        columns.append(np.log(p) + log_normal(X, m, v).sum(axis=1))
    joint = np.stack(columns, axis=1)
    total = columns[0]
    for c in columns[1:]:
        total = np.logaddexp(total, c)
    return joint - total.reshape(-1, 1), total
