"""Gradient accumulation

The mini-batch that one wants does not fit into memory, so it is cut into micro-batches. `grads[j]` is the gradient
of the **mean** loss of the examples of micro-batch j, of which there are `sizes[j]`; the micro-batches may have
different sizes.

The parameters are updated after every `every` micro-batches, and once more at the end if some are left over (a
shorter group counts as a whole mini-batch). Update number u is plain gradient descent with the learning rate
`lrs[u]` on the **mean loss over all examples** of its group of micro-batches, exactly as if they had been one
mini-batch.

Return `ws`, of shape (U, D), the parameters after every update, U = ⌈M / every⌉. The gradients are given; they do
not change with w. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "op.sgd"
LEVEL = 2
MINUTES = 7
RETURNS = ("ws",)
RTOL = 1e-5  # float32 arguments in one case
TRAJECTORY = "ws"
HINTS = (
    "What is the sum of the losses of micro-batch j's examples, if their mean has the gradient grads[j]?",
    "Add up the summed gradients of a group, sizes[j] · grads[j], and divide by the number of its examples.",
    "One group: g = Σ sizes[j] grads[j] / Σ sizes[j], over j = u · every, u · every + 1, … up to `every` of them.",
)
SOLUTION = """
Let group u hold the micro-batches j = u·every, …, and N the number of all its examples, N = Σⱼ sizes[j]. The mean
loss over all of them is

    L = (1/N) Σⱼ Σ_{i in j} ℓᵢ = (1/N) Σⱼ sizes[j] · Lⱼ

where Lⱼ is the mean loss of micro-batch j. Differentiation is linear, so

    ∂L/∂w = Σⱼ sizes[j] · grads[j] / N        w ← w − lrs[u] · ∂L/∂w

a mean of the micro-batches' gradients weighted by their sizes. With equal sizes it is the plain mean, which is the
usual division of each loss by the number of accumulation steps. With a last micro-batch of 2 beside two of 4, the
plain mean would give the two examples as much weight as four others.

