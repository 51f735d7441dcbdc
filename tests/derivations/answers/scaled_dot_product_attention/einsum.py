import numpy as np


def scaled_dot_product_attention(Q, K, V):
    logits = np.einsum("bld,bsd->bls", Q, K) / np.sqrt(Q.shape[-1])
    logits -= logits.max(-1, keepdims=True)
    e = np.exp(logits)
    A = e / e.sum(-1, keepdims=True)
    return np.einsum("bls,bsm->blm", A, V), A
