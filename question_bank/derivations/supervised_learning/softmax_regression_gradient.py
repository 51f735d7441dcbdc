"""Loss and gradient of softmax regression

`X` has shape (N, D), `y` shape (N,): the right class of each example, an integer from 0 to C − 1. With `W` of shape
(D, C) and `b` of shape (C,), the scores are S = XW + b, and p is the softmax of each of their rows. The loss is the
**mean** cross-entropy (natural logarithm) plus a penalty on the weights,

    L = −1/N Σᵢ log p[i, yᵢ] + λ/2 Σ W²

The biases are not penalised, and the penalty is not divided by N.

Return `(loss, dW, db)`: L, ∂L/∂W, of shape (D, C), and ∂L/∂b, of shape (C,). In one case the scores are in the
thousands: loss and gradients must be right there, too.
"""

import numpy as np

SUBTOPIC = "sl.logistic"
LEVEL = 2
MINUTES = 10
RETURNS = ("loss", "dW", "db")
GRADIENTS = {"dW": "W", "db": "b"}
INVARIANTS = {"loss": ("not negative",), "db": ("sums to 0",)}
HINTS = (
    "Take the gradient by the scores first; it has a short form. Which shape does it have?",
    "By the scores of an example it is p minus the one-hot vector of its class. Carry that through S = XW + b.",
    "dS = (p − one-hot)/N. W[d, c] reaches every S[i, c] with the factor X[i, d], b[c] with 1. Shift each row by its "
    "maximum before exp.",
)
SOLUTION = """
An example's cross-entropy is log Σₖ exp(s[k]) − s[y]. The gradient of the first term by s is the softmax p, that of
the second is the one-hot vector. With the mean,

    dS = (p − onehot(y))/N,        of shape (N, C)

The scores are linear in the parameters: S[i, c] = Σ_d X[i, d] W[d, c] + b[c]. So W[d, c] reaches the loss through
S[i, c] of all examples, with the factor X[i, d], and b[c] with the factor 1:

    dW = XᵀdS + λW        db = Σᵢ dS[i]

The 2 of the squared weights cancels the ½. Each row of dS sums to 0, so db does, too: a constant added to all biases
changes no p. For the same reason W is not unique without a penalty, and b, which has none, never is.

For two classes this is logistic regression with w = W[:, 1] − W[:, 0]. Shifting each row of S by its maximum keeps
exp from overflowing, and taking log p = shifted − log Σ exp keeps log from seeing 0.
"""
SOURCE = (
    "Bishop 2006, Pattern Recognition and Machine Learning, section 4.3.4 (eq. 4.108 and 4.109); scikit-learn, "
    "sklearn/linear_model/_linear_loss.py"
)
COVERS = ("10b", "10f")
REVIEWED = "2026-11-22 fixed"


def softmax_regression_gradient(W, b, X, y, lam):
    """Loss and gradients of regularized softmax regression.

    W: (D, C) weights
    b: (C,) biases
    X: (N, D) examples as rows
    y: (N,) integers, the right classes
    lam: λ, not negative
    returns loss: a number, dW: (D, C), db: (C,)
    """
    scores = X @ W + b
    n = np.arange(len(scores))
    log_p = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    dscores = np.exp(log_p)
    dscores[n, y] -= 1
    dscores /= len(n)
    return -np.mean(log_p[n, y]) + lam / 2 * np.sum(W**2), X.T @ dscores + lam * W, dscores.sum(axis=0)


def _case(rng, n, d, c, lam=0.1):
    W, b = rng.normal(size=(d, c)), 2 * rng.normal(size=c)
    return {"W": W, "b": b, "X": rng.normal(size=(n, d)), "y": rng.integers(c, size=n), "lam": lam}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(3, 9)))
    simple = {
        "W": np.array([[1.0, 0.0, -1.0], [0.5, 2.0, 0.0]]),
        "b": np.array([0.0, 1.0, -1.0]),
        "X": np.array([[1.0, 2.0], [0.0, 1.0]]),
    }
    yield "two examples, three classes", simple | {"y": np.array([1, 2]), "lam": 0.1}
    one = _case(rng, 1, a, b)
    yield "one example, sure of a wrong class", one | {"y": (one["X"] @ one["W"] + one["b"]).argmin(axis=1)}
    yield "no penalty", _case(rng, 8 + c, d, e, 0.0)
    yield "a strong penalty", _case(rng, 6 + f, a, c, 2.0)
    yield "one feature", _case(rng, b, 1, d, 0.3)
    yield "two classes", _case(rng, 5 + e, f, 2, 0.2)
    yield "as many examples as features and classes", _case(rng, a, a, a, 0.5)
    one = _case(rng, d, b, f, 0.1)
    yield "all of one class", one | {"y": np.full(d, int(rng.integers(f)))}
    small = _case(rng, 10 + e, c, a, 0.1)
    yield "float32", {k: v.astype(np.float32) if k in "WbX" else v for k, v in small.items()}
    yield "many examples", _case(rng, 50 + c, e, b, 0.01)
    huge = _case(rng, 10 + a, d, c, 0.1)
    while np.diff(np.sort(huge["X"] @ huge["W"], axis=1)[:, -2:]).min() < 0.05:  # a clear winner in each row
        huge = _case(rng, 10 + a, d, c, 0.1)
    huge["X"] *= 1000
    huge["y"] = (huge["X"] @ huge["W"] + huge["b"]).argmax(axis=1)
    huge["y"][0] = (huge["y"][0] + 1) % c
    yield "scores in the thousands", huge
    apart = _case(rng, 4 + b, e, a, 0.1)
    apart["W"][0], apart["X"][:, 0] = 5, 120 * (-1) ** np.arange(4 + b)
    yield "scores below a thousand, rows far apart", apart


