import numpy as np


def adam(w, m, v, t, grads, lrs, beta1, beta2, eps):
    w, m, v, grads, lrs = (x.astype("float32") for x in (w, m, v, grads, lrs))
    ws = np.empty_like(grads)
    for i in range(len(grads)):
        k = t + i + 1
        m = beta1 * m + (1 - beta1) * grads[i]
        v = beta2 * v + (1 - beta2) * grads[i] ** 2
        w = w - lrs[i] * (m / (1 - beta1**k)) / (np.sqrt(v / (1 - beta2**k)) + eps)
        ws[i] = w
    return ws, m, v
