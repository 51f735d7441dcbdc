import numpy as np


def joint_distribution(p_a, p_b_given_a, p_c_given_b):
    joint = np.einsum("i,ij,jk->ijk", p_a, p_b_given_a, p_c_given_b)
    ac = np.einsum("ijk->ik", joint)
    return joint, (ac / ac.sum(axis=0)).T
