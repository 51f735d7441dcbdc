import numpy as np


def causal_mask_attention(q, k, v):
    """Position by position, with only what it may see."""
    n, steps, d = q.shape
    out = np.zeros((n, steps, v.shape[2]))
    weights = np.zeros((n, steps, steps))
    for t in range(steps):
        seen = slice(0, t + 1)
        scores = (k[:, seen] @ q[:, t, :, None])[:, :, 0] / d**0.5
        e = np.exp(scores - scores.max(axis=1)[:, None])
        weights[:, t, seen] = e / e.sum(axis=1)[:, None]
        out[:, t] = (weights[:, t, seen, None] * v[:, seen]).sum(axis=1)
    return out, weights
