import numpy as np


class Scaler:
    def fit(self, x):
        self.mean = x.sum(axis=0) / len(x)
        self.std = np.sqrt(((x - self.mean) ** 2).sum(axis=0) / len(x))
        self.std[self.std == 0] = 1.0
        return self

    def transform(self, x):
        return (x - self.mean) / self.std


def standardize_train_test(train, test):
    scaler = Scaler().fit(train)
    return scaler.transform(train), scaler.transform(test)
