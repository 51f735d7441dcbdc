import numpy as np


def sgd(w, grads, lrs):
    # the gradients do not depend on w, so all rows come at once
    steps = lrs[:, np.newaxis] * np.mean(grads, axis=1)
    return w - np.cumsum(steps, axis=0)
