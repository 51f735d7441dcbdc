import math

import numpy as np


def rbm_free_energy(v, W, b, c):
    N = len(v)
    energies, grad = [], np.zeros(W.shape)
    for x in v:
        F = -float(x @ b)
        p = np.zeros(len(c))
        for j in range(len(c)):
            a = float(c[j] + x @ W[:, j])
            if a > 30:
                F -= a + math.exp(-a)
            else:
                F -= math.log1p(math.exp(a))
            p[j] = 0.5 * (1 + math.tanh(a / 2))
        energies.append(F)
        grad -= np.outer(x, p)
    return energies, grad / N
