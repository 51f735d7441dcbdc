import numpy as np


def softmax_jacobian(z):
    z = z - np.amax(z)
    p = np.exp(z - np.log(np.exp(z).sum()))
    delta = np.identity(p.size)
    return np.einsum("i,ij->ij", p, delta - p)
