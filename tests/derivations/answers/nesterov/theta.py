import numpy as np


def nesterov(w, v, grads, lrs, mu):
    # go back to theta, take the textbook step, look ahead again
    out = []
    for g, eta in zip(grads, lrs):
        theta = w + eta * mu * v
        v = mu * v + g
        theta = theta - eta * v
        w = theta - eta * mu * v
        out.append(w)
    return np.stack(out), v
