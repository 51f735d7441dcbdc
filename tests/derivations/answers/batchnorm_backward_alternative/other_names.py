import numpy as np


def batchnorm_backward_alternative(dout, xhat, gamma, var, eps):
    m = dout.shape[0]
    inv_std = (var + eps) ** -0.5
    grad_beta = np.add.reduce(dout, axis=0)
    grad_gamma = np.einsum("nd,nd->d", dout, xhat)
    grad_x = (gamma * inv_std / m) * (m * dout - grad_beta - xhat * grad_gamma)
    return grad_x, grad_gamma, grad_beta
