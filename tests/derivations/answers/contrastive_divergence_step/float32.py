import numpy as np


def contrastive_divergence_step(v0, W, b, c, lr, u_hidden, u_visible):
    f = np.float32
    v0, W, b, c = v0.astype(f), W.astype(f), b.astype(f), c.astype(f)

    def sigmoid(z):
        return 1 / (1 + np.exp(-np.clip(z, -60, 60)))

    p0 = sigmoid(v0 @ W + c)
    v1 = (u_visible < sigmoid((u_hidden < p0).astype(f) @ W.T + b)).astype(f)
    p1 = sigmoid(v1 @ W + c)
    k = f(lr / len(v0))
    return W + k * (v0.T @ p0 - v1.T @ p1), b + k * (v0 - v1).sum(0), c + k * (p0 - p1).sum(0)
