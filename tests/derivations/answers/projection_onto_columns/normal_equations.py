import numpy as np


def projection_onto_columns(A, b):
    P = A @ np.linalg.inv(A.T @ A) @ A.T
    p = P @ b
    return P, p, b - p
