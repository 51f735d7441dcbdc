"""Eigenvalues of a 2 × 2 matrix

`A` is a real matrix of shape (2, 2) whose eigenvalues are real; it need not be symmetric. Derive them from the
characteristic polynomial and return `eigenvalues`, of shape (2,), the **smaller first**. A double eigenvalue is
returned twice.

No `np.linalg` is needed. `A` may hold whole numbers; the answer is asked in floating point. Leave the argument as it
is.
"""

import numpy as np

SUBTOPIC = "la.eigen"
LEVEL = 1
MINUTES = 5
RETURNS = ("eigenvalues",)
HINTS = (
    "For an eigenvalue λ the matrix A − λI is singular. Write its determinant down.",
    "With A = [[a, b], [c, d]] that is (a − λ)(d − λ) − bc = λ² − (a + d)λ + (ad − bc) = 0, a quadratic equation.",
    "The quadratic formula gives both roots. Under its root stands (a + d)² − 4(ad − bc), which is (a − d)² + 4bc: "
    "shorter, and better in rounding.",
)
SOLUTION = """
λ is an eigenvalue if (A − λI)v = 0 for some v ≠ 0, so A − λI is singular and its determinant is 0:

    (a − λ)(d − λ) − bc = λ² − (a + d)λ + (ad − bc) = 0

that is λ² − tr λ + det = 0, with the trace and the determinant. Its roots are

    λ = ( tr ± √(tr² − 4 det) ) / 2

As tr² − 4 det = (a − d)² + 4bc, this is the same as

    λ = (a + d)/2 ± √( ((a − d)/2)² + bc )

which rounds better for nearly equal eigenvalues: a − d is taken before squaring, where tr² − 4 det subtracts two large
squares. The minus sign gives the smaller one.

Check: the sum is the trace, the product the determinant. The eigenvalues are real if what stands under the root is not
negative; for b = c, symmetric, it is a sum of squares. For a Hessian where the gradient is 0, both positive means a
minimum, both negative a maximum, and different signs (det < 0) a saddle point.
"""
SOURCE = "Strang, Introduction to Linear Algebra, section 6.1, 'Introduction to Eigenvalues'"
COVERS = ("8i", "12e")
REVIEWED = "2026-11-22 fixed"


def eigenvalues_2x2(A):
    """The two real eigenvalues, the smaller first.

    A: (2, 2) matrix
    returns eigenvalues: (2,)
    """
    (a, b), (c, d) = A
    middle, root = (a + d) / 2, np.sqrt((a - d) ** 2 / 4 + b * c)
    return np.array([middle - root, middle + root])


def _with(rng, low, high):
    """Not symmetric, with the given eigenvalues."""
    V = np.array([[1.0, rng.uniform(0.2, 0.8)], [-rng.uniform(0.3, 0.9), 1.0]])
    return V @ np.diag([low, high]) @ np.linalg.inv(V)


def inputs(rng):
    s = rng.uniform(0.5, 3.0, size=12)
    yield "small whole numbers", {"A": np.array([[2, 1], [1, 2]])}
    yield "whole numbers with roots that are not", {"A": np.array([[1, 2], [3, 5]])}
    yield "symmetric", {"A": np.array([[s[0], s[1]], [s[1], -s[2]]])}
    yield "not symmetric", {"A": _with(rng, s[0], s[0] + s[3])}
    yield "a saddle point's", {"A": _with(rng, -s[4], s[5])}
    yield "both negative", {"A": _with(rng, -s[6] - s[7], -s[6])}
    yield "a triangle, the larger one first", {"A": np.array([[s[8] + 4, s[9]], [0.0, s[8]]])}
    yield "a diagonal matrix", {"A": np.diag([-s[10], s[11]])}
    yield "a multiple of the identity", {"A": np.eye(2) * s[0]}
    yield "singular", {"A": np.outer([1.0, s[1]], [s[2], -3.0])}
    yield "all zeros", {"A": np.zeros((2, 2))}
    yield "a shear: one eigenvector only", {"A": np.array([[s[3], s[4]], [0.0, s[3]]])}
    yield "large numbers", {"A": 1e6 * _with(rng, -s[5], 3 * s[6])}
    yield "float32", {"A": _with(rng, s[7], s[7] + 2).astype(np.float32)}


def naive(A):
    """Whatever the matrix, by NumPy's general method."""
    values = np.linalg.eigvals(np.asarray(A, dtype=float)).real
    return np.array([min(values), max(values)])


def _roots(middle, under):
    return np.array([middle - np.sqrt(np.maximum(under, 0)), middle + np.sqrt(np.maximum(under, 0))])


def _trace_and_det(A):
    return np.trace(A) * 1.0, A[0, 0] * A[1, 1] * 1.0 - A[0, 1] * A[1, 0]


def mistake_sign_of_the_trace(A):
    """Your eigenvalues have the wrong sign: they solve λ² + tr λ + det = 0. The middle term of the polynomial is −tr
    λ.
    """
    return -eigenvalues_2x2(A)[::-1]


def mistake_four_forgotten(A):
    """You took √(tr² − det). The quadratic formula has tr² − 4 det under the root."""
    trace, det = _trace_and_det(A)
    return _roots(trace / 2, (trace**2 - det) / 4)


def mistake_not_halved(A):
    """You forgot to halve: (tr ± √(tr² − 4 det)) / 2. A check: the sum of the two is the trace."""
    return 2 * eigenvalues_2x2(A)


def mistake_only_the_root_halved(A):
    """You halved the root, but not the trace. The 2 stands below both: a check is that the two add up to the trace."""
    return eigenvalues_2x2(A) + np.trace(A) / 2


def mistake_larger_first(A):
    """Your numbers are right, but the larger one stands first. The smaller one is asked first."""
    return eigenvalues_2x2(A)[::-1]


def mistake_diagonal_read_off(A):
    """You read the diagonal off. That is right for triangular matrices only."""
    return np.sort(np.diag(A) * 1.0)


def mistake_determinant_with_plus(A):
    """You used ad + bc. The determinant is ad − bc, so under the root stands ((a − d)/2)² + bc."""
    trace, _ = _trace_and_det(A)
    return _roots(trace / 2, (A[0, 0] - A[1, 1]) ** 2 / 4 - A[0, 1] * A[1, 0] * 1.0)


def mistake_singular_values(A):
    """You computed singular values, the roots of the eigenvalues of AᵀA. They are never negative, and equal |λ| only
    for symmetric A.
    """
    return np.linalg.svd(np.asarray(A, dtype=float), compute_uv=False)[::-1]


def mistake_symmetric_routine(A):
    """You treated A as symmetric (np.linalg.eigvalsh reads one triangle only). It need not be: b and c differ."""
    return np.linalg.eigvalsh(np.asarray(A, dtype=float))
