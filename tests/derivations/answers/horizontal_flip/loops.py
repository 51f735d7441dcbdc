import numpy as np


def horizontal_flip(x, mask):
    out = np.zeros(x.shape)
    for n in range(x.shape[0]):
        if mask[n]:
            out[n] = np.flip(x[n], axis=2)
        else:
            out[n] = x[n]
    return out
