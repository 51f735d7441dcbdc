"""Cross-entropy with label smoothing

`scores` s has shape (N, C), `y` has shape (N,): the right class of each example, an integer from 0 to C − 1. With a
smoothing ε from 0 to 1 the target of a row is a mixture of the one-hot vector and the uniform distribution over
**all C classes**, the right one included:

    q[n, c] = (1 − ε) · [c = y[n]] + ε/C

With p the softmax of each row of scores and natural logarithms, L = −1/N Σₙ Σ_c q[n, c] log p[n, c], the **mean**
over the examples.

Return `(loss, dscores)`: L, and ∂L/∂s, of shape (N, C). Both must be finite and right also for scores in the
thousands. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "dl.losses"
LEVEL = 2
MINUTES = 8
RETURNS = ("loss", "dscores")
GRADIENTS = {"dscores": "scores"}
INVARIANTS = {"loss": ("not negative",), "dscores": ("rows sum to 0",)}
HINTS = (
    "Nothing about the softmax changes; only the target of each row is no longer one-hot. Does a row of q sum to 1?",
    "Put log p = s − log Σ exp(s) in and use Σ_c q = 1: a row's loss is log Σ exp(s) − Σ_c q s. Differentiate that.",
    "The slope of Σ_c q s in s is q. Build q as np.full of ε/C and add 1 − ε at [np.arange(N), y]; shift each row of "
    "scores by its maximum.",
)
SOLUTION = """
A row of q sums to (1 − ε) + C · ε/C = 1, so q is a distribution, and nothing in the derivation for one-hot targets
was special to them. With log p[c] = s[c] − log Σₖ exp(s[k]),

    −Σ_c q[c] log p[c] = log Σₖ exp(s[k]) · Σ_c q[c] − Σ_c q[c] s[c] = log Σₖ exp(s[k]) − Σ_c q[c] s[c]

The gradient of the first term is the softmax, that of the second is q:

    ∂L/∂s = (p − q)/N

Each row sums to 0, for a constant added to all scores of a row changes nothing. The minimum is at p = q: the right
score lies above the others by a finite gap, log((1 − ε + ε/C)/(ε/C)), and does not run off to infinity as it does
without smoothing. The least loss is then not 0 but the entropy of q.

