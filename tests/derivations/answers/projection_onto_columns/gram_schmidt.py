import numpy as np


def projection_onto_columns(A, b):
    P = np.zeros((A.shape[0], A.shape[0]))
    for a in A.T:
        q = a - P @ a
        q = q / np.linalg.norm(q)
        P = P + np.outer(q, q)
    projection = P.dot(b)
    residual = (np.eye(len(b)) - P).dot(b)
    return P, projection, residual
