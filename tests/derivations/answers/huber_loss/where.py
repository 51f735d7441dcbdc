import numpy as np


def huber_loss(pred, target, delta):
    e = pred - target
    small = abs(e) <= delta
    loss = np.where(small, 0.5 * e**2, delta * (abs(e) - 0.5 * delta)).mean()
    grad = np.where(small, e, delta * np.sign(e)) / e.size
    return loss, grad
