import numpy as np


def causal_mask_attention(q, k, v):
    T, D = q.shape[1:]
    scores = np.matmul(q, np.transpose(k, (0, 2, 1))) / np.sqrt(D)
    mask = np.triu(np.ones((T, T), dtype=bool), k=1)
    scores[:, mask] = -1e9
    scores -= np.max(scores, axis=-1, keepdims=True)
    e = np.exp(scores)
    attention = e / np.sum(e, axis=-1, keepdims=True)
    return attention @ v, attention
