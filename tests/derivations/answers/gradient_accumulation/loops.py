import numpy as np


def gradient_accumulation(w, grads, sizes, every, lrs):
    ws = []
    accumulated, examples = np.zeros(len(w)), 0
    for j in range(len(grads)):
        accumulated = accumulated + sizes[j] * grads[j]
        examples += sizes[j]
        last = j == len(grads) - 1
        if (j + 1) % every == 0 or last:
            w = w - lrs[len(ws)] * accumulated / examples
            ws.append(w)
            accumulated, examples = np.zeros(len(w)), 0
    return np.array(ws)
