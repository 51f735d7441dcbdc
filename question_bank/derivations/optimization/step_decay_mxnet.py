"""Step decay, as in MXNet

MXNet 1.9.1's `FactorScheduler` multiplies the learning rate by `factor` every `step` updates. The updates are
counted from 1 (the number 0 may be asked for; it has the first rate too). The first `step` updates, numbers 1 to
`step`, have the rate `base_lr`, the next `step` updates the second rate, and so on.

The rate never falls below `stop_factor_lr`: where a drop would lead below it, it is set to `stop_factor_lr`, which
is at most `base_lr`. There is no warm-up.

Return `lrs`, of shape (N,), the rates of the updates `t`, which are given in any order and may repeat. Leave the
arguments as they are.
"""

import numpy as np

SUBTOPIC = "op.schedules"
LEVEL = 2
MINUTES = 5
RETURNS = ("lrs",)
INVARIANTS = {"lrs": ("not negative",)}
HINTS = (
    "Write the number of drops for t = 0, 1, …, 7 and step = 3: 0 0 0 0 1 1 1 2. How does it differ from ⌊t / 3⌋?",
    "Update t is number t − 1 when one counts from 0. And what becomes of t = 0 then?",
    "drops = max((t − 1) // step, 0), elementwise; then the larger of base_lr · factor^drops and stop_factor_lr.",
)
SOLUTION = """
Counted from 0, update t has number t − 1, and its block of `step` updates has number ⌊(t − 1) / step⌋. For t = 0
that would be −1, a rate above base_lr; the first rate is wanted, so negative numbers become 0:

    drops(t) = max(⌊(t − 1) / step⌋, 0)        lr(t) = max(base_lr · factor^drops, stop_factor_lr)

For step 3, factor 0.5 and base_lr 1 the numbers 0 … 7 give 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.25. Since the factor is at
most 1, a rate that is once below the limit would only go on falling, and so limiting every drop is the same as
limiting the end.

The code's condition is `num_update > count + step`, with a strict inequality: update number `step` still has the
old rate. The class's docstring says base_lr · factor^⌊num_update / step⌋, which is PyTorch's StepLR and drops one
update earlier. Where text and code disagree, it is the code that trains.
"""
SOURCE = "MXNet 1.9.1, python/mxnet/lr_scheduler.py, FactorScheduler.__call__"
COVERS = ("26a",)
REVIEWED = "2026-11-22 fixed"


def step_decay_mxnet(t, base_lr, step, factor, stop_factor_lr):
    """The learning rates of the updates t.

    t: (N,) whole numbers, 0 or more
    base_lr: the first rate
    step: number of updates between two drops
    factor: factor of each drop, at most 1
    stop_factor_lr: smallest rate
    returns lrs: (N,)
    """
    drops = ((t - 1) // step).clip(min=0)
    return (base_lr * factor**drops).clip(min=stop_factor_lr)


def _case(t, rng, step, factor=0.5, stop=1e-8):
    rates = {"base_lr": float(rng.uniform(0.5, 1)), "step": step, "factor": factor, "stop_factor_lr": stop}
    return {"t": np.asarray(t)} | rates


def inputs(rng):
    a, b, c, d, e = (int(n) for n in rng.permutation(np.arange(2, 8))[:5])
    yield "before the first update", _case([0], rng, a)
    yield "numbers 0 to 7, a drop every third", _case(np.arange(8), rng, 3) | {"base_lr": 1.0}
    yield "around the first boundary", _case([b - 1, b, b + 1, b + 2], rng, b, 0.1)
    yield "many drops", _case(np.arange(5 * c + d), rng, c, float(rng.uniform(0.6, 0.9)))
    yield "a drop after every update", _case(np.arange(10 + a), rng, 1, 0.8)
    yield "no drop yet", _case(np.arange(5 + b), rng, 40 + c)
    yield "down to the smallest rate", _case(np.arange(30 + e), rng, 3, 0.7, stop=float(rng.uniform(0.1, 0.2)))
    yield "late updates in any order", _case(rng.integers(20, 60, size=10 + d), rng, 5 + e, 0.7)
    yield "as many updates as the step", _case(np.arange(1, 10 + e), rng, 9 + e, 0.3)


def large(rng):
    return _case(rng.integers(0, 1000, size=200_000), rng, 30, 0.9)


def naive(t, base_lr, step, factor, stop_factor_lr):
    lrs = []
    for last in t:
        lr, count = base_lr, 0
        while last > count + step:
            count += step
            lr *= factor
            lr = max(lr, stop_factor_lr)
        lrs.append(lr)
    return np.array(lrs)


def mistake_one_update_early(t, base_lr, step, factor, stop_factor_lr):
    """Your drops come one update early, as in PyTorch and in MXNet's own docstring. Update number `step` still has
    the old rate.
    """
    return np.maximum(base_lr * factor ** (t // step), stop_factor_lr)


def mistake_rises_at_zero(t, base_lr, step, factor, stop_factor_lr):
    """Your rate for number 0 is base_lr / factor: (0 − 1) // step is −1. Number 0 has the first rate."""
    return np.maximum(base_lr * factor ** ((t - 1.0) // step), stop_factor_lr)


def mistake_no_smallest_rate(t, base_lr, step, factor, stop_factor_lr):
    """Your rate falls below stop_factor_lr. Once it has come down to that value, it stays at it."""
    return step_decay_mxnet(t, base_lr, step, factor, 0.0)


def mistake_drop_refused(t, base_lr, step, factor, stop_factor_lr):
    """Where a drop would lead below stop_factor_lr you kept the rate from before. It is set to stop_factor_lr
    itself.
    """
    lrs = step_decay_mxnet(t, base_lr, step, factor, 0.0)
    last = base_lr
    while last * factor >= stop_factor_lr:
        last *= factor
    return np.maximum(lrs, last)


def mistake_one_update_late(t, base_lr, step, factor, stop_factor_lr):
    """Your drops come one update late: update number step + 1 is the first with the smaller rate."""
    return step_decay_mxnet(t - 1, base_lr, step, factor, stop_factor_lr)


def mistake_only_one_drop(t, base_lr, step, factor, stop_factor_lr):
    """You dropped the rate once and never again. It drops every `step` updates."""
    return np.where(t > step, np.maximum(base_lr * factor, stop_factor_lr), base_lr)


def mistake_smooth(t, base_lr, step, factor, stop_factor_lr):
    """Your rate falls a little with every update. Between two drops it stays constant."""
    return np.maximum(base_lr * factor ** (np.maximum(t - 1, 0) / step), stop_factor_lr)
