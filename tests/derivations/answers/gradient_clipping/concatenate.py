import numpy as np


def gradient_clipping(dw1, db1, dw2, max_norm):
    flat = np.concatenate([dw1.ravel(), db1, dw2.ravel()])
    norm = np.linalg.norm(flat)
    scale = 1.0
    if norm > max_norm:
        scale = max_norm / norm
    return dw1 * scale, db1 * scale, dw2 * scale, norm
