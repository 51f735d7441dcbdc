import numpy as np


def l2_penalty_gradient(grad_w, grad_b, weights, biases, lam):
    pairs = zip(grad_w.ravel(), weights.ravel())
    total = np.array([g + 0.5 * lam * 2 * v for g, v in pairs]).reshape(weights.shape)
    return total.tolist(), list(grad_b)
