"""Information gain of candidate splits, in bits

A node holds N examples with the classes `y`, of shape (N,): integers from 0 to K − 1. There are S candidate splits:
`goes_left` has shape (N, S), and goes_left[n, s] says whether split s sends example n to the left child; otherwise
it goes to the right one.

The information gain of a split is the entropy of the classes in the node, less the entropy that is left on average in
the child an example falls into. Entropies are in **bits**, with the proportions within each node; a class that is
absent adds nothing to them, and an empty child has entropy 0.

Return `gain`, of shape (S,). There is at least one example.
"""

import numpy as np

SUBTOPIC = "sl.trees"
LEVEL = 2
MINUTES = 10
RETURNS = ("gain",)
HINTS = (
    "Count first: how many examples of each class are in the node, and how many of them does each split send left?",
    "The average over the children has the weights N_left / N and N_right / N. For bits the logarithm has base 2.",
    "H(c) = Σ_k (c_k / Σc) log₂(Σc / c_k) over the classes that occur; gain = H(all) − (N_l H(left) + N_r H(right)) / N.",
)
SOLUTION = """Let c[k] be the number of examples of class k in the node, N their sum. The entropy is the mean number of
bits that tell the class of an example, H(c) = −Σ_k (c[k]/N) log₂(c[k]/N); as p → 0, p log p → 0, so a class that is
absent adds nothing.

With the one-hot matrix Y of shape (N, K), the left counts of all splits are goes_leftᵀ Y, of shape (S, K), and the
right counts are c minus these. An example falls into the left child with probability N_l/N, so after the split

    H(after) = (N_l/N) H(left) + (N_r/N) H(right)

bits are missing on average, and gain = H(c) − H(after). It is the mutual information of class and child, and therefore
never negative: with a plain mean of the children's entropies it could be. The largest possible gain of a binary split
is 1 bit.

Checks: a split that sends everything to one side gains 0; one that separates two equally frequent classes gains 1.
"""
EQUIVALENT = {"one_hot = np.eye(y.max() + 1)[y] → one_hot = np.eye(y.max() + 2)[y]": "one more class that never occurs"}
SOURCE = "scikit-learn, doc/modules/tree.rst, section 'Mathematical formulation', log loss or entropy criterion"
COVERS = ("11c",)
REVIEWED = "2026-11-22 fixed"


def _n_log_n(n):
    """n log₂ n for whole numbers; 0 for n = 0."""
    return n * np.log2(np.maximum(n, 1))


def _missing_bits(counts):
    """Number of examples times entropy: Σ_k c_k log₂(Σc / c_k), over the last axis."""
    return _n_log_n(counts.sum(axis=-1)) - _n_log_n(counts).sum(axis=-1)


def information_gain(y, goes_left):
    """The gain of each split, in bits.

    y: (N,) integers, the classes
    goes_left: (N, S) booleans, whether split s sends example n to the left
    returns gain: (S,)
    """
    one_hot = np.eye(y.max() + 1)[y]
    node = one_hot.sum(axis=0)
    left = goes_left.T @ one_hot
    return (_missing_bits(node) - _missing_bits(left) - _missing_bits(node - left)) / len(y)


def _case(rng, n, k, s):
    """All classes occur if n ≥ k."""
    y = rng.permutation(np.concatenate([np.arange(k), rng.integers(k, size=max(n - k, 0))])[:n])
    return {"y": y, "goes_left": rng.random((n, s)) < rng.uniform(0.2, 0.8, size=s)}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(3, 9)))
    yield (
        "four examples, a perfect split",
        {"y": np.array([0, 0, 1, 1]), "goes_left": np.array([[1], [1], [0], [0]]) > 0},
    )
    yield "one example", _case(rng, 1, 1, a)
    yield "two classes", _case(rng, 20 + a, 2, b)
    yield "as many splits as examples", _case(rng, 10 + c, 3, 10 + c)
    yield "many classes", _case(rng, 30 + d, 5 + e, f)
    yield "a pure node", {"y": np.full(b, 2), "goes_left": rng.random((b, c)) < 0.5}
    lopsided = _case(rng, 15 + e, 4, d)
    lopsided["goes_left"][:, 0], lopsided["goes_left"][:, 1] = True, False
    yield "splits with an empty child", lopsided
    gap = _case(rng, 20 + f, 4, c)
    gap["y"] = np.where(gap["y"] == 1, 3, gap["y"])
    yield "a class that does not occur", gap
    one = _case(rng, 25 + b, 3, e)
    one["goes_left"] = np.eye(25 + b, e) > 0
    yield "splits that cut off a single example", one


