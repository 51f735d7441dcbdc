import numpy as np


def multi_step_pytorch(t, base_lr, milestones, gamma):
    lrs = np.full(len(t), base_lr, dtype=float)
    for milestone in milestones:
        lrs[t >= milestone] *= gamma
    return lrs
