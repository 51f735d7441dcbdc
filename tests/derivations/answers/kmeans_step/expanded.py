import numpy as np


def kmeans_step(X, centers):
    d2 = (X**2).sum(1)[:, None] - 2 * X @ centers.T + (centers**2).sum(1)
    labels = d2.argmin(1)
    R = np.eye(len(centers))[labels]
    n = R.sum(0)
    new = np.array(centers, dtype=float)
    new[n > 0] = (R.T @ X)[n > 0] / n[n > 0][:, None]
    inertia = ((X - centers[labels]) ** 2).sum()
    return labels, new, inertia
