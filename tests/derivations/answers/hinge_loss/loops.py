import numpy as np


def hinge_loss(scores, y):
    N = len(scores)
    losses = []
    grads = []
    for s, label in zip(scores, y):
        margin = 1 - label * s
        if margin > 0:
            losses.append(margin)
            grads.append(-label / N)
        else:
            losses.append(0.0)
            grads.append(0.0)
    return np.mean(losses), np.array(grads)
