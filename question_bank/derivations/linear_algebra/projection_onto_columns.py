"""Orthogonal projection onto the columns of a matrix

`A` has shape (N, D), N > D, and its columns are linearly independent; in general they are neither of length 1 nor at
right angles to each other. `b` has shape (N,). Return `(P, projection, residual)`:

* `P`, of shape (N, N): the matrix for which P b is, for every b, the vector nearest to b among all linear
  combinations of the columns of A;
* `projection`, of shape (N,): P b for the given b;
* `residual`, of shape (N,): what has to be added to the projection to get b.

`np.linalg` may be used. The columns' directions are never nearly dependent, so that the choice of the method does not
matter. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "la.norms"
LEVEL = 2
MINUTES = 7
RETURNS = ("P", "projection", "residual")
INVARIANTS = {"P": ("symmetric",)}
HINTS = (
    "The nearest point Aw leaves a residual at right angles to every column of A. Write that as an equation for w.",
    "Aᵀ(b − Aw) = 0 gives AᵀA w = Aᵀb. So w = (AᵀA)⁻¹Aᵀb, and the projection is Aw.",
    "The projection is A (AᵀA)⁻¹ Aᵀ b, for every b: read off the matrix in front of b. (With A = QR it gets shorter.)",
)
SOLUTION = """
A combination of the columns is Aw. The nearest one to b has a residual at right angles to all columns, or a small
move along one of them would bring it nearer:

    Aᵀ(b − Aw) = 0        so        AᵀA w = Aᵀb,        w = (AᵀA)⁻¹Aᵀb

The columns are independent, so AᵀA can be inverted. The nearest point is Aw = P b with

    P = A (AᵀA)⁻¹ Aᵀ

P is symmetric, and P² = P: projecting twice changes nothing. Its eigenvalues are 1, D times, and 0; so its trace is
D. The residual is (I − P) b, itself a projection, and |b|² = |P b|² + |b − P b|².

If A = QR with orthonormal columns Q, then AᵀA = RᵀR, and all R cancel: P = QQᵀ. For a single column a it is
aaᵀ/(aᵀa). Adding such projections column by column is right only if the columns are at right angles to each other.

This is linear regression: P is the "hat matrix", P b the fitted values.
"""
SOURCE = "Strang, Introduction to Linear Algebra, section 4.2, 'Projections'"
REVIEWED = "2026-11-22 fixed"


def projection_onto_columns(A, b):
    """The projection matrix, the projection of b, and the residual.

    A: (N, D) linearly independent columns
    b: (N,) vector to be projected
    returns P: (N, N), projection: (N,), residual: (N,)
    """
    Q = np.linalg.qr(A)[0]
    projection = Q @ (Q.T @ b)
    return Q @ Q.T, projection, b - projection


def _case(rng, n, d):
    """Columns of different length and not at right angles, but far from dependent."""
    Q = np.linalg.qr(rng.normal(size=(n, d)))[0]
    mixed = np.eye(d) + 0.5 * np.triu(rng.uniform(0.5, 1.0, size=(d, d)), 1) * rng.choice([-1, 1], size=(d, d))
    return {"A": Q @ mixed * rng.uniform(1.5, 3.0, size=d), "b": rng.normal(size=n)}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(3, 9)))
    plain = {"A": np.array([[1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]), "b": np.array([1.0, 2.0, 3.0])}
    yield "two columns in space", plain
    yield "a line", _case(rng, a, 1)
    yield "a line in the plane", {"A": np.array([[3.0], [4.0]]), "b": rng.uniform(1, 2, size=2)}
    yield "two columns", _case(rng, 2 + b, 2)
    yield "some columns", _case(rng, 3 + c + d, d)
    yield "all directions but one", _case(rng, e + 1, e)
    yield (
        "a column of ones",
        {"A": np.column_stack([np.ones(6 + f), rng.normal(size=6 + f)]), "b": rng.normal(size=6 + f)},
    )
    longer = _case(rng, 8 + a, 3)
    yield "a long b", longer | {"b": 1e4 * longer["b"]}
    scales = _case(rng, 4 + b, 3)
    yield "columns of very different length", scales | {"A": scales["A"] * [1e3, 1, 1e-2]}
    small = _case(rng, 6 + d, 3)
    yield "float32", {k: v.astype(np.float32) for k, v in small.items()}
    yield "many rows", _case(rng, 25 + e, f)


def naive(A, b):
    """Gram-Schmidt, one column after the other."""
    n, d = A.shape
    basis = []
    for j in range(d):
        v = np.array([float(x) for x in A[:, j]])
        for _ in range(2):
            for q in basis:
                v = v - sum(v[i] * q[i] for i in range(n)) * q
        basis.append(v / sum(x * x for x in v) ** 0.5)
    P = np.zeros((n, n))
    for q in basis:
        for i in range(n):
            for j in range(n):
                P[i, j] += q[i] * q[j]
    projection = np.array([sum(P[i, j] * float(b[j]) for j in range(n)) for i in range(n)])
    return P, projection, np.array([float(b[i]) - projection[i] for i in range(n)])


def _with(P, b):
    return P, P @ b, b - P @ b


def mistake_columns_not_orthonormal(A, b):
    """You used A Aᵀ. That projects only if the columns have length 1 and are at right angles; (AᵀA)⁻¹ in the middle
    makes up for it.
    """
    return _with(A @ A.T, b)


def mistake_columns_only_normalised(A, b):
    """You added up the projections on the single columns. They overlap unless the columns are at right angles to each
    other: use (AᵀA)⁻¹ or a QR decomposition.
    """
    unit = A / np.sqrt(np.sum(A**2, axis=0))
    return _with(unit @ unit.T, b)


def mistake_not_inverted(A, b):
    """You put AᵀA itself in the middle. It has to be inverted: P = A (AᵀA)⁻¹ Aᵀ."""
    return _with(A @ (A.T @ A) @ A.T, b)


def mistake_coefficients_returned(A, b):
    """Your projection is w, the coefficients of the columns. The nearest vector itself is A w, of shape (N,)."""
    P, projection, residual = projection_onto_columns(A, b)
    return P, np.linalg.lstsq(A, projection, rcond=None)[0], residual


def mistake_onto_the_complement(A, b):
    """Your P is I − P: it projects on what is at right angles to the columns. Projection and residual are exchanged."""
    P, _, _ = projection_onto_columns(A, b)
    return _with(np.eye(len(b)) - P, b)


def mistake_residual_reversed(A, b):
    """Your residual is P b − b. Projection and residual add up to b."""
    P, projection, residual = projection_onto_columns(A, b)
    return P, projection, -residual


def mistake_residual_as_a_number(A, b):
    """Your residual is its length (or squared length, as np.linalg.lstsq gives it). The vector b − P b is asked."""
    P, projection, residual = projection_onto_columns(A, b)
    return P, projection, np.sum(residual**2)


def mistake_first_column_only(A, b):
    """You projected on the first column only. All combinations of the columns are meant."""
    return projection_onto_columns(A[:, :1], b)
