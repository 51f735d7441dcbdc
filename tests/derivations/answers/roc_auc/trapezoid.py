import numpy as np


def roc_auc(scores, y):
    thresholds = np.append(np.inf, np.unique(scores)[::-1])
    tpr = [np.mean(scores[y == 1] >= t) for t in thresholds]
    fpr = [np.mean(scores[y == 0] >= t) for t in thresholds]
    return np.trapezoid(tpr, fpr)
