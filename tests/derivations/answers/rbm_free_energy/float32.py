import numpy as np


def rbm_free_energy(v, W, b, c):
    v, W, b, c = (np.asarray(x, dtype=np.float32) for x in (v, W, b, c))
    a = v @ W + c
    F = -(v @ b) - np.logaddexp(np.float32(0), a).sum(axis=1)
    p = 1 / (1 + np.exp(-np.clip(a, -80, 80)))
    return F, -(v.T @ p) / np.float32(len(v))
