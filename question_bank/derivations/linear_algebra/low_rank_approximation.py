"""The best approximation of low rank

`A` has shape (M, N). Among all matrices of rank `k` or less there is one nearest to A, in the sense of the Frobenius
norm |B|_F = √Σ B[i, j]². k is at least 1 and at most min(M, N); the singular values of A are well apart, so the
nearest one is unique.

Return `(approximation, error)`: that matrix, of shape (M, N), and its distance from A, the Frobenius norm of
A − approximation, a number. `np.linalg` may be used. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "la.eigen"
LEVEL = 2
MINUTES = 7
RETURNS = ("approximation", "error")
INVARIANTS = {"error": ("not negative",)}
HINTS = (
    "Write A as a sum of matrices of rank 1, the largest first. Which decomposition gives such a sum?",
    "A = Σᵢ σᵢ uᵢ vᵢᵀ. Keep k of the terms; those left out are at right angles to each other, so their squares add up.",
    "np.linalg.svd gives U, S in falling order, and Vᵀ: keep k columns of U and k rows of Vᵀ, each pair times its σ. "
    "The error needs S[k:] only.",
)
SOLUTION = """
The singular value decomposition writes A as a sum of matrices of rank 1,

    A = U S Vᵀ = Σᵢ σᵢ uᵢ vᵢᵀ,        σ₁ ≥ σ₂ ≥ … ≥ 0

with orthonormal uᵢ and orthonormal vᵢ. Cut off after k terms:

    A_k = Σ_{i ≤ k} σᵢ uᵢ vᵢᵀ = U[:, :k] diag(S[:k]) Vᵀ[:k]

By the theorem of Eckart and Young nothing of rank k is nearer to A. The terms uᵢvᵢᵀ are orthonormal as vectors of MN
numbers, so by Pythagoras

    |A − A_k|_F² = Σ_{i > k} σᵢ²

The error is the root of that, and not σ_{k+1} alone, which is the error in the spectral norm. For k = min(M, N)
nothing is left out.

