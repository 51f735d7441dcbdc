import numpy as np


def softmax_backward(dout, z):
    log_p = z - np.logaddexp.reduce(z, axis=-1, keepdims=True)
    p = np.exp(log_p)
    inner = np.einsum("...c,...c->...", p, dout)
    return p * dout - p * inner[..., np.newaxis]
