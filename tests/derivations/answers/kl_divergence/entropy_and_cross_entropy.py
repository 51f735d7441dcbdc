import numpy as np


def kl_divergence(p, z):
    losses, grads = [], []
    for target, logits in zip(p, z):
        top = logits.max()
        weights = np.exp(logits - top)
        log_sum = np.log(weights.sum()) + top
        entropy = -sum(t * np.log(t) for t in target if t > 0)
        cross = log_sum - target @ logits
        losses.append(cross - entropy)
        grads.append(weights / weights.sum() - target)
    return sum(losses) / len(losses), [g / len(losses) for g in grads]
