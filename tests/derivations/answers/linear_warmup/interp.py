import numpy as np


def linear_warmup(t, base_lr, start_factor, warmup):
    return np.interp(t, [0, warmup], [start_factor * base_lr, base_lr])
