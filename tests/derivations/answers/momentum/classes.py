import numpy as np


class SGDMomentum:
    def __init__(self, velocity, momentum):
        self.velocity = velocity
        self.momentum = momentum

    def step(self, params, grad, lr):
        self.velocity = self.momentum * self.velocity + grad
        return params - lr * self.velocity


def momentum(w, v, grads, lrs, mu):
    optimizer = SGDMomentum(v, mu)
    history = np.empty_like(grads)
    for t in range(len(grads)):
        w = optimizer.step(w, grads[t], lrs[t])
        history[t] = w
    return history, optimizer.velocity
