import numpy as np


def two_layer_network(x, y, w1, b1, w2, b2):
    N = x.shape[0]
    F, C, HH, WW = w1.shape
    OH, OW = x.shape[2] - HH + 1, x.shape[3] - WW + 1
    z = np.zeros((N, F, OH, OW)) + b1.reshape(F, 1, 1)
    for u in range(HH):
        for v in range(WW):
            z += np.einsum("fc,ncij->nfij", w1[:, :, u, v], x[:, :, u : u + OH, v : v + OW])
    hidden = np.clip(z, 0, None)
    kernel = w2.reshape(F, OH, OW, -1)
    s = np.einsum("nfij,fijk->nk", hidden, kernel) + b2
    s -= s.max(axis=1)[:, None]
    e = np.exp(s)
    total = e.sum(axis=1)
    loss = np.mean(np.log(total) - s[np.arange(N), y])
    ds = (e / total[:, None] - np.eye(len(b2))[y]) / N
    dz = np.einsum("nk,fijk->nfij", ds, kernel) * np.heaviside(z, 0)
    dw1 = np.empty((F, C, HH, WW))
    for u in range(HH):
        for v in range(WW):
            dw1[:, :, u, v] = np.einsum("nfij,ncij->fc", dz, x[:, :, u : u + OH, v : v + OW])
    dw2 = np.einsum("nfij,nk->fijk", hidden, ds).reshape(w2.shape)
    return loss, dw1, np.einsum("nfij->f", dz), dw2, ds.sum(axis=0)
