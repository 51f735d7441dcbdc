import numpy as np


def scaled_learning_rate(t, base_lr, base_batch, batch, warmup, rule):
    k = batch / base_batch
    if rule == "sqrt":
        k = k**0.5
    return np.interp(t, [0, warmup], [base_lr, k * base_lr])
