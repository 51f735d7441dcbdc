import math


def cosine_annealing_pytorch(t, base_lr, eta_min, t_max):
    lrs = []
    for epoch in t:
        lr = eta_min + 0.5 * (base_lr - eta_min) * (1 + math.cos(math.pi * epoch / t_max))
        lrs.append(lr)
    return lrs
