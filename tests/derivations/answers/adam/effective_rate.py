import numpy as np


def adam(w, m, v, t, grads, lrs, beta1, beta2, eps):
    # PyTorch's form: corrections in the step size and in the denominator
    ws = []
    for g, lr in zip(grads, lrs):
        t = t + 1
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        step_size = lr / (1 - beta1**t)
        denom = np.sqrt(v) / np.sqrt(1 - beta2**t) + eps
        w = w - step_size * m / denom
        ws.append(w)
    return np.array(ws), m, v
