import numpy as np


def ratio(a, b):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    return np.divide(a, b, out=np.zeros_like(a), where=b != 0)


def precision_recall_f(counts, beta):
    tp = counts.diagonal()
    p, r = ratio(tp, counts.sum(0)), ratio(tp, counts.sum(1))
    b2 = beta * beta
    return p, r, ratio((1 + b2) * p * r, b2 * p + r)
