"""Learning rate for a larger mini-batch

The learning rate `base_lr` is known to work with mini-batches of `base_batch` examples; the loss is their **mean**.
Now mini-batches of `batch` examples are used.

* `rule` "linear": the rate is scaled in proportion to the size of the mini-batch.
* `rule` "sqrt": it is scaled such that the standard deviation of a step's noise stays the same, that is with the
  square root of the ratio.

The new rate is not used at once. Training starts in epoch 0 with the **old** rate `base_lr`, and from there the
rate goes along a straight line to the scaled rate, which it reaches at epoch `warmup` and then keeps.

Return `lrs`, of shape (N,), the rates at the times `t`, measured in epochs, fractions included, in any order.
`warmup` is positive. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "op.lr-batch"
LEVEL = 2
MINUTES = 5
RETURNS = ("lrs",)
RTOL = 1e-5  # float32 arguments in one case
INVARIANTS = {"lrs": ("not negative",)}
HINTS = (
    "First the target: with k times as many examples in a mini-batch, the rate is multiplied by k or by √k.",
    "Then the way there: a share of the distance from base_lr to the target that grows from 0 to 1 and stays there.",
    "target = base_lr · ratio (or its root); lrs = base_lr + (target − base_lr) · min(t / warmup, 1).",
)
SOLUTION = """
Let k = batch / base_batch. One step with the mean over k times as many examples replaces k small steps, whose
gradients, if w hardly moves in between, add up to k times the mean gradient:

    w − lr Σⱼ gⱼ ≈ w − (k · lr) · (mean of the gⱼ)

So the target of the linear rule is k · base_lr. The noise of a mean of k times as many examples has a standard
deviation smaller by √k; the step's noise lr · σ/√batch stays as it was if lr grows by √k. That is the other rule,
often used with Adam.

The approximation is worst at the beginning, where w changes fast. Goyal et al. therefore start at the old rate and
rise to the new one within five epochs:

    lr(t) = base_lr + (target − base_lr) · min(t / warmup, 1)

k may be below 1 too; then the rate falls. Neither rule holds for every size: on ImageNet the linear one did for
mini-batches of up to about 8,000 examples.
"""
SOURCE = "Goyal et al. 2017, Accurate, Large Minibatch SGD, arXiv 1706.02677, sections 2.1 and 2.2"
COVERS = ("19",)
REVIEWED = "2026-11-22 fixed"


def scaled_learning_rate(t, base_lr, base_batch, batch, warmup, rule):
    """The learning rates at the times t.

    t: (N,) times in epochs, 0 or more
    base_lr: rate for mini-batches of base_batch examples
    base_batch: their number of examples
    batch: number of examples of the new mini-batches
    warmup: length of the warm-up in epochs, positive
    rule: "linear" or "sqrt"
    returns lrs: (N,)
    """
    ratio = batch / base_batch
    target = base_lr * (ratio if rule == "linear" else np.sqrt(ratio))
    return base_lr + (target - base_lr) * (t / warmup).clip(max=1)


def _case(rng, t, rule, base_batch=None, batch=None, warmup=None):
    base_batch = 2 ** int(rng.integers(4, 7)) if base_batch is None else base_batch
    batch = base_batch * int(rng.integers(3, 9)) if batch is None else batch
    warmup = float(rng.uniform(2, 8)) if warmup is None else warmup
    rates = {"base_lr": float(rng.uniform(0.05, 0.2)), "base_batch": base_batch, "batch": batch}
    return {"t": np.asarray(t, dtype=float)} | rates | {"warmup": warmup, "rule": rule}


def inputs(rng):
    a, b, c, d, e = (int(n) for n in rng.permutation(np.arange(4, 10))[:5])
    yield "one time, after the warm-up", _case(rng, [20.0], "linear")
    yield "from 256 to 1024 examples, seven epochs", _case(rng, np.arange(7), "linear", 256, 1024, 5.0)
    yield "the same by the root", _case(rng, np.arange(7), "sqrt", 256, 1024, 5.0)
    yield "fractions of epochs", _case(rng, rng.uniform(0, 10, size=10 + a), "linear")
    yield "fractions of epochs, by the root", _case(rng, rng.uniform(0, 10, size=10 + b), "sqrt")
    yield "within the warm-up", _case(rng, np.linspace(0, 3, c), "linear", warmup=3.0 + d)
    yield "a smaller mini-batch", _case(rng, np.arange(4 + d), "sqrt", 128, 16 + a)
    yield "the same mini-batch", _case(rng, np.arange(3 + e), "linear", 64, 64)
    yield "as many times as the warm-up has epochs", _case(rng, np.arange(c), "linear", warmup=float(c))
    single = _case(rng, rng.uniform(0, 9, size=d), "linear", 32, 96)
    yield "times in float32", single | {"t": single["t"].astype(np.float32)}


def large(rng):
    return _case(rng, rng.uniform(0, 10, size=200_000), "linear")


def naive(t, base_lr, base_batch, batch, warmup, rule):
    power = {"linear": 1.0, "sqrt": 0.5}[rule]
    target = base_lr * batch**power / base_batch**power
    lrs = []
    for time in t:
        if time >= warmup:
            lrs.append(target)
        else:
            lrs.append((base_lr * (warmup - time) + target * time) / warmup)
    return np.array(lrs)


def _ramp(t, begin, end, warmup):
    return begin + (end - begin) * np.minimum(t / warmup, 1)


def _target(base_lr, base_batch, batch, rule):
    return base_lr * (batch / base_batch) ** (1.0 if rule == "linear" else 0.5)


def mistake_warmup_from_zero(t, base_lr, base_batch, batch, warmup, rule):
    """Your warm-up begins at 0. It begins at the old rate, which is known to work."""
    return _ramp(t, 0.0, _target(base_lr, base_batch, batch, rule), warmup)


def mistake_no_warmup(t, base_lr, base_batch, batch, warmup, rule):
    """You used the scaled rate from the beginning. It is reached at epoch `warmup` only."""
    return np.full(len(t), _target(base_lr, base_batch, batch, rule))


def mistake_scaled_twice(t, base_lr, base_batch, batch, warmup, rule):
    """You scaled twice. The loss is a mean already, so the ratio comes in once."""
    twice = _target(_target(base_lr, base_batch, batch, rule), base_batch, batch, rule)
    return _ramp(t, base_lr, twice, warmup)


def mistake_ratio_inverted(t, base_lr, base_batch, batch, warmup, rule):
    """Your ratio is upside down: a larger mini-batch gets a larger rate."""
    return _ramp(t, base_lr, _target(base_lr, batch, base_batch, rule), warmup)


def mistake_always_linear(t, base_lr, base_batch, batch, warmup, rule):
    """You did not look at the rule: "sqrt" scales with the root of the ratio."""
    return _ramp(t, base_lr, _target(base_lr, base_batch, batch, "linear"), warmup)


def mistake_always_root(t, base_lr, base_batch, batch, warmup, rule):
    """You took the root in any case: "linear" scales with the ratio itself."""
    return _ramp(t, base_lr, _target(base_lr, base_batch, batch, "sqrt"), warmup)


def mistake_rises_forever(t, base_lr, base_batch, batch, warmup, rule):
    """Your rate goes on after the warm-up. From epoch `warmup` on it is the scaled rate."""
    return base_lr + (_target(base_lr, base_batch, batch, rule) - base_lr) * t / warmup


def mistake_not_scaled(t, base_lr, base_batch, batch, warmup, rule):
    """Your rate stays the old one: it has to be scaled by the ratio of the mini-batches."""
    return np.full(len(t), base_lr)
