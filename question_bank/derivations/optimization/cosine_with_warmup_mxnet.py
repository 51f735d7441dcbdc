"""Warm-up, then a cosine, as in MXNet

MXNet 1.9.1's `CosineScheduler`, with linear warm-up, as a function of the number of the update. (MXNet gives its first
update the number 1; the number 0 may be asked for all the same.)

* **Warm-up**, numbers below `warmup`: along a straight line that has the value `begin_lr` at number 0 and would
  reach `base_lr` at number `warmup`.
* **Cosine**, from number `warmup` on: half a period of a cosine, from `base_lr` at number `warmup` to `final_lr` at
  number `max_update`, with slope 0 at both ends. So the warm-up is counted **inside** `max_update`.
* **After** `max_update` the rate stays at `final_lr`.

Always 1 ≤ `warmup` < `max_update`. Return `lrs`, of shape (N,), the rates of the updates `t`, which are given in any
order and may repeat. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "op.schedules"
LEVEL = 2
MINUTES = 7
RETURNS = ("lrs",)
INVARIANTS = {"lrs": ("not negative",)}
HINTS = (
    "Compute both branches for all t and choose elementwise; the third piece can be had from the second.",
    "How far has the cosine come? Its share of the way goes from 0 at warmup to 1 at max_update, and stays at 1.",
    "way = min((t − warmup) / (max_update − warmup), 1); cosine = final + (base − final) (1 + cos(π · way)) / 2.",
)
SOLUTION = """
Warm-up is the straight line through (0, begin_lr) and (warmup, base_lr):

    lr(t) = begin_lr + (base_lr − begin_lr) · t / warmup,        t < warmup

At t = warmup the cosine takes over, which begins at base_lr, so the two join without a jump. It has max_update −
warmup updates left:

    way = (t − warmup) / (max_update − warmup)
    lr(t) = final_lr + (base_lr − final_lr) · (1 + cos(π · way)) / 2

Cutting way off at 1 gives final_lr for all later updates, with no third branch. `np.where(t < warmup, …)` chooses
elementwise.

