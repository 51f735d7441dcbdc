from dataclasses import dataclass

import numpy as np


@dataclass
class RMSprop:
    average: np.ndarray
    rho: float
    eps: float

    def direction(self, g):
        self.average = self.average + (1 - self.rho) * (np.square(g) - self.average)
        return g / (self.eps + self.average**0.5)


def rmsprop(w, s, grads, lrs, rho, eps):
    state = RMSprop(s, rho, eps)
    rows = []
    for g, lr in zip(grads, lrs):
        w = w - lr * state.direction(g)
        rows.append(w)
    return np.vstack(rows), state.average
