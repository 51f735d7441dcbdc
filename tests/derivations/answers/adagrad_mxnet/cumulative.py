def adagrad_mxnet(w, s, grads, lrs, eps):
    history = s + (grads * grads).cumsum(axis=0)
    return w - (lrs.reshape(-1, 1) * grads / (history + eps) ** 0.5).cumsum(axis=0), history[-1]
