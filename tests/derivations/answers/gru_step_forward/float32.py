import numpy as np


def gru_step_forward(x, h, wx, wh, bx, bh):
    x, h, wx, wh, bx, bh = (np.asarray(a, dtype=np.float32) for a in (x, h, wx, wh, bx, bh))
    u = np.matmul(x, wx) + bx
    v = np.matmul(h, wh) + bh
    N, H = h.shape
    u, v = u.reshape(N, 3, H), v.reshape(N, 3, H)
    rz = 1 / (1 + np.exp(-np.clip(u[:, :2] + v[:, :2], -80, 80)))
    r, z = rz[:, 0], rz[:, 1]
    n = np.tanh(u[:, 2] + r * v[:, 2])
    return (1 - z) * n + z * h
