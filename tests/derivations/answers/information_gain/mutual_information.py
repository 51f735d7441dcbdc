import numpy as np


def information_gain(y, goes_left):
    """Mutual information of class and side, from the joint table of each split."""
    classes = np.unique(y)
    N, S = goes_left.shape
    joint = np.zeros((S, 2, len(classes)))
    for k, c in enumerate(classes):
        joint[:, 1, k] = goes_left[y == c].sum(axis=0)
        joint[:, 0, k] = (~goes_left[y == c]).sum(axis=0)
    joint /= N
    independent = joint.sum(axis=1, keepdims=True) * joint.sum(axis=2, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = joint * np.log2(joint / independent)
    return np.nansum(terms, axis=(1, 2))
