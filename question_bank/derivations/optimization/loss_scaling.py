"""Dynamic loss scaling

In mixed precision the gradients are computed in float16, where small ones become 0. So the loss is multiplied by a
scale before the backward pass, and the gradients are divided by it before the update. You carry out T steps of SGD
in this way. In step t

1. the backward pass gives `grads[t]` · `scale` **as float16** (`.astype(np.float16)`; what would round to more
   than its largest number, 65504, becomes ∞);
2. if every number in it is finite: divide it by the scale **in the precision of w** (first change its type, then
   divide), and take the step `w − lrs[t]` · gradient;
3. if not: skip the step, w stays as it is;
4. then the scale changes. After a skipped step it is multiplied by `backoff`, and the count of good steps begins at
   0 again. A good step raises the count by 1; when the count reaches `interval`, the scale is multiplied by
   `growth`, and the count begins at 0 again.

At the beginning the count is 0. (These are the rules of `torch.amp.GradScaler`.)

Return `ws`, of shape (T, D), the parameters after every step, skipped ones too, and `scales`, of shape (T,), the
scale as it stands after every step. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "op.clipping"
LEVEL = 3
MINUTES = 10
RETURNS = ("ws", "scales")
RTOL = 1e-5  # float32 arguments in one case
TRAJECTORY = "ws"
INVARIANTS = {"scales": ("not negative",)}
HINTS = (
    "Three things are carried from step to step: w, the scale and the count of good steps in a row.",
    "Gradients are divided by the scale they were made with, so the scale changes only at the end of a step.",
    "half = (grads[t] * scale).astype(np.float16); np.isfinite(half).all() decides between the two branches.",
)
SOLUTION = """
Differentiation is linear: if the loss is multiplied by S, so are all gradients. In float16 the smallest positive
number is about 6e-8; with S = 2¹⁶ gradients down to 1e-12 survive. Dividing by S afterwards restores them, but only
in a wider type, or else they would vanish again. A power of two costs no precision.

If S is too large, some S·g exceeds 65504 and becomes ∞ (or nan). The whole step is worthless then, so it is
skipped:

    finite:      w ← w − lr · (S·g) / S,    good ← good + 1
    not finite:  w ← w,    S ← S · backoff,    good ← 0

