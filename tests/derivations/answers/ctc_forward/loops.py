import numpy as np


def add(*logs):
    top = max(logs)
    if top == -np.inf:
        return -np.inf
    return top + np.log(sum(np.exp(x - top) for x in logs))


def ctc_forward(log_probs, target, blank):
    T = len(log_probs)
    ext = [blank]
    for label in target:
        ext += [int(label), blank]
    S = len(ext)
    a = np.full((T, S), -np.inf)
    a[0, 0] = log_probs[0, blank]
    a[0, 1] = log_probs[0, ext[1]]
    for t in range(1, T):
        for s in range(S):
            ways = [a[t - 1, s]]
            if s >= 1:
                ways.append(a[t - 1, s - 1])
            if s >= 2 and ext[s] != blank and ext[s] != ext[s - 2]:
                ways.append(a[t - 1, s - 2])
            a[t, s] = add(*ways) + log_probs[t, ext[s]]
    return a, -add(a[-1, -1], a[-1, -2])
