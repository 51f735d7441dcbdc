import math

import numpy as np


def focal_loss(z, y, gamma, alpha):
    N = len(z)
    loss = 0
    dz = np.zeros(N)
    for i in range(N):
        u = float(z[i]) if y[i] else -float(z[i])
        a = alpha if y[i] else 1 - alpha
        if u >= 0:
            miss = math.exp(-u) / (1 + math.exp(-u))
            logp = -math.log1p(math.exp(-u))
        else:
            miss = 1 / (1 + math.exp(u))
            logp = u - math.log1p(math.exp(u))
        pt = math.exp(logp)
        loss += -a * miss**gamma * logp
        du = a * miss**gamma * (gamma * pt * logp - miss)
        dz[i] = du if y[i] else -du
    return loss / N, dz / N
