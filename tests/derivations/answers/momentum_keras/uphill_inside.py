import numpy as np


def momentum_keras(w, v, grads, lrs, mu):
    # as in MXNet's docs: the state is the negative move
    state = -v
    ws = np.zeros(grads.shape)
    for t in range(len(lrs)):
        state = mu * state + lrs[t] * grads[t]
        w = w - state
        ws[t] = w
    return ws, -state
