import math


def step_decay_mxnet(t, base_lr, step, factor, stop_factor_lr):
    def rate(update):
        drops = max(math.ceil(update / step) - 1, 0)
        return max(base_lr * factor**drops, stop_factor_lr)

    return [rate(int(update)) for update in t]
