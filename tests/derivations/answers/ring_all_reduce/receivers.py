import numpy as np


def ring_all_reduce(data):
    """From the receiver's side: worker r takes what its left neighbour sends."""
    P = len(data)
    now = np.array(data)
    sent = np.zeros((2 * P - 2, *data.shape[1:]))
    for n in range(2 * P - 2):
        reduce = n < P - 1
        after = now.copy()
        for r in range(P):
            left = (r - 1) % P
            chunk = (left - n) % P if reduce else (left + 1 - (n - (P - 1))) % P
            after[r, chunk] = now[left, chunk] + now[r, chunk] if reduce else now[left, chunk]
            sent[n, left] = now[left, chunk]
        now = after
    return now, sent
