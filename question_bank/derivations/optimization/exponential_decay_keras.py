"""Exponential decay, as in Keras

The learning rate begins at `base_lr` and falls by the factor `rate` in every `decay_steps` steps, as in
`keras.optimizers.schedules.ExponentialDecay` and TensorFlow's `exponential_decay`.

* `staircase` false: smoothly, by the same factor in every single step.
* `staircase` true: all at once at steps decay_steps, 2·decay_steps, …, which themselves have the new rate.

Return `lrs`, of shape (N,), the rates of the steps `t`, counted from 0, which are given in any order and may
repeat. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "op.schedules"
LEVEL = 1
MINUTES = 3
RETURNS = ("lrs",)
INVARIANTS = {"lrs": ("not negative",)}
HINTS = (
    "If decay_steps steps multiply by rate, by what does one step multiply? And t of them?",
    "The rate is a power of `rate`; the exponent is the number of periods gone by, as a fraction or as a whole.",
    "exponent = t / decay_steps, and with staircase only its whole part; lrs = base_lr · rate ** exponent.",
)
SOLUTION = """
If every step multiplies by c and decay_steps of them by `rate`, then c^decay_steps = rate, so c = rate^(1 /
decay_steps), and after t steps

    lr(t) = base_lr · rate^p,        p = t / decay_steps

With the staircase only completed periods count, and p is replaced by ⌊p⌋. Both agree at the multiples of
decay_steps; between them the smooth rate lies below the stairs.

The numbers of TensorFlow's CIFAR-10 tutorial: batches of 128 from 50,000 examples, 350 epochs to a period, so
decay_steps = ⌊50000 / 128 · 350⌋ = 136,718, rate 0.1, base 0.1, with staircase: 0.1 for 350 epochs, then 0.01.

`rate` is the factor per period, not a rate of decay in the exponent: exp(−rate · p) is a different schedule. The
half-life of the smooth one is decay_steps · ln 2 / (−ln rate).
"""
SOURCE = "Keras 3.15.1, keras/src/optimizers/schedules/learning_rate_schedule.py, ExponentialDecay"
COVERS = ("26b",)
REVIEWED = "2026-11-22 fixed"


def exponential_decay_keras(t, base_lr, decay_steps, rate, staircase):
    """The learning rates of the steps t.

    t: (N,) whole numbers, steps counted from 0
    base_lr: rate of step 0
    decay_steps: number of steps for one factor
    rate: the factor
    staircase: True for stairs, False for a smooth decay
    returns lrs: (N,)
    """
    p = t / decay_steps
    return base_lr * rate ** (np.floor(p) if staircase else p)


def _case(rng, t, decay_steps, staircase, rate=None):
    rates = {"base_lr": float(rng.uniform(0.1, 1)), "rate": float(rng.uniform(0.4, 0.9)) if rate is None else rate}
    return {"t": np.asarray(t), "decay_steps": decay_steps, "staircase": staircase} | rates


def inputs(rng):
    a, b, c, d, e = (int(n) for n in rng.permutation(np.arange(3, 9))[:5])
    yield "step 0", _case(rng, [0], a, False)
    yield "seven steps, stairs of three", _case(rng, np.arange(7), 3, True, 0.5) | {"base_lr": 1.0}
    yield "seven steps, smooth", _case(rng, np.arange(7), 3, False, 0.5) | {"base_lr": 1.0}
    yield "many periods, smooth", _case(rng, np.arange(6 * b + c), b, False)
    yield "many periods, stairs", _case(rng, np.arange(6 * c + d), c, True)
    yield "within the first period", _case(rng, np.arange(5 + d), 50 + e, False)
    yield "around the first boundary", _case(rng, [a - 1, a, a + 1], a, True)
    yield "late steps in any order", _case(rng, rng.integers(50, 99, size=10 + e), 20 + b, bool(rng.integers(2)))
    yield "as many steps as a period", _case(rng, np.arange(9 + d), 9 + d, False)


def large(rng):
    return _case(rng, rng.integers(0, 100_000, size=100_000), 1000, True, 0.96)


def naive(t, base_lr, decay_steps, rate, staircase):
    lrs, each = [], rate ** (1 / decay_steps)
    for last in t:
        lr = base_lr
        for step in range(1, int(last) + 1):
            if not staircase:
                lr *= each
            elif step % decay_steps == 0:
                lr *= rate
        lrs.append(lr)
    return np.array(lrs)


def mistake_never_stairs(t, base_lr, decay_steps, rate, staircase):
    """You did not look at staircase: with it, the rate is constant within a period."""
    return exponential_decay_keras(t, base_lr, decay_steps, rate, False)


def mistake_always_stairs(t, base_lr, decay_steps, rate, staircase):
    """You took the whole part in any case. Without staircase the exponent is the fraction t / decay_steps."""
    return exponential_decay_keras(t, base_lr, decay_steps, rate, True)


def mistake_factor_in_every_step(t, base_lr, decay_steps, rate, staircase):
    """You multiplied by `rate` in every step. It is the factor for decay_steps steps together."""
    return base_lr * rate**t


def mistake_exponential_function(t, base_lr, decay_steps, rate, staircase):
    """You used exp(−rate · p). `rate` is the factor of a period itself: rate to the power of p."""
    p = t / decay_steps
    return base_lr * np.exp(-rate * (np.floor(p) if staircase else p))


def mistake_linear(t, base_lr, decay_steps, rate, staircase):
    """Your rate falls by the same amount in every period and would become negative. Each period multiplies by `rate`."""
    p = t / decay_steps
    return base_lr * (1 - (1 - rate) * (np.floor(p) if staircase else p))


def mistake_one_step_late(t, base_lr, decay_steps, rate, staircase):
    """You are one step behind: step decay_steps already has base_lr · rate."""
    return exponential_decay_keras(np.maximum(t - 1, 0), base_lr, decay_steps, rate, staircase)


def mistake_inverse_time(t, base_lr, decay_steps, rate, staircase):
    """You divided by 1 + rate · p: that is Keras' InverseTimeDecay. Exponential decay is a power of `rate`."""
    p = t / decay_steps
    return base_lr / (1 + rate * (np.floor(p) if staircase else p))
