import numpy as np


def roc_auc(scores, y):
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    mean_rank = last - (counts - 1) / 2
    ranks = mean_rank[inverse]
    P = int((y == 1).sum())
    Q = len(y) - P
    return (ranks[y == 1].sum() - P * (P + 1) / 2) / (P * Q)
