"""The folds of k-fold cross-validation

N examples, already shuffled, are cut into k folds of neighbouring examples, 1 ≤ k ≤ N: every example belongs to exactly
one fold, the sizes differ by at most 1, and the **larger folds come first**. (So does `numpy.array_split`; write it
yourself.)

Return `sizes`, of shape (k,), the number of examples in each fold; `starts`, of shape (k,), the number of each fold's
first example, counted from 0; and `train_sizes`, of shape (k,), the number of examples that are trained on while that
fold is held out. All are whole numbers.
"""

import numpy as np

SUBTOPIC = "dl.training"
LEVEL = 1
MINUTES = 5
RETURNS = ("sizes", "starts", "train_sizes")
INVARIANTS = {"sizes": ("not negative",), "starts": ("not negative",)}
HINTS = (
    "Whole division gives each fold its share; some examples are left over. How many, and can one fold get two of them?",
    "With q = N // k and r = N % k, the r examples left over go to the first r folds, one each.",
    "sizes[i] = q + 1 for i < r, else q. A fold starts where those before it end: a cumulative sum, shifted by one.",
)
SOLUTION = """Divide with remainder: N = q·k + r with 0 ≤ r < k. If all folds had q examples, r would be left over. As r
< k, no fold needs more than one of them; giving one each to r folds makes sizes q + 1 and q, which differ by 1. Here
the first r get one, so

    sizes[i] = q + (1 if i < r else 0)

and the sum is k·q + r = N: nothing is lost. Fold i starts after all folds before it, starts[i] = Σ_{j<i} sizes[j],
which is also i·q + min(i, r): the cumulative sum without its last element and with a 0 in front. While a fold is held
out, all others are trained on, N − sizes[i] examples.

Each example is tested once and trained on k − 1 times. With k = N, each fold is a single example (leave-one-out); with
k = 1 nothing would be left to train on. Because the folds differ in size, the mean of the k scores is not quite the
score over all examples; weight by size if that matters.
"""
SOURCE = "scikit-learn, sklearn/model_selection/_split.py, class KFold, notes in its docstring"
COVERS = ("15h",)
REVIEWED = "2026-11-22 agreed"


def k_fold_sizes(N, k):
    """Sizes and beginnings of the folds, and the sizes of the training sets.

    N: number of examples
    k: number of folds, from 1 to N
    returns sizes: (k,), starts: (k,), train_sizes: (k,), whole numbers
    """
    i = np.arange(k)
    sizes = N // k + (i < N % k)
    starts = N // k * i + np.minimum(i, N % k)
    return sizes, starts, N - sizes


def inputs(rng):
    k, q, m, n, o, p = (int(value) for value in rng.permutation(np.arange(3, 12))[:6])
    yield "ten examples, three folds", {"N": 10, "k": 3}
    yield "one example, one fold", {"N": 1, "k": 1}
    yield "leave one out", {"N": k, "k": k}
    yield "no remainder", {"N": 4 * q, "k": q}
    yield "one left over", {"N": 5 * m + 1, "k": m}
    yield "one too few for equal folds", {"N": 6 * n - 1, "k": n}
    yield "a single fold", {"N": 10 + o, "k": 1}
    yield "more than half of the folds are larger", {"N": 3 * (p + 4) + p + 1, "k": p + 4}
    yield "one more example than folds", {"N": q + 1, "k": q}
    yield "thousands of examples", {"N": int(rng.integers(5000, 9000)), "k": 7 + o}
    yield "two folds of an odd number", {"N": 2 * k + 1, "k": 2}


def naive(N, k):
    folds = [0] * k
    for example in range(N):  # dealt out like cards
        folds[example % k] += 1
    starts = [sum(folds[:i]) for i in range(k)]
    return folds, starts, [sum(folds[:i]) + sum(folds[i + 1 :]) for i in range(k)]


def _folds(sizes, N):
    return sizes, np.cumsum(sizes) - sizes, N - sizes


def mistake_remainder_dropped(N, k):
    """You dropped the N mod k examples that are left over. Every example belongs to a fold."""
    return _folds(np.full(k, N // k), N)


def mistake_remainder_to_last_fold(N, k):
    """You gave all that is left over to the last fold. It can then be nearly twice as large; one each to N mod k folds
    keeps the sizes within 1.
    """
    sizes = np.full(k, N // k)
    sizes[-1] += N % k
    return _folds(sizes, N)


def mistake_larger_folds_last(N, k):
    """Your sizes are right, but the larger folds come last. Here they come first."""
    return _folds(N // k + (np.arange(k) >= k - N % k), N)


def mistake_rounded_up(N, k):
    """You rounded N / k up for all folds but the last, which may become very small or even negative. Only N mod k folds
    are one larger.
    """
    sizes = np.full(k, -(-N // k))
    sizes[-1] = N - sizes[:-1].sum()
    return _folds(sizes, N)


def mistake_starts_without_larger_folds(N, k):
    """Your folds start at i · (N // k), as if all were of the smaller size. Each larger fold before shifts the start by
    one more.
    """
    sizes, _, train_sizes = k_fold_sizes(N, k)
    return sizes, np.arange(k) * (N // k), train_sizes


def mistake_ends_for_starts(N, k):
    """Your starts are the ends. A fold starts where the one before it ends, the first at 0: shift the cumulative sum."""
    sizes, _, train_sizes = k_fold_sizes(N, k)
    return sizes, np.cumsum(sizes), train_sizes


def mistake_trained_on_the_fold(N, k):
    """You gave the size of the fold itself as that of the training set. The fold is held out; the others are trained
    on.
    """
    sizes, starts, _ = k_fold_sizes(N, k)
    return sizes, starts, sizes.copy()


def mistake_training_sets_alike(N, k):
    """You took the same number of examples from each training set. The first folds are larger by one: it is N
    minus the fold's own size.
    """
    sizes, starts, _ = k_fold_sizes(N, k)
    return sizes, starts, np.full(k, N - N // k)
