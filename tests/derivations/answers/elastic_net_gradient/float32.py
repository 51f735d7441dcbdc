import numpy as np


def elastic_net_gradient(X, Y, W, B, alpha, rho):
    X, Y, W = (np.asarray(a, np.float32) for a in (X, Y, W))
    design = np.c_[X, np.ones(len(X), dtype=np.float32)]
    theta = np.append(W, np.float32(B))
    gradient = design.T @ (design @ theta - Y) / np.float32(len(X))
    l1, l2 = alpha * rho, alpha * (1 - rho)
    return gradient[:-1] + np.float32(l1) * np.sign(W) + np.float32(l2) * W, gradient[-1]
