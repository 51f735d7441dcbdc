import numpy as np


def joint_distribution(p_a, p_b_given_a, p_c_given_b):
    A, B = p_b_given_a.shape
    K = p_c_given_b.shape[1]
    joint = np.empty((A, B, K))
    for i in range(A):
        for j in range(B):
            joint[i, j] = p_a[i] * p_b_given_a[i, j] * p_c_given_b[j]
    likelihood = np.dot(p_b_given_a, p_c_given_b)  # P(C | A)
    posterior = []
    for k in range(K):
        un = [likelihood[i, k] * p_a[i] for i in range(A)]
        posterior.append([u / sum(un) for u in un])
    return joint, posterior
