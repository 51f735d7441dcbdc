import numpy as np


def step_decay_pytorch(t, base_lr, step_size, gamma):
    lrs = []
    for epoch in t:
        lr = base_lr
        next_drop = step_size
        while epoch >= next_drop:
            lr = lr * gamma
            next_drop = next_drop + step_size
        lrs.append(lr)
    return np.array(lrs)
