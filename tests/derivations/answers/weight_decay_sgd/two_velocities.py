import numpy as np


def weight_decay_sgd(w, v, grads, lrs, mu, wd):
    """One velocity for the loss, one for the penalty; linear, so they add up."""
    loss_v, penalty_v = v, np.zeros(len(w))
    ws = np.empty(grads.shape)
    for t in range(len(ws)):
        loss_v = mu * loss_v + grads[t]
        penalty_v = mu * penalty_v + wd * w
        w = w - lrs[t] * loss_v - lrs[t] * penalty_v
        ws[t] = w
    return ws, loss_v + penalty_v
