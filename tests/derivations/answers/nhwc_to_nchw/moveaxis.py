import numpy as np


def nhwc_to_nchw(x, w):
    x_new = np.moveaxis(x, -1, 1)
    w_new = np.moveaxis(w, [3, 2], [0, 1])
    return np.ascontiguousarray(x_new), np.ascontiguousarray(w_new)