After `interval` good steps in a row a larger scale is tried, S ← S · growth, and the count begins anew. In this way
S finds the largest value that just does not overflow, and follows the gradients as they shrink. The price is a lost
step now and then. A gradient that is itself infinite would make every scale fail: then S falls on and on.
"""
SOURCE = "Micikevicius et al. 2018, arXiv 1710.03740, section 3.2; PyTorch, torch/amp/grad_scaler.py, class GradScaler"
COVERS = ("17",)
REVIEWED = "2026-11-22 fixed"


def loss_scaling(w, grads, lrs, scale, growth, backoff, interval):
    """The parameters and the scale after every step.

    w: (D,) parameters before the first step
    grads: (T, D) true gradient in every step
    lrs: (T,) learning rate of every step
    scale: loss scale in the first step, a power of 2
    growth: factor after enough good steps, above 1
    backoff: factor after an overflow, below 1
    interval: number of good steps in a row after which the scale grows
    returns ws: (T, D), scales: (T,)
    """
    ws, scales, good = [], [], 0
    for t, lr in enumerate(lrs):
        half = (grads[t] * scale).astype(np.float16)
        if np.isfinite(half).all():
            w = w - lr * half.astype(w.dtype) / scale
            good += 1
            if good == interval:
                scale, good = scale * growth, 0
        else:
            scale, good = scale * backoff, 0
        ws.append(w)
        scales.append(scale)
    return np.array(ws), np.array(scales)


def _case(rng, size, steps, exponent, interval=3, spikes=()):
    """Gradients about 1; in the steps of spikes one is too large for the scale 2 ** exponent, and for half of it."""
    grads = rng.uniform(0.5, 1.5, size=(steps, size)) * rng.choice([-1.0, 1.0], size=(steps, size))
    for t in spikes:
        grads[t, rng.integers(size)] = rng.choice([-1, 1]) * rng.uniform(5, 6) * 65504 / 2**exponent
    state = {"w": rng.normal(size=size), "grads": grads, "lrs": rng.uniform(0.05, 0.2, size=steps)}
    return state | {"scale": 2.0**exponent, "growth": 2.0, "backoff": 0.5, "interval": interval}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(6, 12)))
    yield "one step, one parameter", _case(rng, 1, 1, 10)
    yield "one step that overflows, two parameters", _case(rng, 2, 1, 10, spikes=[0])
    yield "one overflow, three steps, two parameters", _case(rng, 2, 3, 8, spikes=[1])
    yield "the scale grows twice", _case(rng, a, 6 + int(rng.integers(1, 3)), 4)
    yield "an overflow starts the count again", _case(rng, b, 9, 8, spikes=[int(rng.integers(1, 3)), 5])
    yield "grows until it overflows", _case(rng, c, 10 + d, 12, interval=2)
    tiny = _case(rng, e, 8, 16, interval=4)
    tiny["grads"] *= 1e-7
    tiny["w"] *= 1e-7
    yield "gradients too small for float16", tiny
    yield "other factors", _case(rng, f, 12, 7, 2, spikes=[0, 1, 6]) | {"growth": 4.0, "backoff": 0.125}
    yield "as many steps as parameters", _case(rng, a, a, 9, interval=1, spikes=[0, 4])
    yield "many parameters", _case(rng, 30 + b, 12, 6, spikes=[3, 4])
    single = _case(rng, 3, 5, 8, interval=2, spikes=[2])
    away = np.where(single["w"] < 0, -1.0, 1.0)
    single |= {"w": single["w"] + 2 * away, "grads": -away * np.abs(single["grads"])}
    arrays = {name: single[name].astype(np.float32) for name in ("w", "grads", "lrs")}
    yield "in float32", single | arrays


def naive(w, grads, lrs, scale, growth, backoff, interval):
    at, ws, scales, history = [float(x) for x in w], [], [], []
    for t in range(len(lrs)):
        halves = []
        for g in grads[t]:
            scaled = g * scale
            halves.append(float(np.float16(scaled)) if abs(scaled) < 65520 else None)
        history.append(None not in halves)
        if history[-1]:
            at = [x - float(lrs[t]) * h / scale for x, h in zip(at, halves, strict=True)]
            if history[-interval:] == [True] * interval:
                scale *= growth
                history = []
        else:
            scale *= backoff
        ws.append(at)
        scales.append(scale)
    return np.array(ws), np.array(scales)


def _walk(w, grads, lrs, scale, after, half=True, skip=True, unscaled=None):
    """after(scale, good, finite) gives the next scale and count; unscaled(halves, scale, next scale) the gradient."""
    ws, scales, good = [], [], 0
    for t, lr in enumerate(lrs):
        with np.errstate(all="ignore"):
            halves = (grads[t] * scale).astype(np.float16)
            finite = bool(np.isfinite(halves).all())
            following, good = after(scale, good, finite)
            if not half:
                halves = grads[t] * scale
            g = unscaled(halves, scale, following) if unscaled else halves.astype(w.dtype) / scale
            if finite or not skip:
                w = w - lr * g
        scale = following
        ws.append(w)
        scales.append(scale)
    return np.array(ws), np.array(scales)


def _rule(growth, backoff, interval):
    def after(scale, good, finite):
        if not finite:
            return scale * backoff, 0
        return (scale * growth, 0) if good + 1 == interval else (scale, good + 1)

    return after


def mistake_step_not_skipped(w, grads, lrs, scale, growth, backoff, interval):
    """You took the step although a gradient was infinite, so that parameters become infinite or nan for good. Skip
    it.
    """
    return _walk(w, grads, lrs, scale, _rule(growth, backoff, interval), skip=False)


def mistake_not_unscaled(w, grads, lrs, scale, growth, backoff, interval):
    """You took the step with the scaled gradients. Divide them by the scale before the update."""
    rule = _rule(growth, backoff, interval)
    return _walk(w, grads, lrs, scale, rule, unscaled=lambda halves, _scale, _next: halves.astype(w.dtype))


def mistake_unscaled_in_float16(w, grads, lrs, scale, growth, backoff, interval):
    """You divided by the scale in float16, where the small gradients vanish again. Change the type first, then
    divide.
    """
    rule = _rule(growth, backoff, interval)
    unscaled = lambda halves, scale, _next: (halves / np.float16(scale)).astype(w.dtype)  # noqa: E731
    if scale > 65504:
        unscaled = lambda halves, scale, _next: (halves / scale).astype(np.float16).astype(w.dtype)  # noqa: E731
    return _walk(w, grads, lrs, scale, rule, unscaled=unscaled)


def mistake_unscaled_with_the_next_scale(w, grads, lrs, scale, growth, backoff, interval):
    """You changed the scale before you divided by it. A step's gradients are divided by the scale they were made
    with.
    """
    rule = _rule(growth, backoff, interval)
    return _walk(
        w, grads, lrs, scale, rule, unscaled=lambda halves, _scale, following: halves.astype(w.dtype) / following
    )


def mistake_count_not_reset_by_overflow(w, grads, lrs, scale, growth, backoff, interval):
    """Your count goes on across an overflow. Only good steps in a row count: an overflow sets it back to 0."""

    def after(scale, good, finite):
        if not finite:
            return scale * backoff, good
        return (scale * growth, 0) if good + 1 == interval else (scale, good + 1)

    return _walk(w, grads, lrs, scale, after)


def mistake_count_not_reset_by_growth(w, grads, lrs, scale, growth, backoff, interval):
    """Once the count has reached the interval, your scale grows in every good step. Begin to count at 0 again when
    it grows.
    """

    def after(scale, good, finite):
        if not finite:
            return scale * backoff, 0
        return (scale * growth if good + 1 >= interval else scale), good + 1

    return _walk(w, grads, lrs, scale, after)


def mistake_grows_one_step_late(w, grads, lrs, scale, growth, backoff, interval):
    """Your scale grows one step late: it grows in the step in which the count reaches the interval, not in the one
    after it.
    """

    def after(scale, good, finite):
        if not finite:
            return scale * backoff, 0
        return (scale * growth, 0) if good == interval else (scale, good + 1)

    return _walk(w, grads, lrs, scale, after)


def mistake_scale_constant(w, grads, lrs, scale, growth, backoff, interval):
    """Your scale never changes: that is static loss scaling. After an overflow it falls, after enough good steps it
    grows.
    """
    return _walk(w, grads, lrs, scale, lambda scale, _good, _finite: (scale, 0))


def mistake_no_float16(w, grads, lrs, scale, growth, backoff, interval):
    """You did not round the scaled gradients to float16. What the backward pass delivers has only eleven
    significant bits.
    """
    return _walk(w, grads, lrs, scale, _rule(growth, backoff, interval), half=False)