Three conventions meet here. Keras' CosineDecay counts the warm-up in addition to the decay: with 4 warm-up steps
and 10 of decay it ends at 14, MXNet at 10. PyTorch's cosine climbs again after its end. And MXNet's own docstring
says that the rate is 0 after max_update, while its code keeps the last value, final_lr.
"""
EQUIVALENT = {
    "return np.where(t < warmup, rising, cosine) → return np.where(t <= warmup, rising, cosine)": "equal there",
}
SOURCE = "MXNet 1.9.1, python/mxnet/lr_scheduler.py, LRScheduler.get_warmup_lr and CosineScheduler.__call__"
COVERS = ("26a",)
REVIEWED = "2026-11-22 fixed"


def cosine_with_warmup_mxnet(t, begin_lr, base_lr, final_lr, warmup, max_update):
    """The learning rates of the updates t.

    t: (N,) whole numbers, 0 or more
    begin_lr: rate at the beginning of the warm-up
    base_lr: rate at its end
    final_lr: rate at the end of the cosine
    warmup: number of the update at which base_lr is reached
    max_update: number of the update at which the cosine ends
    returns lrs: (N,)
    """
    rising = begin_lr + (base_lr - begin_lr) * t / warmup
    way = ((t - warmup) / (max_update - warmup)).clip(max=1)
    cosine = final_lr + (base_lr - final_lr) * (1 + np.cos(np.pi * way)) / 2
    return np.where(t < warmup, rising, cosine)


def _case(rng, t, warmup, max_update):
    rates = {"begin_lr": float(rng.uniform(0.01, 0.1)), "base_lr": float(rng.uniform(0.5, 1))}
    rates["final_lr"] = float(rng.uniform(0.1, 0.3))
    return {"t": np.asarray(t)} | rates | {"warmup": warmup, "max_update": max_update}


def inputs(rng):
    a, b, c, d, e = (int(n) for n in rng.permutation(np.arange(4, 10))[:5])
    zeros = {"begin_lr": 0.0, "final_lr": 0.0, "base_lr": 1.0}
    yield "one update, in the warm-up", _case(rng, [1], a, 20 + b)
    yield "4 updates of warm-up, 10 in all", _case(rng, np.arange(15), 4, 10) | zeros
    yield "warm-up only", _case(rng, np.arange(a), a, 20 + c)
    yield "to the end and beyond", _case(rng, np.arange(20 + d), b, 15 + c)
    yield "warm-up of one update", _case(rng, np.arange(10 + e), 1, 8 + a)
    yield "around the joint", _case(rng, [c - 1, c, c + 1], c, 12 + d)
    yield "the cosine is one update long", _case(rng, np.arange(d + 4), d, d + 1)
    yield "updates in any order", _case(rng, rng.integers(0, 60, size=20 + e), 10 + a, 40 + b)
    yield "as long as max_update", _case(rng, np.arange(15 + e), 3, 15 + e)


def large(rng):
    return _case(rng, rng.integers(0, 1200, size=100_000), 100, 1000)


def naive(t, begin_lr, base_lr, final_lr, warmup, max_update):
    lrs = []
    for update in t:
        if update < warmup:
            lr = (begin_lr * (warmup - update) + base_lr * update) / warmup
        elif update <= max_update:
            share = np.cos(np.pi / 2 * (update - warmup) / (max_update - warmup)) ** 2
            lr = share * base_lr + (1 - share) * final_lr
        else:
            lr = final_lr
        lrs.append(lr)
    return np.array(lrs)


def mistake_warmup_counted_besides(t, begin_lr, base_lr, final_lr, warmup, max_update):
    """Your cosine takes max_update updates after the warm-up, as in Keras. Here the warm-up is counted inside
    max_update.
    """
    return cosine_with_warmup_mxnet(t, begin_lr, base_lr, final_lr, warmup, max_update + warmup)


def mistake_cosine_from_zero(t, begin_lr, base_lr, final_lr, warmup, max_update):
    """Your cosine began at update 0, so that the rate jumps down where the warm-up ends. It begins at update
    `warmup`.
    """
    right = cosine_with_warmup_mxnet(t, begin_lr, base_lr, final_lr, warmup, max_update)
    cosine = final_lr + (base_lr - final_lr) * (1 + np.cos(np.pi * np.minimum(t / max_update, 1))) / 2
    return np.where(t < warmup, right, cosine)


def mistake_climbs_again(t, begin_lr, base_lr, final_lr, warmup, max_update):
    """After max_update your rate climbs again, as in PyTorch. Here it stays at final_lr."""
    right = cosine_with_warmup_mxnet(t, begin_lr, base_lr, final_lr, warmup, max_update)
    way = (t - warmup) / (max_update - warmup)
    return np.where(t < warmup, right, final_lr + (base_lr - final_lr) * (1 + np.cos(np.pi * way)) / 2)


def mistake_zero_at_the_end(t, begin_lr, base_lr, final_lr, warmup, max_update):
    """After max_update your rate is 0, as MXNet's docstring says. Its code keeps the last value, final_lr."""
    right = cosine_with_warmup_mxnet(t, begin_lr, base_lr, final_lr, warmup, max_update)
    return np.where(t > max_update, 0.0, right)


def mistake_warmup_from_zero(t, begin_lr, base_lr, final_lr, warmup, max_update):
    """Your warm-up begins at 0. It begins at begin_lr."""
    return cosine_with_warmup_mxnet(t, 0.0, base_lr, final_lr, warmup, max_update)


def mistake_warmup_one_step_ahead(t, begin_lr, base_lr, final_lr, warmup, max_update):
    """Your warm-up is one update ahead, (t + 1) / warmup. Number 0 has begin_lr, and base_lr is reached at number
    `warmup`.
    """
    right = cosine_with_warmup_mxnet(t, begin_lr, base_lr, final_lr, warmup, max_update)
    return np.where(t < warmup, begin_lr + (base_lr - begin_lr) * (t + 1) / warmup, right)


def mistake_no_warmup(t, begin_lr, base_lr, final_lr, warmup, max_update):
    """You left the warm-up out: below number `warmup` your rate is base_lr."""
    right = cosine_with_warmup_mxnet(t, begin_lr, base_lr, final_lr, warmup, max_update)
    return np.where(t < warmup, base_lr, right)


def mistake_begin_added(t, begin_lr, base_lr, final_lr, warmup, max_update):
    """Your warm-up adds the whole of base_lr to begin_lr, and so overshoots it. What is added is the distance
    between both.
    """
    right = cosine_with_warmup_mxnet(t, begin_lr, base_lr, final_lr, warmup, max_update)
    return np.where(t < warmup, begin_lr + base_lr * t / warmup, right)
