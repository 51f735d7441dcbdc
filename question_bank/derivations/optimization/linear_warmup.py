"""Linear warm-up

Training starts with the small rate `start_factor` · `base_lr` in step 0. From there the rate rises along a straight
line, reaches `base_lr` in step `warmup`, and stays there. The steps are counted from 0. (This is
`torch.optim.lr_scheduler.LinearLR` with `total_iters=warmup`.)

Return `lrs`, of shape (N,), the rates of the steps `t`, which are given in any order and may repeat. `warmup` is at
least 1. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "op.schedules"
LEVEL = 1
MINUTES = 3
RETURNS = ("lrs",)
INVARIANTS = {"lrs": ("not negative",)}
HINTS = (
    "Which share of the warm-up lies behind step t, and how large can it become at most?",
    "The factor of base_lr goes from start_factor to 1 as the share goes from 0 to 1: mix the two.",
    "share = min(t / warmup, 1); lrs = base_lr · (start_factor + (1 − start_factor) · share).",
)
SOLUTION = """
Let s(t) = min(t / warmup, 1) be the share of the warm-up that lies behind: 0 in step 0, 1 in step warmup and ever
after. The factor of base_lr goes from start_factor to 1 in the same way, so it is a mixture of both:

    f(t) = (1 − s) · start_factor + s · 1 = start_factor + (1 − start_factor) · s(t)        lr(t) = base_lr · f(t)

The minimum makes the second piece superfluous: with s = 1 the factor is 1.

Two habits lead astray by one step. With (t + 1) / warmup the full rate is reached in step warmup − 1; and s = t /
(warmup − 1) fails for a warm-up of one step. With start_factor = 0 the first step does nothing at all: PyTorch's
LinearLR refuses it (its default is 1/3), while MXNet begins at 0 unless told otherwise, but gives its first update
the number 1.

Warm-up helps where the first gradients are large or Adam's averages are still rough, and with large mini-batches.
"""
SOURCE = "PyTorch, torch/optim/lr_scheduler.py, class LinearLR, _get_closed_form_lr"
COVERS = ("26a",)
REVIEWED = "2026-11-22 fixed"


def linear_warmup(t, base_lr, start_factor, warmup):
    """The learning rates of the steps t.

    t: (N,) whole numbers, steps counted from 0
    base_lr: rate after the warm-up
    start_factor: share of base_lr in step 0, between 0 and 1
    warmup: number of the step in which base_lr is reached
    returns lrs: (N,)
    """
    share = (t / warmup).clip(max=1)
    return base_lr * (start_factor + (1 - start_factor) * share)


def _case(rng, t, warmup, start_factor=None):
    start_factor = float(rng.uniform(0.05, 0.5)) if start_factor is None else start_factor
    rates = {"base_lr": float(rng.uniform(0.1, 2)), "start_factor": start_factor}
    return {"t": np.asarray(t)} | rates | {"warmup": warmup}


def inputs(rng):
    a, b, c, d, e = (int(n) for n in rng.permutation(np.arange(3, 9))[:5])
    yield "step 0", _case(rng, [0], a)
    yield "six steps, warm-up of four", _case(rng, np.arange(6), 4, 0.25) | {"base_lr": 1.0}
    yield "beyond the warm-up", _case(rng, np.arange(10 + b), c)
    yield "around its end", _case(rng, [d - 1, d, d + 1], d)
    yield "warm-up of one step", _case(rng, np.arange(3 + e), 1)
    yield "still warming up", _case(rng, np.arange(5 + a), 30 + b)
    yield "from zero", _case(rng, np.arange(12 + c), 6 + d, 0.0)
    yield "steps in any order", _case(rng, rng.integers(0, 60, size=15 + e), 30 + a)
    yield "as many steps as the warm-up", _case(rng, np.arange(9 + d), 9 + d)


def large(rng):
    return _case(rng, rng.integers(0, 2000, size=200_000), 1000)


def naive(t, base_lr, start_factor, warmup):
    lrs = []
    for last in t:
        factor = start_factor
        for step in range(int(last)):
            if step < warmup:
                factor += (1 - start_factor) / warmup
        lrs.append(base_lr * factor)
    return np.array(lrs)


def mistake_rises_forever(t, base_lr, start_factor, warmup):
    """Your rate rises on after the warm-up. It stays at base_lr from step `warmup` on."""
    return base_lr * (start_factor + (1 - start_factor) * t / warmup)


def mistake_from_zero(t, base_lr, start_factor, warmup):
    """Your warm-up begins at 0. It begins at start_factor · base_lr."""
    return base_lr * np.minimum(t / warmup, 1)


def mistake_one_step_ahead(t, base_lr, start_factor, warmup):
    """You are one step ahead, (t + 1) / warmup: base_lr is reached in step `warmup`, not in the one before it."""
    return linear_warmup(t + 1, base_lr, start_factor, warmup)


def mistake_cut_off_instead_of_mixed(t, base_lr, start_factor, warmup):
    """You let t / warmup run and only kept it from falling below start_factor. The line starts at start_factor in
    step 0.
    """
    return base_lr * np.clip(t / warmup, start_factor, 1)


def mistake_start_factor_added(t, base_lr, start_factor, warmup):
    """You added start_factor to the share, so that base_lr is reached too early. What is left to rise is 1 −
    start_factor.
    """
    return base_lr * np.minimum(start_factor + t / warmup, 1)


def mistake_share_exchanged(t, base_lr, start_factor, warmup):
    """Your rate falls from base_lr to start_factor · base_lr. Warm-up rises."""
    share = np.minimum(t / warmup, 1)
    return base_lr * (1 - (1 - start_factor) * share)


def mistake_start_factor_as_rate(t, base_lr, start_factor, warmup):
    """You began at start_factor as a rate. It is a share of base_lr."""
    share = np.minimum(t / warmup, 1)
    return start_factor + (base_lr - start_factor) * share
