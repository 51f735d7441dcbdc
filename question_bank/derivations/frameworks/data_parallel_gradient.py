"""Data-parallel gradient with unequal shards

N examples are spread over P workers: worker p has the next `sizes[p]` rows of `X` and `y`, in order, at least one,
and Σ sizes = N. The model is linear, and its loss on a set of examples is their **mean** squared error, without a
½:

    L = (1/n) Σᵢ (xᵢ · w − yᵢ)²        over the n examples of the set

Each worker computes the gradient of the loss **of its own shard**, with respect to w. The workers' gradients are
then combined to the gradient of the loss of all N examples.

Return `shard_grads`, of shape (P, D), the workers' gradients, and `grad`, of shape (D,), the combined one. Leave
the arguments as they are.
"""

import numpy as np

SUBTOPIC = "fw.multigpu"
LEVEL = 2
MINUTES = 7
RETURNS = ("shard_grads", "grad")
RTOL = 1e-5  # float32 arguments in one case
GRADIENTS = {"grad": "w"}
HINTS = (
    "The gradient of one shard's mean squared error first; mind the 2 and which n divides.",
    "How is the loss of all made up of the shards' losses? Write both as sums over the examples.",
    "N · L = Σₚ sizes[p] · Lₚ, so grad = Σₚ (sizes[p] / N) · shard_grads[p].",
)
SOLUTION = """
For one shard with rows X_p, y_p and n_p examples, the chain rule gives

    ∂L_p/∂w = (2 / n_p) X_pᵀ (X_p w − y_p)

Multiplying a mean by its number of examples makes it a sum, and sums over the shards add up to the sum over all:

    N · L = Σ_p n_p L_p,    so    ∂L/∂w = Σ_p (n_p / N) ∂L_p/∂w

The combined gradient is a mean of the workers' gradients weighted by the shards' sizes. It is exactly that of one
machine with all examples, however they are spread.

If all shards are equal, the weights are 1/P: the plain mean, as in DistributedDataParallel or TensorFlow's towers.
With shards of 4, 3 and 3 it would be wrong: the examples of the small shards would count 1/9 each instead of 1/10.
This happens in practice at the end of an epoch, when the examples do not divide evenly. Adding without weights
makes the gradient P times too large. One sends, then, the gradients of sums and the sizes, and divides once.
"""
SOURCE = "Dive into Deep Learning, chapter_computational-performance/multiple-gpus.md, data parallelism"
COVERS = ("28a", "28b")
REVIEWED = "2026-11-22 agreed"


def data_parallel_gradient(w, X, y, sizes):
    """The gradients of the shards' losses, and that of the loss of all examples.

    w: (D,) parameters
    X: (N, D) examples, shard after shard
    y: (N,) targets
    sizes: (P,) whole numbers, examples of each shard, at least 1
    returns shard_grads: (P, D), grad: (D,)
    """
    each = 2 * (X @ w - y)[:, None] * X
    starts = np.cumsum(sizes) - sizes
    shard_grads = np.add.reduceat(each, starts) / sizes[:, None]
    return shard_grads, each.mean(axis=0)


def _case(rng, sizes, d):
    n = sum(sizes)
    data = {"w": rng.normal(size=d), "X": rng.normal(size=(n, d)), "y": rng.normal(size=n)}
    return data | {"sizes": np.array(sizes)}


def inputs(rng):
    a, b, c, d, e = (int(n) for n in rng.permutation(np.arange(2, 9))[:5])
    yield "one example, one worker", _case(rng, [1], 1)
    yield "shards of 4, 3 and 3, two parameters", _case(rng, [4, 3, 3], 2)
    yield "one worker", _case(rng, [5 + a], b)
    yield "two unequal shards", _case(rng, [a, a + b], c)
    yield "equal shards", _case(rng, [c, c, c, c], d)
    yield "many unequal shards", _case(rng, [a, b, c, d, e], 3)
    yield "one large shard, one single example", _case(rng, [20 + e, 1], e)
    yield "as many workers as examples", _case(rng, [1] * (3 + d), a)
    yield "more parameters than examples", _case(rng, [2, 1, b], 12 + c)
    single = _case(rng, [3, 1, 2], 2)
    positive = {"w": 1 + np.abs(single["w"]), "X": 0.5 + np.abs(single["X"]), "y": -np.abs(single["y"])}
    yield "in float32", single | {name: value.astype(np.float32) for name, value in positive.items()}


def large(rng):
    return _case(rng, [3000, 2000, 4000, 1000], 20)


def loss(w, X, y, sizes):
    return np.mean((X @ w - y) ** 2)


def naive(w, X, y, sizes):
    n, d = X.shape
    shard_grads, grad, i = np.zeros((len(sizes), d)), np.zeros(d), 0
    for p in range(len(sizes)):
        for _ in range(sizes[p]):
            error = sum(float(X[i, k]) * float(w[k]) for k in range(d)) - float(y[i])
            for j in range(d):
                shard_grads[p, j] += 2 * error * X[i, j] / sizes[p]
                grad[j] += 2 * error * X[i, j] / n
            i += 1
    return shard_grads, grad


def mistake_shards_equally_weighted(w, X, y, sizes):
    """You took the plain mean of the workers' gradients. A shard with more examples counts more: weight by the
    sizes.
    """
    shard_grads, _ = data_parallel_gradient(w, X, y, sizes)
    return shard_grads, shard_grads.mean(axis=0)


def mistake_shards_added(w, X, y, sizes):
    """You added the workers' gradients. Each is that of a mean; together they make a weighted mean, not a sum."""
    shard_grads, _ = data_parallel_gradient(w, X, y, sizes)
    return shard_grads, shard_grads.sum(axis=0)


def mistake_missing_two(w, X, y, sizes):
    """A 2 is missing: the squared error has no ½ in front."""
    shard_grads, grad = data_parallel_gradient(w, X, y, sizes)
    return shard_grads / 2, grad / 2


def mistake_shards_divided_by_all(w, X, y, sizes):
    """You divided the shards' gradients by N. A worker's loss is the mean over its own examples."""
    shard_grads, grad = data_parallel_gradient(w, X, y, sizes)
    return shard_grads * sizes[:, None] / len(y), grad


def mistake_gradients_of_sums(w, X, y, sizes):
    """Your gradients are those of the summed losses. Both losses are means: divide by the number of examples."""
    shard_grads, grad = data_parallel_gradient(w, X, y, sizes)
    return shard_grads * sizes[:, None], grad * len(y)


def mistake_split_evenly(w, X, y, sizes):
    """You cut the rows into equal parts. The shards have the sizes that are given."""
    even = np.full(len(sizes), len(y) // len(sizes))
    even[: len(y) % len(sizes)] += 1
    return data_parallel_gradient(w, X, y, even)


def mistake_uphill_error(w, X, y, sizes):
    """Your sign is wrong: the derivative of (x·w − y)² with respect to w is 2 (x·w − y) x."""
    shard_grads, grad = data_parallel_gradient(w, X, y, sizes)
    return -shard_grads, -grad


def mistake_largest_shard_only(w, X, y, sizes):
    """You took the gradient of one shard for that of all. All shards' gradients are combined."""
    shard_grads, _ = data_parallel_gradient(w, X, y, sizes)
    return shard_grads, shard_grads[np.argmax(sizes)]
