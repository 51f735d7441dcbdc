import numpy as np


def contrastive_divergence_step(v0, W, b, c, lr, u_hidden, u_visible):
    def sig(z):
        return 0.5 * (1 + np.tanh(0.5 * z))

    dW, db, dc = np.zeros_like(W), np.zeros_like(b), np.zeros_like(c)
    for v, uh, uv in zip(v0, u_hidden, u_visible):
        ph = sig(v @ W + c)
        h = np.where(uh < ph, 1.0, 0.0)
        v1 = np.where(uv < sig(W @ h + b), 1.0, 0.0)
        ph1 = sig(v1 @ W + c)
        dW += np.outer(v, ph) - np.outer(v1, ph1)
        db += v - v1
        dc += ph - ph1
    n = len(v0)
    return W + lr * dW / n, b + lr * db / n, c + lr * dc / n
