import numpy as np


def nesterov_keras(w, v, grads, lrs, mu):
    theta = w - mu * v
    ws = []
    for g, eta in zip(grads, lrs):
        v = mu * v - eta * g
        theta = theta + v
        ws.append(theta + mu * v)
    return np.array(ws), v