def naive(y, goes_left):
    def bits(labels):
        total = 0.0
        for label in set(labels):
            p = labels.count(label) / len(labels)
            total -= p * np.log2(p)
        return total

    gain = []
    for column in goes_left.T:
        left = [int(c) for c, side in zip(y, column, strict=True) if side]
        right = [int(c) for c, side in zip(y, column, strict=True) if not side]
        after = (len(left) * bits(left) + len(right) * bits(right)) / len(y)
        gain.append(bits([int(c) for c in y]) - after)
    return np.array(gain)


def large(rng):
    return _case(rng, 2000, 5, 300)


def _entropy(counts):
    """Entropy in bits of each row of counts; 0 for an empty row."""
    n = counts.sum(axis=1, keepdims=True)
    p = counts / np.where(n > 0, n, 1)
    return -np.sum(p * np.log2(np.where(p > 0, p, 1)), axis=1)


def _parts(y, goes_left):
    """Entropy of the node (1,), of the left and right children (S,), and the share of the left ones (S,)."""
    one_hot = np.eye(y.max() + 1)[y]
    left = goes_left.T @ one_hot
    node = one_hot.sum(axis=0)
    return _entropy(node[None]), _entropy(left), _entropy(node - left), goes_left.mean(axis=0)


def mistake_natural_logarithm(y, goes_left):
    """You used the natural logarithm, which gives nats: ln 2 = 0.693 times the right number. A bit needs base 2."""
    return information_gain(y, goes_left) * np.log(2)


def mistake_children_not_weighted(y, goes_left):
    """You took the plain mean of the children's entropies. An example falls into a child with probability N_child / N:
    weight by size, or the gain can become negative.
    """
    node, left, right, _ = _parts(y, goes_left)
    return node - (left + right) / 2


def mistake_children_summed(y, goes_left):
    """You subtracted the full entropies of both children. What is left after the split is their average, each with its
    share of the examples.
    """
    node, left, right, _ = _parts(y, goes_left)
    return node - left - right


def mistake_right_child_forgotten(y, goes_left):
    """You subtracted the left child only. The examples that go right are still uncertain too: both children belong to
    the average.
    """
    node, left, _, share = _parts(y, goes_left)
    return node - share * left


def mistake_node_forgotten(y, goes_left):
    """You returned the entropy after the split. The gain is what the split takes away: the entropy of the node before,
    less that.
    """
    return _parts(y, goes_left)[0] - information_gain(y, goes_left)


def mistake_zero_times_log_zero(y, goes_left):
    """A class that is absent from a node gives 0 · log 0 = nan in your answer. Its limit is 0: leave such classes out
    of the sum.
    """
    node, left, right, share = _parts(y, goes_left)
    one_hot = np.eye(y.max() + 1)[y]
    counts = one_hot.sum(axis=0) - goes_left.T @ one_hot
    absent = (counts == 0).any(axis=1) | (goes_left.T @ one_hot == 0).any(axis=1)
    return np.where(absent, np.nan, node - share * left - (1 - share) * right)


def mistake_gini(y, goes_left):
    """You measured impurity by Gini's 1 − Σ p². Information gain measures it by the entropy, −Σ p log₂ p."""
    one_hot = np.eye(y.max() + 1)[y]
    node, left, share = one_hot.sum(axis=0)[None], goes_left.T @ one_hot, goes_left.mean(axis=0)

    def gini(counts):
        n = counts.sum(axis=1, keepdims=True)
        p = counts / np.where(n > 0, n, 1)
        return np.sum(p * (1 - p), axis=1)

    return gini(node) - share * gini(left) - (1 - share) * gini(node - left)


def mistake_gain_ratio(y, goes_left):
    """You divided by the entropy of the split itself. That is C4.5's gain ratio; here the plain gain is asked."""
    share = goes_left.mean(axis=0)
    split = _entropy(np.stack([share, 1 - share], axis=1))
    return information_gain(y, goes_left) / np.where(split > 0, split, 1)
