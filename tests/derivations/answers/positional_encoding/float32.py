import numpy as np


def positional_encoding(length, d):
    t = np.arange(length, dtype=np.float32)[:, None]
    i = np.arange(d, dtype=np.float32)[None, :] // 2
    angle = t / np.power(np.float32(10000), 2 * i / np.float32(d))
    return np.where(np.arange(d) % 2 == 0, np.sin(angle), np.cos(angle))
