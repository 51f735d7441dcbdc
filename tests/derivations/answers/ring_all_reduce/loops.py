import numpy as np


def ring_all_reduce(data):
    P, _, K = data.shape
    buffers = data.copy()
    log = []
    for step in range(P - 1):
        messages = [buffers[r, (r - step) % P].copy() for r in range(P)]
        for r in range(P):
            buffers[(r + 1) % P, (r - step) % P] += messages[r]
        log.append(messages)
    for step in range(P - 1):
        messages = [buffers[r, (r + 1 - step) % P].copy() for r in range(P)]
        for r in range(P):
            buffers[(r + 1) % P, (r + 1 - step) % P] = messages[r]
        log.append(messages)
    return buffers, np.array(log).reshape(2 * (P - 1), P, K)
