import numpy as np


def softmax_cross_entropy(scores, y):
    z = (scores - np.max(scores, axis=1)[:, np.newaxis]).astype(np.float32)
    e = np.exp(z)
    total = e.sum(axis=1, keepdims=True)
    rows = range(len(y))
    loss = np.float32(np.mean(np.log(total[:, 0]) - z[rows, y]))
    grad = e / total
    grad[rows, y] -= 1
    grad /= len(y)
    return loss, grad
