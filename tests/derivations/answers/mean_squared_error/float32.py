import numpy as np


def mean_squared_error(pred, target):
    pred = pred.astype(np.float32)
    target = target.astype(np.float32)
    diff = pred - target
    loss = np.square(diff).mean()
    grad = diff * np.float32(2.0 / diff.size)
    return loss, grad
