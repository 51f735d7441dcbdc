import numpy as np


def delay(x, steps):
    y = np.zeros_like(x)
    if steps < x.shape[-1]:
        y[..., steps:] = x[..., : x.shape[-1] - steps]
    return y


def conv1d_causal_forward(x, w, b, dilation):
    K = w.shape[-1]
    out = sum(np.einsum("fc,nct->nft", w[..., k], delay(x, (K - 1 - k) * dilation)) for k in range(K))
    return out + b.reshape(1, -1, 1)
