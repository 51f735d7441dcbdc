from collections import Counter
from math import log2


def H(labels):
    n = len(labels)
    return -sum(c / n * log2(c / n) for c in Counter(labels).values())


def information_gain(y, goes_left):
    y = y.tolist()
    gains = []
    for s in range(goes_left.shape[1]):
        left = [c for c, side in zip(y, goes_left[:, s]) if side]
        right = [c for c, side in zip(y, goes_left[:, s]) if not side]
        g = H(y)
        for child in (left, right):
            if child:
                g -= len(child) / len(y) * H(child)
        gains.append(g)
    return gains
