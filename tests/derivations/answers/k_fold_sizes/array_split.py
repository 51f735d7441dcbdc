import numpy as np


def k_fold_sizes(N, k):
    folds = np.array_split(np.arange(N), k)
    return [len(f) for f in folds], [int(f[0]) for f in folds], [N - len(f) for f in folds]
