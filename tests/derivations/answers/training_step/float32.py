import numpy as np


def training_step(w1, b1, w2, b2, xs, ys, lr):
    f = np.float32
    w1, b1, w2, b2, xs, ys = (np.array(v, dtype=f) for v in (w1, b1, w2, b2, xs, ys))
    lr = f(lr)
    losses = []
    for x, y in zip(xs, ys):
        h = np.tanh(x @ w1 + b1)
        r = h @ w2 + b2 - y
        losses.append(np.mean(r * r, dtype=f))
        g = f(2.0 / len(y)) * r
        dh = np.einsum("n,j->nj", g, w2)
        dz = dh - dh * h * h
        w1, b1, w2, b2 = w1 - lr * (x.T @ dz), b1 - lr * dz.sum(0), w2 - lr * (g @ h), b2 - lr * g.sum()
    return np.array(losses, dtype=f), w1, b1, w2, np.float32(b2)
