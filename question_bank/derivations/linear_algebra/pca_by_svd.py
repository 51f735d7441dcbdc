"""Principal components by the singular value decomposition

`X` has shape (N, D): examples as rows, N ≥ 2. Take the mean of each column away (no scaling), and find the `k`
directions along which the examples vary most. k is at most N − 1 and at most D. Return `(components, variances,
scores)`:

* `components`, of shape (D, k): the directions as **columns** of length 1, the one with the largest variance first;
* `variances`, of shape (k,): the variance of the examples along each, with the factor **1/(N − 1)**;
* `scores`, of shape (N, k): the coordinates of the examples, less their mean, along the components.

A component's sign is free; choose it such that **its element of largest absolute value is positive**. The variances
are well apart. `np.linalg` may be used. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "la.eigen"
LEVEL = 2
MINUTES = 10
RETURNS = ("components", "variances", "scores")
INVARIANTS = {
    "components": ("orthonormal columns",),
    "variances": ("not negative",),
    "scores": ("columns sum to 0",),
}
HINTS = (
    "The directions are eigenvectors of the covariance matrix of the centred data. What is that matrix in terms "
    "of an SVD?",
    "With Xc = U S Vᵀ, XcᵀXc = V S² Vᵀ: the columns of V are the directions. np.linalg.svd returns Vᵀ, not V.",
    "The first k rows of Vᵀ, made columns and with their signs fixed, are the components. The variance along v is "
    "|Xc v|²/(N − 1), and |Xc v| is a singular value.",
)
SOLUTION = """
Let Xc be X less its column means. The variance along a unit vector v is

    |Xc v|²/(N − 1) = vᵀ C v,        C = XcᵀXc/(N − 1)

Its maximum over |v| = 1 is reached at the eigenvector of C with the largest eigenvalue, which is the variance; the
next ones are the next eigenvectors, at right angles to it.

With the SVD Xc = U S Vᵀ,

    C = V S UᵀU S Vᵀ/(N − 1) = V (S²/(N − 1)) Vᵀ

So the columns of V are the components, **S²/(N − 1)** the variances, in falling order, and the scores are Xc V = U S.
NumPy's svd gives Vᵀ: its **rows** are the components.

