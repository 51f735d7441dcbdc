import math

import numpy as np


def cosine_with_warmup_mxnet(t, begin_lr, base_lr, final_lr, warmup, max_update):
    def one(n):
        if n < warmup:
            return begin_lr + n * (base_lr - begin_lr) / warmup
        if n > max_update:
            return final_lr
        angle = math.pi * (n - warmup) / (max_update - warmup)
        return final_lr + (base_lr - final_lr) * (1 + math.cos(angle)) / 2

    return np.array([one(int(n)) for n in t])
