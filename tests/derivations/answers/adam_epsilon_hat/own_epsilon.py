import numpy as np


def adam_epsilon_hat(w, m, v, t, grads, lrs, beta1, beta2, eps):
    # the paper's algorithm with a constant that changes from step to step
    ws = []
    for i in range(grads.shape[0]):
        k = t + 1 + i
        m = m + (1 - beta1) * (grads[i] - m)
        v = v + (1 - beta2) * (grads[i] ** 2 - v)
        c1, c2 = 1 - beta1**k, 1 - beta2**k
        w = w - lrs[i] * (m / c1) / (np.sqrt(v / c2) + eps / np.sqrt(c2))
        ws.append(w)
    return {"ws": np.array(ws), "m": m, "v": v}
