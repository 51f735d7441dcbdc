from bisect import bisect_right

import numpy as np


def multi_step_pytorch(t, base_lr, milestones, gamma):
    milestones = sorted(milestones)
    return np.array([base_lr * gamma ** bisect_right(milestones, epoch) for epoch in t])
