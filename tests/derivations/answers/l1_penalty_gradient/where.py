def l1_penalty_gradient(grad_w, grad_b, weights, biases, strength):
    slope = (weights > 0).astype(int) - (weights < 0).astype(int)
    return grad_w + strength * slope, grad_b.copy()
