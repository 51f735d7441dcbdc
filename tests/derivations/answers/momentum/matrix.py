import numpy as np


def momentum(w, v, grads, lrs, mu):
    """All velocities with one triangular matrix of powers of mu."""
    T = len(lrs)
    age = np.subtract.outer(np.arange(T), np.arange(T))
    weights = np.where(age >= 0, float(mu) ** np.maximum(age, 0), 0.0)
    vs = weights @ grads + np.outer(float(mu) ** np.arange(1, T + 1), v)
    ws = w - np.cumsum(lrs[:, None] * vs, axis=0)
    return {"ws": ws, "v": vs[-1]}
