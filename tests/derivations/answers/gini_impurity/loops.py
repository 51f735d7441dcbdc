import numpy as np


def gini_impurity(counts):
    impurity = []
    sizes = []
    for row in counts:
        n = sum(row)
        g = 0.0
        if n > 0:
            g = 1.0
            for c in row:
                g -= (c / n) ** 2
        impurity.append(g)
        sizes.append(n)
    split = 0.0
    for g, n in zip(impurity, sizes):
        split += n / sum(sizes) * g
    return np.array(impurity), split
