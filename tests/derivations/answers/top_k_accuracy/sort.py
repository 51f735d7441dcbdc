import numpy as np


def top_k_accuracy(scores, y, k):
    ranking = np.argsort(-scores, axis=1, kind="stable")
    hits = [label in row[:k] for label, row in zip(y, ranking)]
    return sum(hits) / len(hits)
