import numpy as np


def standardize_train_test(train, test):
    train, test = np.float32(train), np.float32(test)
    m = train.mean(0)
    s = train.std(0)
    s = np.where(s == 0, np.float32(1), s)
    return (train - m) / s, (test - m) / s