Stable: take each row's maximum away first, and never form log of p.
"""
SOURCE = (
    "PyTorch, torch/nn/modules/loss.py, docstring of CrossEntropyLoss (label_smoothing); Szegedy et al. 2016, "
    "arXiv 1512.00567, section 7"
)
COVERS = ("15c", "16d")
REVIEWED = "2026-11-22 fixed"


def label_smoothing_cross_entropy(scores, y, eps):
    """Mean cross-entropy with smoothed labels, and its gradient.

    scores: (N, C) unnormalized scores
    y: (N,) integers, the right classes
    eps: ε, the smoothing, from 0 to 1
    returns loss: a number, dscores: (N, C)
    """
    n, n_classes = scores.shape
    q = np.full_like(scores, eps / n_classes)
    q[np.arange(n), y] += 1 - eps
    log_p = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    return -np.sum(q * log_p) / n, (np.exp(log_p) - q) / n


def _case(rng, n, c, eps=0.1):
    return {"scores": 1.5 * rng.normal(size=(n, c)), "y": rng.integers(c, size=n), "eps": eps}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(3, 9)))
    yield "two examples, three classes", _case(rng, 2, 3)
    yield "one example", _case(rng, 1, a, 0.2)
    yield "no smoothing", _case(rng, b, c, 0.0)
    yield "strong smoothing", _case(rng, d, e, 0.7)
    yield "nothing but the uniform part", _case(rng, e, f, 1.0)
    yield "two classes", _case(rng, f, 2, float(rng.uniform(0.05, 0.3)))
    yield "as many examples as classes", _case(rng, a, a, 0.3)
    small = _case(rng, c, b, 0.15)
    yield "float32", small | {"scores": small["scores"].astype(np.float32)}
    yield "a larger batch", _case(rng, 20 + d, 10 + e)
    huge = _case(rng, d, f)
    huge["scores"] = 1000 * (huge["scores"] + 2 * rng.permuted(np.tile(np.arange(f), (d, 1)), axis=1))
    huge["scores"] += 4000 * rng.permutation(np.arange(d))[:, None]
    yield "scores in the thousands, rows far apart", huge


def large(rng):
    return _case(rng, 600, 100)


def loss(scores, y, eps):
    log_p = np.log(np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True))
    right = log_p[np.arange(len(y)), y]
    return -np.mean((1 - eps) * right + eps * log_p.mean(axis=1))


def naive(scores, y, eps):
    rows, classes = scores.shape
    total, dscores = 0.0, np.zeros(scores.shape)
    for n in range(rows):
        row = [float(s) for s in scores[n]]
        top = max(row)
        log_sum = top + np.log(sum(np.exp(s - top) for s in row))
        for c in range(classes):
            target = eps / classes + (1 - eps if c == y[n] else 0.0)
            total += target * (log_sum - row[c]) / rows
            dscores[n, c] = (np.exp(row[c] - log_sum) - target) / rows
    return total, dscores


def _with_targets(scores, q):
    """The right formulas with other targets, whether or not they sum to 1."""
    q = q.astype(scores.dtype)
    log_p = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    return -np.sum(q * log_p) / len(q), (np.exp(log_p) - q) / len(q)


def mistake_spread_over_the_others(scores, y, eps):
    """You spread ε over the C − 1 wrong classes and left 1 − ε at the right one. Here ε is spread over all C classes:
    the right one has 1 − ε + ε/C.
    """
    c = scores.shape[1]
    return _with_targets(scores, np.where(np.eye(c)[y] == 1, 1 - eps, eps / (c - 1)))


def mistake_right_class_without_its_share(scores, y, eps):
    """Your targets do not sum to 1: the right class has 1 − ε, the others ε/C. The uniform part goes to the right
    class, too.
    """
    c = scores.shape[1]
    return _with_targets(scores, np.where(np.eye(c)[y] == 1, 1 - eps, eps / c))


def mistake_one_hot_not_scaled(scores, y, eps):
    """You added ε/C to the one-hot vector without scaling that by 1 − ε, so your targets sum to 1 + ε."""
    c = scores.shape[1]
    return _with_targets(scores, np.eye(c)[y] + eps / c)


def mistake_gradient_not_smoothed(scores, y, eps):
    """Your loss is smoothed, your gradient is not: it is p minus the one-hot vector. The gradient takes the same
    targets.
    """
    value, _ = label_smoothing_cross_entropy(scores, y, eps)
    return value, label_smoothing_cross_entropy(scores, y, 0.0)[1]


def mistake_smoothing_ignored(scores, y, eps):
    """You left the smoothing out: this is the cross-entropy with one-hot targets."""
    return label_smoothing_cross_entropy(scores, y, 0.0)


def mistake_eps_exchanged(scores, y, eps):
    """You exchanged ε and 1 − ε: the one-hot vector has the weight 1 − ε, the uniform part ε."""
    return label_smoothing_cross_entropy(scores, y, 1 - eps)


def mistake_gradient_not_averaged(scores, y, eps):
    """Your gradient is N times too large. The loss is a mean over the examples, so its gradient has the factor 1/N."""
    value, dscores = label_smoothing_cross_entropy(scores, y, eps)
    return value, dscores * len(y)


def mistake_mean_over_all_elements(scores, y, eps):
    """You took the mean over all N·C elements. The sum over the classes is a sum; only the examples are averaged."""
    value, dscores = label_smoothing_cross_entropy(scores, y, eps)
    return value / scores.shape[1], dscores / scores.shape[1]


def mistake_log_of_softmax(scores, y, eps):
    """You took the logarithm of p, and p is rounded to 0 (or is nan) for scores in the thousands. Every class counts
    here, so one such class spoils the loss: compute log p directly, as shifted score minus log Σ exp.
    """
    _, dscores = label_smoothing_cross_entropy(scores, y, eps)
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    q = ((1 - eps) * np.eye(scores.shape[1])[y] + eps / scores.shape[1]).astype(scores.dtype)
    with np.errstate(divide="ignore", invalid="ignore"):
        return -np.sum(q * np.log(p)) / len(y), dscores


def mistake_one_maximum(scores, y, eps):
    """You took away one maximum, that of all scores. In a row far below it every exp is rounded to 0, and the
    logarithm of their sum is −∞: each row needs its own, scores.max(axis=1, keepdims=True).
    """
    q = ((1 - eps) * np.eye(scores.shape[1])[y] + eps / scores.shape[1]).astype(scores.dtype)
    shifted = scores - scores.max()
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        return -np.sum(q * log_p) / len(q), (np.exp(log_p) - q) / len(q)
