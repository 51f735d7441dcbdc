import numpy as np


def softmax_backward(dout, z):
    z = z.astype(np.float32)
    g = dout.astype(np.float32)
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    s = e / np.sum(e, axis=-1, keepdims=True)
    return s * g - s * np.sum(s * g, axis=-1, keepdims=True)
