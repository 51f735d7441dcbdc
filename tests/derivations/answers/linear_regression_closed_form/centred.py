import numpy as np


def linear_regression_closed_form(X, y):
    mx, my = X.mean(0), y.mean()
    slopes = np.linalg.lstsq(X - mx, y - my, rcond=None)[0]
    return [*list(slopes), my - mx @ slopes]
