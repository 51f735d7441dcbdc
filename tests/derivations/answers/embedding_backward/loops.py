import numpy as np


def embedding_backward(dout, ids, table):
    grad = np.zeros_like(table)
    for place, word in np.ndenumerate(ids):
        grad[word] += dout[place]
    return grad