Columns of U are scaled by broadcasting, U * S; no diagonal matrix is needed. Stored as two factors, A_k takes k(M +
N) numbers instead of MN, and so do its products with a vector: the idea behind compressing layers, and LoRA.
"""
EQUIVALENT = {
    "U, S, Vt = np.linalg.svd(A, full_matrices=False) → U, S, Vt = np.linalg.svd(A)": "only the first k are used",
    "U, S, Vt = np.linalg.svd(A, full_matrices=False) → U, S, Vt = np.linalg.svd(A, full_matrices=True)": "only the first k are used",
}
SOURCE = "Golub and Van Loan 2013, Matrix Computations, section 2.4 (the Eckart-Young theorem)"
REVIEWED = "2026-11-22 fixed"


def low_rank_approximation(A, k):
    """The nearest matrix of rank k, and how far it is.

    A: (M, N) matrix
    k: rank, from 1 to min(M, N)
    returns approximation: (M, N), error: a number
    """
    U, S, Vt = np.linalg.svd(A, full_matrices=False)
    return U[:, :k] * S[:k] @ Vt[:k], np.sqrt(np.sum(S[k:] ** 2))


def _case(rng, m, n, k):
    size = min(m, n)
    U, V = np.linalg.qr(rng.normal(size=(m, size)))[0], np.linalg.qr(rng.normal(size=(n, size)))[0]
    return {"A": U * (5 * 0.65 ** np.arange(size)) @ V.T, "k": k}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(4, 10)))
    yield "a diagonal matrix", {"A": np.diag([1.0, 4.0, 2.0]), "k": 2}
    yield "one row", {"A": rng.normal(size=(1, a)), "k": 1}
    yield "one column", {"A": rng.normal(size=(b, 1)), "k": 1}
    yield "rank 1 of a tall matrix", _case(rng, 6 + c, d, 1)
    yield "rank 2 of a wide matrix", _case(rng, e, 6 + f, 2)
    yield "rank 3 of a square matrix", _case(rng, d, d, 3)
    Q = np.linalg.qr(rng.normal(size=(a, a)))[0]
    yield "symmetric, eigenvalues of both signs", {"A": Q * (-3.0) ** -np.arange(a) @ Q.T, "k": 2}
    yield "one less than the full rank", _case(rng, b, c + 9, b - 1)
    yield "full rank: nothing is left out", _case(rng, e, f + 6, e)
    small = _case(rng, a + 3, b, 2)
    yield "float32", small | {"A": small["A"].astype(np.float32)}
    yield "larger", _case(rng, 20 + d, 12 + e, 3)


def naive(A, k):
    """Power iteration, one term after the other; the remainder is what is left of A."""
    rest = np.array(A, dtype=float)
    for _ in range(k):
        v = rest[np.sum(rest**2, axis=1).argmax()].copy()
        for _ in range(300):
            v = rest.T @ (rest @ v)
            v /= np.sqrt(sum(x * x for x in v))
        rest = rest - np.outer(rest @ v, v)
    return A - rest, sum(float(x) ** 2 for x in rest.ravel()) ** 0.5


def mistake_smallest_kept(A, k):
    """You kept the smallest singular values. The largest k make the nearest matrix; NumPy gives them first."""
    U, S, Vt = np.linalg.svd(A, full_matrices=False)
    approximation = U[:, -k:] * S[-k:] @ Vt[-k:]
    return approximation, np.linalg.norm(A - approximation)


def mistake_error_in_the_spectral_norm(A, k):
    """Your error is the first singular value left out: that is the spectral norm. The Frobenius norm has all that are
    left out, √Σσ².
    """
    approximation, _ = low_rank_approximation(A, k)
    return approximation, float(np.append(np.linalg.svd(A, compute_uv=False), 0)[k])


def mistake_error_squared(A, k):
    """Your error is the sum of the squares. The norm is its root."""
    approximation, error = low_rank_approximation(A, k)
    return approximation, error**2


def mistake_error_summed(A, k):
    """You added up the singular values left out (the nuclear norm). The Frobenius norm adds their squares and takes
    the root.
    """
    approximation, _ = low_rank_approximation(A, k)
    return approximation, np.sum(np.linalg.svd(A, compute_uv=False)[k:])


def mistake_error_averaged(A, k):
    """You averaged the squared differences. The Frobenius norm is the root of their sum."""
    approximation, error = low_rank_approximation(A, k)
    return approximation, error / np.sqrt(A.size)


def mistake_norm_of_what_is_kept(A, k):
    """Your error is the norm of the part that you kept. It is that of A less this part: the singular values left
    out.
    """
    approximation, _ = low_rank_approximation(A, k)
    return approximation, np.linalg.norm(approximation)


def mistake_one_term_too_few(A, k):
    """You kept k − 1 terms. S[:k] holds k singular values; the slice's end is not included."""
    U, S, Vt = np.linalg.svd(A, full_matrices=False)
    return U[:, : k - 1] * S[: k - 1] @ Vt[: k - 1], np.sqrt(np.sum(S[k - 1 :] ** 2))


def mistake_one_term_too_many(A, k):
    """You kept k + 1 terms. S[:k] holds k singular values, those with the indices 0 to k − 1."""
    return low_rank_approximation(A, k + 1)


def mistake_singular_values_left_out(A, k):
    """You multiplied U and Vᵀ without the singular values. Each term is σᵢ uᵢ vᵢᵀ."""
    U, _, Vt = np.linalg.svd(A, full_matrices=False)
    approximation = U[:, :k] @ Vt[:k]
    return approximation, np.linalg.norm(A - approximation)


def mistake_first_columns(A, k):
    """You projected A on its own first k columns. That has rank k, but the nearest matrix comes from the first k
    singular vectors.
    """
    Q = np.linalg.qr(A[:, :k])[0]
    approximation = Q @ (Q.T @ A)
    return approximation, np.linalg.norm(A - approximation)
