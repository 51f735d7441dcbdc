import numpy as np


class Conv:
    def __init__(self, w, b):
        self.w, self.b = w, b

    def forward(self, x):
        N, C, H, W = x.shape
        F, _, HH, WW = self.w.shape
        self.shape = N, H - HH + 1, W - WW + 1
        patches = [
            x[:, :, i : i + HH, j : j + WW].reshape(N, -1) for i in range(self.shape[1]) for j in range(self.shape[2])
        ]
        self.columns = np.stack(patches, axis=1)
        z = self.columns @ self.w.reshape(F, C * HH * WW).T + self.b
        return z.transpose(0, 2, 1).reshape(N, F, *self.shape[1:])

    def backward(self, dz):
        N, F = dz.shape[:2]
        flat = dz.reshape(N, F, -1)
        return np.einsum("nfp,npk->fk", flat, self.columns).reshape(self.w.shape), flat.sum(axis=(0, 2))


class Affine:
    def __init__(self, w, b):
        self.w, self.b = w, b

    def forward(self, x):
        self.x = x
        return x @ self.w + self.b

    def backward(self, d):
        return d @ self.w.T, self.x.T @ d, d.sum(axis=0)


def cross_entropy(scores, y):
    n = len(y)
    log_p = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    gradient = np.exp(log_p)
    gradient[range(n), y] -= 1
    return -log_p[range(n), y].sum() / n, gradient / n


def two_layer_network(x, y, w1, b1, w2, b2):
    conv, affine = Conv(w1, b1), Affine(w2, b2)
    z = conv.forward(x)
    a = np.where(z > 0, z, 0)
    loss, ds = cross_entropy(affine.forward(a.reshape(len(x), -1)), y)
    da, dw2, db2 = affine.backward(ds)
    da = da.reshape(z.shape)
    da[z <= 0] = 0
    dw1, db1 = conv.backward(da)
    return loss, dw1, db1, dw2, db2
