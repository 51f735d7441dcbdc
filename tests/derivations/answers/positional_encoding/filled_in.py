import numpy as np


def positional_encoding(length, d):
    pe = np.zeros((length, d))
    position = np.arange(length).reshape(-1, 1)
    div_term = np.exp(np.arange(0, d, 2) * -(np.log(10000.0) / d))
    pe[:, 0::2] = np.sin(position * div_term)
    pe[:, 1::2] = np.cos(position * div_term)
    return pe
