import math

import numpy as np


def normalise(column, mean, var, eps):
    return [(v - mean) / math.sqrt(var + eps) for v in column]


def batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train):
    means = [float(m) for m in running_mean]
    variances = [float(v) for v in running_var]
    outs = []
    for d, column in enumerate(x.T.astype(float).tolist()):
        if train:
            m = math.fsum(column) / len(column)
            v = math.fsum((c - m) ** 2 for c in column) / len(column)
            means[d] += (1 - momentum) * (m - means[d])
            variances[d] += (1 - momentum) * (v - variances[d])
        else:
            m, v = means[d], variances[d]
        outs.append([gamma[d] * c + beta[d] for c in normalise(column, m, v, eps)])
    return np.array(outs).T, means, variances
