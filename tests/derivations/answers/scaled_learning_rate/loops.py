import math


def scaled_learning_rate(t, base_lr, base_batch, batch, warmup, rule):
    target = base_lr * batch / base_batch
    if rule == "sqrt":
        target = base_lr * math.sqrt(batch / base_batch)
    lrs = []
    for epoch in t:
        if epoch < warmup:
            lrs.append(base_lr + (target - base_lr) * epoch / warmup)
        else:
            lrs.append(target)
    return lrs
