import numpy as np


def viterbi(log_start, log_transition, log_emission):
    T, K = log_emission.shape
    V = np.full((T, K), -np.inf)
    ptr = np.zeros((T, K), dtype=int)
    V[0] = log_start + log_emission[0]
    for t in range(1, T):
        m = V[t - 1] + log_transition.T  # (to, from)
        ptr[t] = np.argmax(m, axis=1)
        V[t] = m[np.arange(K), ptr[t]] + log_emission[t]
    z = np.zeros(T, dtype=int)
    z[-1] = V[-1].argmax()
    for t in range(T - 1, 0, -1):
        z[t - 1] = ptr[t, z[t]]
    return z, V[-1, z[-1]]
