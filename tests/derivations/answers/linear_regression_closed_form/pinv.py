import numpy as np


def linear_regression_closed_form(X, y):
    ones = np.ones((len(X), 1))
    return np.linalg.pinv(np.concatenate([X, ones], axis=1)) @ y
