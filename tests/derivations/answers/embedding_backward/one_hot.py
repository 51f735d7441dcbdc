import numpy as np


def embedding_backward(dout, ids, table):
    V, E = table.shape
    flat_ids = ids.reshape(-1)
    one_hot = np.zeros((flat_ids.size, V))
    one_hot[np.arange(flat_ids.size), flat_ids] = 1
    return one_hot.T @ dout.reshape(-1, E)
