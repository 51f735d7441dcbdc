import numpy as np


def linear_regression_closed_form(X, y):
    A = np.hstack((X, np.ones((X.shape[0], 1))))
    return np.linalg.solve(A.T.dot(A), A.T.dot(y))
