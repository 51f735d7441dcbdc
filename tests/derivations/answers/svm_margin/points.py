import numpy as np


def svm_margin(w, b, X, y):
    unit = w / np.hypot.reduce(w) if len(w) > 1 else np.sign(w)
    length = float(unit @ w)
    foot = -b / length * unit  # the point of the plane that is nearest to the origin
    distances = [label * float((x - foot) @ unit) for x, label in zip(X, y)]
    return 1 / length - (-1 / length), distances
