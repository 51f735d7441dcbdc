import numpy as np


def adagrad(w, s, grads, lrs, eps):
    sums = s + np.cumsum(grads**2, axis=0)
    steps = lrs[:, None] * grads / (np.sqrt(sums) + eps)
    return w - np.cumsum(steps, axis=0), sums[-1]
