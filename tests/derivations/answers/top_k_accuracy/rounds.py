import numpy as np


def top_k_accuracy(scores, y, k):
    """Takes the best class k times, argmax giving the lowest index of equal ones."""
    left = np.array(scores, dtype=float)
    n = np.arange(len(y))
    hit = np.zeros(len(y), dtype=bool)
    for _ in range(k):
        best = left.argmax(axis=1)
        hit |= best == y
        left[n, best] = -np.inf
    return hit.mean()
