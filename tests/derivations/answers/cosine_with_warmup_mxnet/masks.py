import numpy as np


def cosine_with_warmup_mxnet(t, begin_lr, base_lr, final_lr, warmup, max_update):
    lrs = np.full(t.shape, final_lr, dtype=float)
    early = t < warmup
    middle = (t >= warmup) & (t <= max_update)
    lrs[early] = begin_lr + (base_lr - begin_lr) / warmup * t[early]
    phase = (t[middle] - warmup) / (max_update - warmup)
    lrs[middle] = final_lr + (base_lr - final_lr) * 0.5 * (1 + np.cos(np.pi * phase))
    return lrs
