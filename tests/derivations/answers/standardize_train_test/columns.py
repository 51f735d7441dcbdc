import numpy as np


def standardize_train_test(train, test):
    a, b = np.empty(train.shape), np.empty(test.shape)
    for j in range(train.shape[1]):
        col = train[:, j]
        m, s = np.mean(col), np.std(col)
        a[:, j] = col - m
        b[:, j] = test[:, j] - m
        if s != 0:
            a[:, j] /= s
            b[:, j] /= s
    return a, b
