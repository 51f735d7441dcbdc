import numpy as np


def step_decay_pytorch(t, base_lr, step_size, gamma):
    drops = np.floor(np.asarray(t) / step_size)
    return base_lr * np.power(gamma, drops)
