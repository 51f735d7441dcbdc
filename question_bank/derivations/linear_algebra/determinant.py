"""The determinant of a square matrix

`A` has shape (n, n), n ≥ 1, and may have zeros anywhere, on the diagonal too. Return its determinant, a number,
computed by your own elimination or expansion, not by `np.linalg`. n is at most 7. If the determinant is 0, a result
within 10⁻⁹ of it is right.

`A` may hold whole numbers; the determinant is asked as a floating-point number. Leave the argument as it is.
"""

import numpy as np

SUBTOPIC = "la.det"
LEVEL = 2
MINUTES = 10
RETURNS = ("det",)
ATOL = 1e-9
HINTS = (
    "Which operations on rows leave the determinant as it is, and of which matrices can you read it off at once?",
    "Adding a multiple of a row to another changes nothing; exchanging two rows turns the sign; a triangle's is "
    "its diagonal's product.",
    "Column by column: bring the largest element below to the diagonal (sign!), multiply it into det, subtract "
    "row multiples below it.",
)
SOLUTION = """
Three rules are enough:

1. Adding a multiple of one row to another leaves det as it is.
2. Exchanging two rows turns its sign.
3. The determinant of a triangular matrix is the product of its diagonal.

**Elimination.** For each column k, pick a pivot among the rows k, …, n − 1, the one of largest absolute value, and
bring it to row k; if that was an exchange, det changes its sign. If the pivot is 0, det is 0. Otherwise take A[i,
k]/A[k, k] times row k away from each row i below. In the end det is the product of the pivots, with the sign. Without
the exchange a zero on the diagonal would be divided by.

The cost is about 2n³/3 operations. **Expansion** along the first row, Σⱼ (−1)ʲ A[0, j] det(minor), is right, too, but
costs n! products; with all signs + it would be the permanent.

Three checks: det(cA) = cⁿ det(A), det(AB) = det(A) det(B), and det is 0 exactly if the columns are linearly dependent.
|det| is the factor by which A scales volumes, and its sign says whether A mirrors.
"""
SOURCE = (
    "Golub and Van Loan 2013, Matrix Computations, sections 3.2 and 3.4; Strang, Introduction to Linear "
    "Algebra, chapter 5, 'Determinants'"
)
COVERS = ("8i", "12e")
REVIEWED = "2026-11-22 fixed"


def determinant(A):
    """The determinant.

    A: (n, n) square matrix
    returns det: a number
    """
    det = 1.0
    while len(A) > 0:
        pivot = np.abs(A[:, 0]).argmax()
        det *= -A[pivot, 0] if pivot % 2 else A[pivot, 0]
        if det == 0:
            break
        rest = np.delete(A, pivot, axis=0)
        A = rest[:, 1:] - np.outer(rest[:, 0] / A[pivot, 0], A[pivot, 1:])
    return det


def _well(rng, n):
    """Far from singular, with determinants of either sign."""
    Q = np.linalg.qr(rng.normal(size=(n, n)))[0]
    return Q * rng.uniform(0.7, 1.6, size=n) @ np.linalg.qr(rng.normal(size=(n, n)))[0]


