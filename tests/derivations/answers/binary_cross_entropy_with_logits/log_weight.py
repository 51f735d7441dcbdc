import numpy as np


def binary_cross_entropy_with_logits(input, target, pos_weight):
    log_weight = 1 + (pos_weight - 1) * target
    max_val = np.clip(-input, 0, None)
    loss = (1 - target) * input + log_weight * (np.log(np.exp(-max_val) + np.exp(-input - max_val)) + max_val)
    with np.errstate(over="ignore"):
        p = 1 / (1 + np.exp(-input))
    grad = log_weight * p - pos_weight * target
    return np.mean(loss), grad / np.prod(input.shape)
