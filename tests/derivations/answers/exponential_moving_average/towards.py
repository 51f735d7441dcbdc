import numpy as np


def exponential_moving_average(shadow, ws, decay, n):
    out = np.zeros(ws.shape)
    for t in range(len(ws)):
        step = n + t
        rate = 1 - min(decay, (1 + step) / (10 + step))
        shadow = shadow - rate * (shadow - ws[t])
        out[t] = shadow
    return out
