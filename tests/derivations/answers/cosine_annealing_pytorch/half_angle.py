import numpy as np


def cosine_annealing_pytorch(t, base_lr, eta_min, t_max):
    share = np.cos(np.pi * t / (2 * t_max)) ** 2
    return share * base_lr + (1 - share) * eta_min
