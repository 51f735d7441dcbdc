"""Multi-step decay, as in PyTorch

The learning rate begins at `base_lr` and is multiplied by `gamma` at each of the `milestones`, as by
`torch.optim.lr_scheduler.MultiStepLR`: the epochs are counted from 0, and a milestone is the **first** epoch with
the new rate. The milestones are given in any order, and one that stands twice in the list multiplies twice.

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
    "The exponent of gamma is a count: of which milestones?",
    "Compare every epoch with every milestone, an (N, K) table of true and false, and count along the rows.",
    "exponent = number of milestones that are at most t, with repetitions; lrs = base_lr · gamma ** exponent.",
)
SOLUTION = """
By epoch t the rate has been multiplied once for every milestone that t has reached, and reaching includes equality,
since the milestone itself has the new rate:

    k(t) = #{ j : milestones[j] ≤ t }        lr(t) = base_lr · gamma^k(t)

Comparing `t[:, None]` with `milestones` gives an (N, K) table; its sum over the second axis is k. Neither the order
nor repetitions matter to a count. With sorted milestones a binary search does the same in less time:
`searchsorted(sorted, t, side="right")`.

An empty list has k = 0 everywhere, and the rate stays base_lr.

The boundary is again a matter of the framework: MXNet's MultiFactorScheduler and Keras' PiecewiseConstantDecay keep
the old rate at the boundary itself, PyTorch has the new one there. The ResNets for CIFAR-10 were trained in this
way, with a factor of 0.1 after one half and three quarters of the steps.
"""
SOURCE = "PyTorch, torch/optim/lr_scheduler.py, class MultiStepLR, get_lr and _get_closed_form_lr"
COVERS = ("26a",)
REVIEWED = "2026-11-22 fixed"


def multi_step_pytorch(t, base_lr, milestones, gamma):
    """The learning rates of the epochs t.

    t: (N,) whole numbers, epochs counted from 0
    base_lr: the first rate
    milestones: (K,) whole numbers, in any order, 1 or more
    gamma: factor of each drop
    returns lrs: (N,)
    """
    return base_lr * gamma ** np.sum(t[:, None] >= milestones, axis=1)


def _case(rng, t, milestones, gamma=None):
    gamma = float(rng.uniform(0.3, 0.8)) if gamma is None else gamma
    numbers = {"t": np.asarray(t, dtype=int), "milestones": np.asarray(milestones, dtype=int)}
    return numbers | {"base_lr": float(rng.uniform(0.1, 1)), "gamma": gamma}


def inputs(rng):
    a, b, c, d, e = (int(n) for n in rng.permutation(np.arange(3, 9))[:5])
    yield "one epoch, one milestone", _case(rng, [a], [a])
    yield "eight epochs, milestones 3 and 5", _case(rng, np.arange(8), [3, 5], 0.1) | {"base_lr": 1.0}
    yield "several milestones", _case(rng, np.arange(40 + b), np.sort(rng.choice(np.arange(1, 40), c, replace=False)))
    yield "milestones in any order", _case(rng, np.arange(30 + a), [20 + d, b, 12, 2, 15 + e])
    yield "one milestone twice", _case(rng, np.arange(10 + c), [b, 8, b])
    yield "no milestones", _case(rng, np.arange(4 + e), [])
    yield "as many epochs as milestones", _case(rng, np.arange(d), np.arange(1, d + 1))
    late = rng.integers(30, 70, size=10 + e)
    yield "late epochs in any order", _case(rng, late, [35, 45 + a, 60, int(late[0])])
    yield "a rate that grows", _case(rng, np.arange(15 + d), [4, 9], 2.0)


def large(rng):
    return _case(rng, rng.integers(0, 1000, size=100_000), [100, 300, 300, 700, 900], 0.5)


def naive(t, base_lr, milestones, gamma):
    lrs = []
    for last in t:
        lr = base_lr
        for epoch in range(int(last) + 1):
            for milestone in milestones:
                if epoch == milestone:
                    lr *= gamma
        lrs.append(lr)
    return np.array(lrs)


def mistake_one_epoch_late(t, base_lr, milestones, gamma):
    """Your rate changes one epoch late, as in Keras and MXNet. The milestone itself already has the new rate."""
    return base_lr * gamma ** np.sum(t[:, None] > milestones, axis=1)


def mistake_repeated_milestone_counts_once(t, base_lr, milestones, gamma):
    """You counted a milestone that stands twice only once. It multiplies twice."""
    return base_lr * gamma ** np.sum(t[:, None] >= np.unique(milestones), axis=1)


def mistake_milestones_taken_as_sorted(t, base_lr, milestones, gamma):
    """You searched the milestones as if they were sorted. They may come in any order: sort them first, or count."""
    return base_lr * gamma ** np.searchsorted(milestones, t, side="right")


def mistake_only_one_drop(t, base_lr, milestones, gamma):
    """You multiplied once, however many milestones lie behind. Each of them multiplies."""
    return base_lr * gamma ** np.any(t[:, None] >= milestones, axis=1).astype(float)


def mistake_multiplied_by_the_count(t, base_lr, milestones, gamma):
    """You multiplied by gamma times the number of milestones reached. Each multiplies once more: a power of gamma."""
    count = np.sum(t[:, None] >= milestones, axis=1)
    return base_lr * np.where(count > 0, gamma * count, 1)


def mistake_at_the_milestones_only(t, base_lr, milestones, gamma):
    """Only the milestones themselves have a smaller rate in yours. A drop lasts: the rate stays down."""
    return base_lr * gamma ** np.sum(t[:, None] == milestones, axis=1)


def mistake_milestones_to_come(t, base_lr, milestones, gamma):
    """You counted the milestones that are still to come. Those that t has reached have changed the rate."""
    return base_lr * gamma ** np.sum(t[:, None] < milestones, axis=1)
