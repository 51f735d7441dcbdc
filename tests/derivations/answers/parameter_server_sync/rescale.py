import numpy as np


def parameter_server_sync(w, grads, lrs, mu, batch):
    T, W, D = grads.shape
    rescale_grad = 1.0 / (batch * W)
    velocity = np.zeros(D)
    ws = np.zeros((T, D))
    for t in range(T):
        received = np.zeros(D)
        for worker in range(W):
            received += grads[t, worker]
        velocity = mu * velocity + rescale_grad * received
        w = w - lrs[t] * velocity
        ws[t] = w
    return ws
