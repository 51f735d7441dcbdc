"""Cosine annealing, as in PyTorch

The learning rate follows half a period of a cosine from `base_lr` in epoch 0 down to `eta_min` in epoch `t_max`,
with slope 0 at both ends. There are no restarts.

After `t_max` the formula is simply used on, as in `torch.optim.lr_scheduler.CosineAnnealingLR`: nothing is cut off,
and the rate goes on along the same cosine. (Keras and MXNet keep it at the smallest value instead.)

Return `lrs`, of shape (N,), the rates of the epochs `t`, which are given in any order and may repeat. Leave the
arguments as they are.
"""

import numpy as np

SUBTOPIC = "op.schedules"
LEVEL = 1
MINUTES = 4
RETURNS = ("lrs",)
INVARIANTS = {"lrs": ("not negative",)}
HINTS = (
    "cos goes from 1 to −1 while its angle goes from 0 to π. Turn that into a share that goes from 1 to 0.",
    "The share is (1 + cos) / 2. Mix base_lr and eta_min with it; at t = t_max the angle is π.",
    "lrs = eta_min + (base_lr − eta_min) · (1 + cos(π · t / t_max)) / 2, for all t, also those beyond t_max.",
)
SOLUTION = """
The angle π t / t_max runs from 0 to π while t runs from 0 to t_max, and its cosine from 1 to −1. Adding 1 and
halving makes a share of it that goes from 1 to 0; what is to be shared out is the distance from eta_min up to
base_lr:

    lr(t) = eta_min + (base_lr − eta_min) · (1 + cos(π t / t_max)) / 2

The derivative is proportional to sin, so it vanishes at both ends: the rate leaves base_lr slowly, falls fastest in
the middle, at their mean, and settles gently.

The cosine is even about t_max and has the period 2·t_max. So beyond t_max the rate climbs back: for t_max = 10,
base 1 and eta_min 0, epoch 11 has 0.0245, epoch 20 the full rate again. If one trains longer than t_max by mistake,
PyTorch thus heats the model up, where Keras and MXNet stay at the bottom. SGDR's restarts would jump back to
base_lr at once.
"""
SOURCE = "PyTorch, torch/optim/lr_scheduler.py, CosineAnnealingLR; Loshchilov and Hutter, SGDR, arXiv 1608.03983, eq. 5"
COVERS = ("26a",)
REVIEWED = "2026-11-22 agreed"


def cosine_annealing_pytorch(t, base_lr, eta_min, t_max):
    """The learning rates of the epochs t.

    t: (N,) whole numbers, epochs counted from 0
    base_lr: rate of epoch 0
    eta_min: smallest rate
    t_max: epoch of the smallest rate
    returns lrs: (N,)
    """
    return eta_min + (base_lr - eta_min) * (1 + np.cos(np.pi * t / t_max)) / 2


def _case(rng, t, t_max, eta_min=None):
    eta_min = float(rng.uniform(0.01, 0.1)) if eta_min is None else eta_min
    return {"t": np.asarray(t), "base_lr": float(rng.uniform(0.3, 1)), "eta_min": eta_min, "t_max": t_max}


def inputs(rng):
    a, b, c, d, e = (int(n) for n in rng.permutation(np.arange(4, 10))[:5])
    yield "the first epoch", _case(rng, [0], a)
    yield "five epochs down to 0", _case(rng, np.arange(5), 4, 0.0) | {"base_lr": 1.0}
    yield "down to eta_min", _case(rng, np.arange(b + 1), b)
    yield "beyond t_max", _case(rng, np.arange(c + d), c)
    yield "several periods", _case(rng, np.arange(3 * d + e), d)
    yield "one epoch only", _case(rng, np.arange(4), 1)
    yield "a long run", _case(rng, np.arange(50 + e), 60 + a, 0.0)
    yield "late epochs in any order", _case(rng, rng.integers(20, 60, size=10 + b), 25 + c)
    yield "as many epochs as t_max", _case(rng, np.arange(10 + e), 10 + e)


def large(rng):
    return _case(rng, rng.integers(0, 1000, size=100_000), 700)


def naive(t, base_lr, eta_min, t_max):
    """From the addition theorem: cos((k + 1) a) = 2 cos(a) cos(k a) − cos((k − 1) a)."""
    step = np.cos(np.pi / t_max)
    lrs = []
    for last in t:
        before, now = step, 1.0
        for _ in range(int(last)):
            before, now = now, 2 * step * now - before
        share = (1 + now) / 2
        lrs.append(share * base_lr + (1 - share) * eta_min)
    return np.array(lrs)


def mistake_stays_at_the_bottom(t, base_lr, eta_min, t_max):
    """You kept the rate at eta_min after t_max, as Keras and MXNet do. PyTorch's goes on along the cosine, and
    climbs again.
    """
    return cosine_annealing_pytorch(np.minimum(t, t_max), base_lr, eta_min, t_max)


def mistake_restarts(t, base_lr, eta_min, t_max):
    """You jumped back to base_lr after t_max: those are SGDR's warm restarts. Here the cosine just goes on."""
    return cosine_annealing_pytorch(t % t_max, base_lr, eta_min, t_max)


def mistake_not_halved(t, base_lr, eta_min, t_max):
    """You left out the ½: 1 + cos goes from 2 to 0, so that you begin at about twice base_lr."""
    return eta_min + (base_lr - eta_min) * (1 + np.cos(np.pi * t / t_max))


def mistake_distance_not_reduced(t, base_lr, eta_min, t_max):
    """You added eta_min without taking it off the distance, so that you begin at base_lr + eta_min."""
    return eta_min + base_lr * (1 + np.cos(np.pi * t / t_max)) / 2


def mistake_quarter_period(t, base_lr, eta_min, t_max):
    """You used a quarter of a period: cos from 0 to π/2, which arrives at eta_min at full speed. It is half a
    period, (1 + cos) / 2.
    """
    return eta_min + (base_lr - eta_min) * np.cos(np.pi / 2 * t / t_max)


def mistake_whole_period(t, base_lr, eta_min, t_max):
    """Your angle reaches 2π at t_max, so that the rate is back at the top there. It has to reach π."""
    return cosine_annealing_pytorch(2 * t, base_lr, eta_min, t_max)


def mistake_one_epoch_ahead(t, base_lr, eta_min, t_max):
    """You are one epoch ahead: epochs are counted from 0, and epoch 0 has base_lr itself."""
    return cosine_annealing_pytorch(t + 1, base_lr, eta_min, t_max)


def mistake_straight_line(t, base_lr, eta_min, t_max):
    """You went from base_lr to eta_min, and back, along straight lines. The rate follows a cosine."""
    share = np.abs((t / t_max + 1) % 2 - 1)
    return base_lr + (eta_min - base_lr) * share
