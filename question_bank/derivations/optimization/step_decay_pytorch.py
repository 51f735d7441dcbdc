"""Step decay, as in PyTorch

The learning rate begins at `base_lr` and is multiplied by `gamma` every `step_size` epochs, as by
`torch.optim.lr_scheduler.StepLR`: the epochs are counted from 0, and epoch number `step_size` is the **first** one
with the smaller rate.

Return `lrs`, of shape (N,), the rates of the epochs `t`, which are given in any order and may repeat. Leave the
arguments as they are.
"""

import numpy as np

SUBTOPIC = "op.schedules"
LEVEL = 1
MINUTES = 3
RETURNS = ("lrs",)
INVARIANTS = {"lrs": ("not negative",)}
HINTS = (
    "How often has the rate been multiplied by the time of epoch t? That number depends on t and step_size alone.",
    "Write the number of drops for t = 0, 1, …, 6 and step_size = 3: 0 0 0 1 1 1 2. Which operation gives that?",
    "The number of drops is the whole part of t / step_size; gamma is raised to it.",
)
SOLUTION = """
Epochs 0 … step_size − 1 have the first rate, the next step_size epochs the second, and so on. So epoch t lies in
block number ⌊t / step_size⌋, counted from 0, and as many drops lie behind it:

    lr(t) = base_lr · gamma^⌊t / step_size⌋

For step_size = 3, gamma = 0.5 and base_lr = 1 the rates are 1, 1, 1, 0.5, 0.5, 0.5, 0.25. NumPy's `//` on the whole
array t does it without a loop.

The closed form needs no state, so that training can be resumed at any epoch; PyTorch itself multiplies the present
rate whenever t is a multiple of step_size, which gives the same numbers. Frameworks disagree about the boundary:
MXNet's FactorScheduler makes its drop one update later, at step + 1. Without the floor one has the smooth
exponential decay that goes through the left ends of the stairs.
"""
SOURCE = "PyTorch, torch/optim/lr_scheduler.py, class StepLR, _get_closed_form_lr"
COVERS = ("26a",)
REVIEWED = "2026-11-22 agreed"


def step_decay_pytorch(t, base_lr, step_size, gamma):
    """The learning rates of the epochs t.

    t: (N,) whole numbers, epochs counted from 0
    base_lr: rate of epoch 0
    step_size: number of epochs between two drops
    gamma: factor of each drop
    returns lrs: (N,)
    """
    return base_lr * gamma ** (t // step_size)


def _case(t, rng, step_size, gamma=0.5):
    return {"t": np.asarray(t), "base_lr": float(rng.uniform(0.1, 1)), "step_size": step_size, "gamma": gamma}


def inputs(rng):
    a, b, c, d, e = (int(n) for n in rng.permutation(np.arange(2, 8))[:5])
    yield "the first epoch", _case([0], rng, a)
    yield "seven epochs, a drop every third", _case(np.arange(7), rng, 3) | {"base_lr": 1.0}
    yield "around the first boundary", _case([b - 1, b, b + 1], rng, b, 0.1)
    yield "many drops", _case(np.arange(6 * c + d), rng, c, float(rng.uniform(0.6, 0.9)))
    yield "a drop after every epoch", _case(np.arange(10 + a), rng, 1, 0.8)
    yield "no drop yet", _case(np.arange(5 + b), rng, 40 + c)
    yield "late epochs in any order", _case(rng.integers(20, 60, size=10 + d), rng, 5 + e, 0.7)
    yield "as many epochs as the step", _case(np.arange(9 + e), rng, 9 + e, 0.3)
    yield "a rate that grows", _case(np.arange(15 + c), rng, 4, 1.25)


def large(rng):
    return _case(rng.integers(0, 1000, size=200_000), rng, 30, 0.9)


def naive(t, base_lr, step_size, gamma):
    lrs = []
    for last in t:
        lr = base_lr
        for epoch in range(1, int(last) + 1):
            if epoch % step_size == 0:
                lr *= gamma
        lrs.append(lr)
    return np.array(lrs)


def mistake_one_epoch_late(t, base_lr, step_size, gamma):
    """Your drops come one epoch late, as in MXNet. Epoch number step_size already has the smaller rate."""
    return base_lr * gamma ** (np.maximum(t - 1, 0) // step_size)


def mistake_one_epoch_early(t, base_lr, step_size, gamma):
    """Your drops come one epoch early. Epochs are counted from 0, so step_size − 1 is the last one before the drop."""
    return base_lr * gamma ** ((t + 1) // step_size)


def mistake_smooth(t, base_lr, step_size, gamma):
    """Your rate falls a little in every epoch. Between two drops it stays constant: use the whole part of t /
    step_size.
    """
    return base_lr * gamma ** (t / step_size)


def mistake_only_one_drop(t, base_lr, step_size, gamma):
    """You dropped the rate once and never again. It is multiplied by gamma every step_size epochs."""
    return np.where(t >= step_size, base_lr * gamma, base_lr)


def mistake_multiplied_by_the_number_of_drops(t, base_lr, step_size, gamma):
    """You multiplied by gamma times the number of drops. Each drop multiplies once more: a power of gamma."""
    drops = t // step_size
    return base_lr * np.where(drops > 0, gamma * drops, 1)


def mistake_rounded(t, base_lr, step_size, gamma):
    """You rounded t / step_size to the nearest whole number, so that the drops come half a step early. Take the
    whole part.
    """
    return base_lr * gamma ** np.round(t / step_size)


def mistake_drop_at_multiples_only(t, base_lr, step_size, gamma):
    """Only the epochs that are multiples of step_size have a smaller rate in yours. A drop lasts: the rate stays
    down.
    """
    return base_lr * np.where((t % step_size == 0) & (t > 0), gamma, 1.0)