def inputs(rng):
    a, b, c = (int(n) for n in rng.permutation(np.arange(4, 7)))
    yield "two rows", {"A": np.array([[-2.0, 1.0], [1.0, 3.0]])}
    yield "a single number", {"A": -rng.uniform(2, 5, size=(1, 1))}
    yield "rows to be exchanged", {"A": np.array([[0.0, 2.0], [-3.0, 5.0]])}
    third = np.array([[0.0, 2.0, 1.0], [1.0, -1.0, 2.0], [5.0, 1.0, 1.0]])
    yield "the largest element in the third row", {"A": third * rng.uniform(1, 2)}
    yield "three rows", {"A": _well(rng, 3) * rng.uniform(2, 3)}
    yield "larger", {"A": _well(rng, a) * 1.2}
    yield "another size", {"A": _well(rng, b)}
    root = _well(rng, c)
    yield "symmetric", {"A": root @ root.T}
    yield (
        "zeros on the diagonal",
        {"A": np.array([[0.0, 1.0, 2.0], [3.0, 0.0, 1.0], [1.0, 4.0, 0.0]]) * rng.uniform(1, 2)},
    )
    shift = np.roll(np.eye(4), 1, axis=1)
    yield "an odd permutation, scaled", {"A": shift * rng.uniform(0.5, 2.0, size=4)}
    yield "whole numbers", {"A": np.array([[2, 7, 1], [8, 2, 8], [1, 8, 2]]) + 10 * np.eye(3, dtype=int)}
    zero = rng.normal(size=(a, a))
    zero[1] = 0
    yield "a row of zeros", {"A": zero}
    yield "a column of zeros in front", {"A": np.roll(zero.T, -1, axis=1)}
    same = rng.integers(1, 5, size=(4, 4))
    same[3] = same[0]
    yield "two rows the same", {"A": same}
    yield "lower triangle", {"A": np.tril(rng.uniform(0.5, 1.5, size=(b, b))) * np.where(np.arange(b) == 2, -1, 1)}
    yield "float32", {"A": _well(rng, 4).astype(np.float32)}


def naive(A):
    """Expansion along the first row."""
    if len(A) == 1:
        return float(A[0, 0])
    total = 0.0
    for j in range(len(A)):
        minor = np.array([[A[i, k] for k in range(len(A)) if k != j] for i in range(1, len(A))])
        total += (-1) ** j * float(A[0, j]) * naive(minor)
    return total


def _permanent(A):
    if len(A) == 0:
        return 1.0
    return sum(A[0, j] * _permanent(np.delete(A[1:], j, axis=1)) for j in range(len(A)))


def _eliminated(A, pivoting):
    """The pivots, and the number of exchanges."""
    A = A * 1.0
    exchanges = 0
    for k in range(len(A)):
        pivot = k + np.abs(A[k:, k]).argmax() if pivoting else k
        if pivot != k:
            A[[k, pivot]] = A[[pivot, k]]
            exchanges += 1
        with np.errstate(divide="ignore", invalid="ignore"):
            if A[k, k] != 0 or not pivoting:
                A[k + 1 :] -= np.outer(A[k + 1 :, k] / A[k, k], A[k])
    return np.diag(A), exchanges


def mistake_all_signs_plus(A):
    """You added all products with a plus: that is the permanent. In the expansion along a row the signs alternate."""
    return _permanent(A)


def mistake_exchange_without_sign(A):
    """You exchanged rows without turning the sign. Each exchange of two rows multiplies the determinant by −1."""
    return np.prod(_eliminated(A, True)[0])


def mistake_no_pivoting(A):
    """You divided by a zero on the diagonal. Look for a pivot below it first, and exchange the rows."""
    return np.prod(_eliminated(A, False)[0])


def mistake_product_of_the_diagonal(A):
    """You multiplied the diagonal of A itself. That is right for a triangular matrix: eliminate first."""
    return np.prod(np.diag(A) * 1.0)


def mistake_absolute_value(A):
    """Your sign is lost: that is the factor for volumes. The determinant is negative where A mirrors."""
    return np.abs(determinant(A))


def mistake_rows_normalised(A):
    """You divided each pivot's row by its pivot, as in Gauss-Jordan, and lost that factor. The determinant is the
    product of the pivots.
    """
    pivots, exchanges = _eliminated(A, True)
    return (-1.0) ** exchanges * float(np.all(pivots != 0))


def mistake_rule_of_sarrus(A):
    """You added up the products along the wrapped diagonals. That rule holds for 3 by 3 only (and there is none for 4
    by 4).
    """
    n = len(A)
    i = np.arange(n)
    down = sum(np.prod(A[i, (i + k) % n] * 1.0) for k in range(n))
    return down - sum(np.prod(A[i, (k - i) % n] * 1.0) for k in range(n))
