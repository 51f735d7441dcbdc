import numpy as np


def label_smoothing_cross_entropy(scores, y, eps):
    C = scores.shape[1]
    total = 0
    out = []
    for row, label in zip(scores, y):
        q = np.ones(C) * eps / C
        q[label] = 1 - eps + eps / C
        top = np.max(row)
        e = np.exp(row - top)
        total = total + np.log(np.sum(e)) + top - np.dot(q, row)
        out.append(e / np.sum(e) - q)
    return total / len(y), np.stack(out) / len(y)
