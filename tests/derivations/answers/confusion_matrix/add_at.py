import numpy as np


def confusion_matrix(truth, predicted, K):
    cm = np.zeros((K, K), dtype=int)
    np.add.at(cm, (truth, predicted), 1)
    n = cm.sum(axis=1)
    rates = np.zeros((K, K))
    rates[n > 0] = cm[n > 0] / n[n > 0, None]
    return cm, rates