After the update the sums begin at 0 again (`zero_grad`); a group left over at the end has its own N. The result is
that of the large mini-batch, except for layers that look at the batch itself, such as batch normalization.
"""
SOURCE = "Goyal et al. 2017, arXiv 1706.02677, 'Subtleties and Pitfalls of Distributed SGD', gradient aggregation: normalize by the total minibatch size"
COVERS = ("15g",)
REVIEWED = "2026-11-22 fixed"


def gradient_accumulation(w, grads, sizes, every, lrs):
    """The parameters after every update.

    w: (D,) parameters at the beginning
    grads: (M, D) gradient of the mean loss of each micro-batch
    sizes: (M,) integers, number of examples of each micro-batch
    every: number of micro-batches for one update
    lrs: (U,) learning rate of every update
    returns ws: (U, D)
    """
    ws = []
    for u, lr in enumerate(lrs):
        group = slice(u * every, (u + 1) * every)
        w = w - lr * sizes[group] @ grads[group] / sizes[group].sum()
        ws.append(w)
    return np.array(ws)


def _case(rng, size, every, updates, left_over=0, sizes=None):
    count = every * (updates - (left_over > 0)) + left_over
    sizes = rng.permutation(np.arange(2, 2 + count)) if sizes is None else np.array(sizes)
    grads, lrs = rng.normal(size=(count, size)), rng.uniform(0.05, 0.3, size=updates)
    return {"w": rng.normal(size=size), "grads": grads, "sizes": sizes, "every": every, "lrs": lrs}


def _single(case):
    away = np.where(case["w"] < 0, -1.0, 1.0)
    calm = case | {"w": 2 * away + case["w"], "grads": -away * (0.5 + np.abs(case["grads"]))}
    return calm | {name: calm[name].astype(np.float32) for name in ("w", "grads", "lrs")}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(3, 9)))
    yield "one micro-batch, one parameter", _case(rng, 1, 1, 1)
    yield "micro-batches of 4, 4 and 2, two parameters", _case(rng, 2, 3, 1, sizes=[4, 4, 2])
    yield "several updates", _case(rng, a, 3, b)
    yield "equal sizes", _case(rng, b, 4, c, sizes=[e] * (4 * c))
    yield "a group left over", _case(rng, d, 4, 3, left_over=int(rng.integers(2, 4)))
    yield "an update after every micro-batch", _case(rng, c, 1, d)
    yield "fewer micro-batches than a group", _case(rng, e, 9, 1, left_over=f)
    yield "single examples", _case(rng, f, 5, 2, sizes=[1] * 10)
    yield "many parameters", _case(rng, 30 + a, 5, 6, left_over=2)
    yield "as many updates as parameters, in float32", _single(_case(rng, 3, 2, 3))


def naive(w, grads, sizes, every, lrs):
    steps, size = len(lrs), len(w)
    ws = np.zeros((steps, size))
    for k in range(size):
        at, total, examples, update = w[k], 0.0, 0, 0
        for j in range(len(grads)):
            for _ in range(sizes[j]):
                total += grads[j, k]
                examples += 1
            if (j + 1) % every == 0 or j + 1 == len(grads):
                at -= lrs[update] * total / examples
                ws[update, k] = at
                total, examples, update = 0.0, 0, update + 1
    return ws


def _walk(step, w, grads, sizes, every, lrs):
    """Runs step(grads of the group, sizes of the group), which gives the gradient of the update."""
    ws = []
    for u, lr in enumerate(lrs):
        group = slice(u * every, (u + 1) * every)
        w = w - lr * step(grads[group], sizes[group])
        ws.append(w)
    return np.array(ws)


def mistake_micro_batches_equally_weighted(w, grads, sizes, every, lrs):
    """You took the plain mean of the micro-batches' gradients. A small micro-batch must count less: weight each by
    its number of examples.
    """
    return _walk(lambda g, _n: g.mean(axis=0), w, grads, sizes, every, lrs)


def mistake_not_divided(w, grads, sizes, every, lrs):
    """You added the gradients of the group up and did not divide, so that the step grows with the number of
    micro-batches.
    """
    return _walk(lambda g, _n: g.sum(axis=0), w, grads, sizes, every, lrs)


def mistake_divided_by_every(w, grads, sizes, every, lrs):
    """You divided the sum of the gradients by `every`. That is right only if all micro-batches have the same size
    and the group is full.
    """
    return _walk(lambda g, _n: g.sum(axis=0) / every, w, grads, sizes, every, lrs)


def mistake_sum_over_examples(w, grads, sizes, every, lrs):
    """You weighted by the sizes but did not divide by their sum: that is the gradient of the summed loss. The mean
    is asked for.
    """
    return _walk(lambda g, n: n @ g, w, grads, sizes, every, lrs)


def mistake_divided_by_sizes(w, grads, sizes, every, lrs):
    """You divided each gradient by its size. Each is a mean already; multiply by the size to get back to the sum
    over the examples.
    """
    return _walk(lambda g, n: (g / n[:, None]).sum(axis=0), w, grads, sizes, every, lrs)


def mistake_not_zeroed(w, grads, sizes, every, lrs):
    """You never set the accumulated gradient back to 0, so that each update repeats all those before it."""
    ws = []
    for u, lr in enumerate(lrs):
        seen = slice((u + 1) * every)
        w = w - lr * (sizes[seen] @ grads[seen]) / sizes[u * every : (u + 1) * every].sum()
        ws.append(w)
    return np.array(ws)


def mistake_first_learning_rate(w, grads, sizes, every, lrs):
    """You used lrs[0] for every update. Update u has its own rate."""
    return gradient_accumulation(w, grads, sizes, every, np.full_like(lrs, lrs[0]))


def mistake_size_of_all(w, grads, sizes, every, lrs):
    """You divided by the number of examples of all groups together. An update's mean is over the examples of its
    own group.
    """
    return _walk(lambda g, n: n @ g / sizes.sum(), w, grads, sizes, every, lrs)
