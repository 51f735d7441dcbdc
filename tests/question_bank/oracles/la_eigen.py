"""Independent computations for the questions on: eigenvalues, SVD, PCA."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def pca_share() -> float:
    """Of the variance of data that have this covariance, projected onto two directions."""
    rng = np.random.default_rng(0)
    turn, _ = np.linalg.qr(rng.normal(size=(3, 3)))
    columns = np.column_stack([np.ones(20), rng.normal(size=(20, 3))])
    orthonormal, _ = np.linalg.qr(columns)  # all but the first have mean 0
    data = orthonormal[:, 1:] @ np.diag(np.sqrt([6.0, 3.0, 1.0])) @ turn
    _, _, directions = np.linalg.svd(data, full_matrices=False)
    return float((data @ directions[:2].T).var(axis=0).sum() / data.var(axis=0).sum())


def rank_one_distance() -> float:
    rng = np.random.default_rng(0)
    u, _ = np.linalg.qr(rng.normal(size=(5, 3)))
    v, _ = np.linalg.qr(rng.normal(size=(4, 3)))
    a = u @ np.diag([12.0, 4.0, 3.0]) @ v.T
    right = np.ones(4)
    for _ in range(100):  # alternating least squares for left * right
        left = a @ right / (right @ right)
        right = a.T @ left / (left @ left)
    return float(np.linalg.norm(a - np.outer(left, right)))


def eigen_polynomial() -> float:
    a, v = np.array([[2.0, 1.0], [0.0, 5.0]]), np.array([1.0, 0.0])
    assert (a @ v == 2 * v).all()
    return float(((a @ a @ a @ a + a) @ v)[0])


def eigenvalues(p: int, q: int, a: int, b: int) -> list[int]:
    """Of the matrix with top row a, b, of which p and q add up to the trace and p is an eigenvalue; ascending."""
    d = p + q - a
    c = next(c for c in range(-200, 200) if round(float(np.linalg.det(np.array([[a - p, b], [c, d - p]])))) == 0)
    return sorted(round(float(value)) for value in np.linalg.eigvals(np.array([[a, b], [c, d]], dtype=float)))


def other_eigenvalue(p: int, q: int, a: int, b: int) -> int:
    both = eigenvalues(p, q, a, b)
    both.remove(p)
    return both[0]


NUMBERS: dict[str, Callable[[], float]] = {
    "la-eigenvalue-2x2": lambda: float(np.linalg.eigvals(np.array([[4, 1], [2, 3]])).real.max()),
    "la-pca-share": pca_share,
    "la-eckart-young": rank_one_distance,
    "la-eigen-polynomial": eigen_polynomial,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "la-gen-eigenvalue-larger": lambda p, q, a, b: eigenvalues(p, q, a, b)[1],
    "la-gen-eigenvalue-other": other_eigenvalue,
}
