import numpy as np


def adam(w, m, v, t, grads, lrs, beta1, beta2, eps):
    T, D = len(grads), len(w)
    ws = np.zeros((T, D))
    new_m, new_v = np.zeros(D), np.zeros(D)
    for d in range(D):
        x, a, b = w[d], m[d], v[d]
        for k in range(T):
            g = grads[k, d]
            a = beta1 * a + (1 - beta1) * g
            b = beta2 * b + (1 - beta2) * g**2
            a_hat = a / (1 - beta1 ** (t + k + 1))
            b_hat = b / (1 - beta2 ** (t + k + 1))
            x = x - lrs[k] * a_hat / (b_hat**0.5 + eps)
            ws[k, d] = x
        new_m[d], new_v[d] = a, b
    return ws, new_m, new_v
