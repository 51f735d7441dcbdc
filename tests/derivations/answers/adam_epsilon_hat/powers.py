import math

import numpy as np


def adam_epsilon_hat(w, m, v, t, grads, lrs, beta1, beta2, eps):
    b1t, b2t = beta1**t, beta2**t
    ws = np.zeros_like(grads)
    for n, g in enumerate(grads):
        b1t *= beta1
        b2t *= beta2
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        alpha = lrs[n] * math.sqrt(1 - b2t) / (1 - b1t)
        w = w - alpha * m / (np.sqrt(v) + eps)
        ws[n] = w
    return ws, m, v