The covariance matrix is never formed, which avoids squaring the condition number. Without centring the first
direction would be drawn towards the mean. A sign turned in a component turns in its scores, too: compute them after
fixing it.
"""
EQUIVALENT = {
    "_, S, Vt = np.linalg.svd(centred, full_matrices=False) → _, S, Vt = np.linalg.svd(centred)": "only the first k are used",
    "_, S, Vt = np.linalg.svd(centred, full_matrices=False) → _, S, Vt = np.linalg.svd(centred, full_matrices=True)": "only the first k are used",
    "V = V * np.sign(V[np.abs(V).argmax(axis=0), np.arange(k)]) → V = V / np.sign(V[np.abs(V).argmax(axis=0), np.arange(k)])": "a sign is its own inverse",
}
SOURCE = (
    "scikit-learn, sklearn/decomposition/_pca.py, class PCA (its components_ are the rows); Bishop 2006, "
    "Pattern Recognition and Machine Learning, section 12.1.1"
)
COVERS = ("11i",)
REVIEWED = "2026-11-22 fixed"


def pca_by_svd(X, k):
    """The first k principal components, their variances, and the scores.

    X: (N, D) examples as rows
    k: how many components
    returns components: (D, k), variances: (k,), scores: (N, k)
    """
    centred = X - X.mean(axis=0)
    _, S, Vt = np.linalg.svd(centred, full_matrices=False)
    V = Vt[:k].T
    V = V * np.sign(V[np.abs(V).argmax(axis=0), np.arange(k)])
    return V, S[:k] ** 2 / (len(X) - 1), centred @ V


def _case(rng, n, d, k):
    """Singular values well apart, and no component with two elements nearly as large as each other."""
    rank = min(n - 1, d)
    S = 6 * 0.6 ** np.arange(rank)
    while True:
        U = np.linalg.qr(np.column_stack([np.ones(n), rng.normal(size=(n, rank))]))[0][:, 1:]
        V = np.linalg.qr(rng.normal(size=(d, rank)))[0]
        largest = np.sort(np.abs(V), axis=0)
        if d == 1 or np.min(largest[-1] - largest[-2]) > 0.01:
            return {"X": U * S @ V.T + rng.uniform(1, 3, size=d), "k": k}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(4, 10)))
    line = np.array([[0.0, 1.0], [1.0, 3.0], [2.0, 5.0], [3.0, 7.5]])
    yield "four points near a line", {"X": line, "k": 1}
    yield "two examples", _case(rng, 2, a, 1)
    yield "one feature", {"X": rng.normal(size=(b, 1)) + 2, "k": 1}
    yield "the first of many", _case(rng, 10 + c, d, 1)
    yield "the first two", _case(rng, 12 + e, f, 2)
    yield "all components", _case(rng, 10 + a, 4, 4)
    yield "more features than examples", _case(rng, 5, 6 + b, 3)
    yield "as many features as examples", _case(rng, f, f, 3)
    yield "as many components as possible, few examples", _case(rng, 4, c + 2, 3)
    small = _case(rng, 15 + d, e, 2)
    yield "float32", small | {"X": small["X"].astype(np.float32)}
    yield "many examples", _case(rng, 50 + b, d, 3)


def naive(X, k):
    """Power iteration on the covariance matrix, each found component being taken out."""
    n, d = X.shape
    means = [sum(float(X[i, j]) for i in range(n)) / n for j in range(d)]
    centred = np.array([[float(X[i, j]) - means[j] for j in range(d)] for i in range(n)])
    C = np.zeros((d, d))
    for row in centred:
        C += np.outer(row, row) / (n - 1)
    components, variances = np.zeros((d, k)), np.zeros(k)
    for m in range(k):
        v = C[:, np.diag(C).argmax()].copy()
        for _ in range(400):
            v = C @ v
            v /= np.sqrt(v @ v)
        if max(v) < -min(v):
            v = -v
        components[:, m], variances[m] = v, v @ C @ v
        C = C - variances[m] * np.outer(v, v)
    return components, variances, np.array([[row @ components[:, m] for m in range(k)] for row in centred])


def _from(data, k):
    """Without centring."""
    _, S, Vt = np.linalg.svd(data, full_matrices=False)
    V = Vt[:k].T
    V = V * np.sign(V[np.abs(V).argmax(axis=0), np.arange(k)])
    return V, S[:k] ** 2 / (len(data) - 1), data @ V


def mistake_not_centred(X, k):
    """You did not take the mean of each column away. Without that the first direction is drawn towards the mean of the
    data.
    """
    return _from(X, k)


def mistake_scores_not_centred(X, k):
    """Your components are right, but your scores are X times them. Take the mean away there, too: scores sum to 0."""
    components, variances, _ = pca_by_svd(X, k)
    return components, variances, X @ components


def mistake_divided_by_n(X, k):
    """You divided the variances by N. The factor asked for is 1/(N − 1)."""
    components, variances, scores = pca_by_svd(X, k)
    return components, variances * (len(X) - 1) / len(X), scores


def mistake_singular_values(X, k):
    """You returned singular values. A variance is the square of one, over N − 1."""
    components, variances, scores = pca_by_svd(X, k)
    return components, np.sqrt(variances * (len(X) - 1)), scores


def mistake_not_divided(X, k):
    """You returned the squared singular values. Divide them by N − 1."""
    components, variances, scores = pca_by_svd(X, k)
    return components, variances * (len(X) - 1), scores


def mistake_variance_ratios(X, k):
    """You returned each variance's share of the whole. The variances themselves are asked."""
    components, variances, scores = pca_by_svd(X, k)
    return components, variances / np.sum(np.var(X, axis=0, ddof=1)), scores


def mistake_scores_without_singular_values(X, k):
    """Your scores are the columns of U. The coordinates are Xc V = U S: multiply by the singular values."""
    components, variances, scores = pca_by_svd(X, k)
    return components, variances, scores / np.sqrt(variances * (len(X) - 1))


def mistake_components_as_rows(X, k):
    """Your components are right, but they are rows, as svd gives them. Here they are columns, of shape (D, k)."""
    components, variances, scores = pca_by_svd(X, k)
    return components.T, variances, scores


def mistake_smallest_first(X, k):
    """Your order is wrong: the largest variance comes first. np.linalg.eigh gives eigenvalues from the smallest up."""
    components, variances, scores = pca_by_svd(X, k)
    return components[:, ::-1], variances[::-1], scores[:, ::-1]


def mistake_scaled_to_unit_variance(X, k):
    """You divided each column by its standard deviation as well. Here the data are centred only."""
    centred = X - X.mean(axis=0)
    return _from(centred / centred.std(axis=0), k)


def mistake_signs_as_they_come(X, k):
    """You left the signs as svd gives them, which depends on the library. Turn each component whose element of largest
    absolute value is negative, and its scores with it.
    """
    centred = X - X.mean(axis=0)
    _, S, Vt = np.linalg.svd(centred, full_matrices=False)
    return Vt[:k].T, S[:k] ** 2 / (len(X) - 1), centred @ Vt[:k].T


def mistake_first_elements_positive(X, k):
    """You made the first element of each component positive. It is the one of largest absolute value that has to be."""
    components, variances, scores = pca_by_svd(X, k)
    signs = np.sign(components[0])
    return components * signs, variances, scores * signs


def mistake_signs_not_turned_in_scores(X, k):
    """You turned the signs of the components, but not those of their scores. Both turn together, or Xc ≈
    scores·componentsᵀ fails.
    """
    components, variances, _ = pca_by_svd(X, k)
    return components, variances, mistake_signs_as_they_come(X, k)[2]