def large(rng):
    return _case(rng, 1000, 40, 10)


def loss(W, b, X, y, lam):
    e = np.exp(X @ W + b)
    return -np.mean(np.log(e[np.arange(len(y)), y] / e.sum(axis=1))) + lam / 2 * np.sum(W * W)


def naive(W, b, X, y, lam):
    n, d = X.shape
    classes = len(b)
    value, dW, db = 0.0, np.zeros((d, classes)), np.zeros(classes)
    for i in range(n):
        scores = []
        for c in range(classes):
            score = float(b[c])
            for j in range(d):
                score += float(X[i, j]) * float(W[j, c])
            scores.append(score)
        top = max(scores)
        log_sum = top + np.log(sum(np.exp(score - top) for score in scores))
        value += (log_sum - scores[y[i]]) / n
        for c in range(classes):
            error = (np.exp(scores[c] - log_sum) - (c == y[i])) / n
            db[c] += error
            for j in range(d):
                dW[j, c] += error * X[i, j]
    for j in range(d):
        for c in range(classes):
            value += lam * float(W[j, c]) ** 2 / 2
            dW[j, c] += lam * W[j, c]
    return value, dW, db


def mistake_one_hot_missing(W, b, X, y, lam):
    """You carried p back without taking 1 from it at the right class. A check: db sums to 0."""
    value, dW, db = softmax_regression_gradient(W, b, X, y, lam)
    one_hot = np.eye(len(b))[y] / len(y)
    return value, dW + X.T @ one_hot, db + one_hot.sum(axis=0)


def mistake_gradient_summed(W, b, X, y, lam):
    """You summed the gradient over the examples, but the loss is a mean: divide p − one-hot by N."""
    value, dW, db = softmax_regression_gradient(W, b, X, y, lam)
    return value, (dW - lam * W) * len(y) + lam * W, db * len(y)


def mistake_db_averaged(W, b, X, y, lam):
    """You averaged db once more. The factor 1/N stands in dS already, so db is its sum over the examples."""
    value, dW, db = softmax_regression_gradient(W, b, X, y, lam)
    return value, dW, db / len(y)


def mistake_residual_reversed(W, b, X, y, lam):
    """You used one-hot − p, the gradient of the log-likelihood. The loss is its negative."""
    value, dW, db = softmax_regression_gradient(W, b, X, y, lam)
    return value, 2 * lam * W - dW, -db


def mistake_penalty_gradient_doubled(W, b, X, y, lam):
    """You added 2λW. The penalty is λ/2 Σ W², so the 2 cancels, and its gradient is λW."""
    value, dW, db = softmax_regression_gradient(W, b, X, y, lam)
    return value, dW + lam * W, db


def mistake_penalty_not_in_gradient(W, b, X, y, lam):
    """Your loss has the penalty, your dW has not: add λW."""
    value, dW, db = softmax_regression_gradient(W, b, X, y, lam)
    return value, dW - lam * W, db


def mistake_biases_penalised(W, b, X, y, lam):
    """You penalised the biases like weights. They are left out of the penalty, in the loss and in db."""
    value, dW, db = softmax_regression_gradient(W, b, X, y, lam)
    return value + lam / 2 * np.sum(b**2), dW, db + lam * b


def mistake_penalty_over_examples(W, b, X, y, lam):
    """You divided the penalty by N. Here only the cross-entropy is averaged."""
    return softmax_regression_gradient(W, b, X, y, lam / len(y))


def mistake_no_shift(W, b, X, y, lam):
    """Your exp overflows for scores in the thousands, and ∞/∞ is nan. Take away each row's maximum before exp."""
    with np.errstate(all="ignore"):
        e = np.exp(X @ W + b)
        p = e / e.sum(axis=1, keepdims=True)
        value = -np.mean(np.log(p[np.arange(len(y)), y])) + lam / 2 * np.sum(W**2)
        error = (p - np.eye(len(b))[y]) / len(y)
        return value, X.T @ error + lam * W, error.sum(axis=0)


def mistake_one_maximum(W, b, X, y, lam):
    """You took away one maximum, that of all scores. A row far below it is rounded to 0 as a whole, and 0/0 is nan:
    each row needs its own, with axis=1 and keepdims=True.
    """
    scores = X @ W + b
    with np.errstate(divide="ignore", invalid="ignore"):
        p = np.exp(scores - scores.max())
        p /= p.sum(axis=1, keepdims=True)
        value = -np.mean(np.log(p[np.arange(len(y)), y])) + lam / 2 * np.sum(W**2)
        error = (p - np.eye(len(b))[y]) / len(y)
        return value, X.T @ error + lam * W, error.sum(axis=0)


def mistake_one_maximum_in_logs(W, b, X, y, lam):
    """You took away one maximum, that of all scores. In a row far below it every exp is rounded to 0, and the
    logarithm of their sum is −∞: each row needs its own, with axis=1 and keepdims=True.
    """
    shifted = X @ W + b
    shifted -= shifted.max()
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        value = -np.mean(log_p[np.arange(len(y)), y]) + lam / 2 * np.sum(W**2)
        error = (np.exp(log_p) - np.eye(len(b))[y]) / len(y)
        return value, X.T @ error + lam * W, error.sum(axis=0)
