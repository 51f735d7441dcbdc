import numpy as np


def affine_backward(dout, x, w, b):
    flat = np.reshape(x, (x.shape[0], -1))
    return {
        "db": np.einsum("nm->m", dout),
        "dw": np.einsum("nd,nm->dm", flat, dout),
        "dx": np.einsum("nm,dm->nd", dout, w).reshape(x.shape),
    }
