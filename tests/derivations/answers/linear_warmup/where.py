import numpy as np


def linear_warmup(t, base_lr, start_factor, warmup):
    rising = start_factor + (1 - start_factor) * t / warmup
    return np.where(t < warmup, base_lr * rising, base_lr)
