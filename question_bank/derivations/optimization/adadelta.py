"""Adadelta

Two states for each coordinate, both exponentially fading averages in which the old value counts with weight ρ and
old and new weights add up to 1: `s` of the squared gradients, `u` of the squared **moves** Δ (before any learning
rate is applied). With RMS[x] = √(average of x² + ε), so that ε stands inside both roots, the move of a step is

    Δ = − RMS[Δ] / RMS[g] · g

RMS[g] already holds the current gradient. RMS[Δ] cannot hold the current move, which is not known yet: it is that
of the moves before. Once the move is known, u takes it in.

The parameters change by `lrs[t]` times the Δ of step t (Zeiler's paper has no learning rate, that is 1; PyTorch
multiplies by one, and it does not enter u).

Return `ws`, of shape (T, D), the parameters after every step, and `s` and `u` after the last step. Leave the
arguments as they are.
"""

import numpy as np

SUBTOPIC = "op.adagrad"
LEVEL = 2
MINUTES = 7
RETURNS = ("ws", "s", "u")
RTOL = 1e-5  # float32 arguments in one case
TRAJECTORY = "ws"
INVARIANTS = {"s": ("not negative",), "u": ("not negative",)}
HINTS = (
    "Four lines in a fixed order: one state, the move, the other state, the parameters. Which state can come first?",
    "s first, with the new gradient; the move from the new s and the old u; then u, with the square of that move.",
    "move = − root(u + eps) / root(s + eps) · g, with the new s and the old u; lrs[t] multiplies it only for w.",
)
SOLUTION = """
In RMSprop the step is lr · g / RMS[g]. The units of g cancel, so the step has none, and lr must supply those of the
parameters. Adadelta takes them from the moves made so far: it puts their root mean square where the learning rate
was.

What is known decides the order of the four lines of a step:

    s ← ρ s + (1 − ρ) g²
    Δ = − √(u + ε) / √(s + ε) · g
    u ← ρ u + (1 − ρ) Δ²
    w ← w + lr · Δ

The gradient is known at once, so s comes first. Δ needs u, and u needs Δ: so the u from before the step is used.
Without ε nothing would ever start, since u = 0 gives Δ = 0; with it the first move is below √(ε / (1 − ρ)) in size.
u averages the squares of Δ, not of lr · Δ: else a rate below 1 would shrink the moves again and again.
"""
SOURCE = (
    "Zeiler 2012, ADADELTA, arXiv 1212.5701, Algorithm 1; PyTorch, torch/optim/adadelta.py, _single_tensor_adadelta"
)
COVERS = ("18d",)
REVIEWED = "2026-11-22 fixed"


def adadelta(w, s, u, grads, lrs, rho, eps):
    """The parameters after every step, and the last averages.

    w: (D,) parameters before the first step
    s: (D,) average of squared gradients before the first step, not negative
    u: (D,) average of squared moves before the first step, not negative
    grads: (T, D) gradient in every step
    lrs: (T,) learning rate of every step
    rho: ρ, weight of the old averages, between 0 and 1
    eps: ε, positive
    returns ws: (T, D), s: (D,), u: (D,)
    """
    ws = []
    for i, lr in enumerate(lrs):
        g = grads[i]
        s = rho * s + (1 - rho) * g**2
        move = -np.sqrt((u + eps) / (s + eps)) * g
        u = rho * u + (1 - rho) * move**2
        w = w + lr * move
        ws.append(w)
    return np.array(ws), s, u


def _case(rng, size, lrs, resumed=False):
    s = rng.uniform(0.01, 2.0, size=size) if resumed else np.zeros(size)
    u = rng.uniform(0.01, 0.5, size=size) if resumed else np.zeros(size)
    grads = rng.normal(size=(len(lrs), size))
    rates = {"lrs": 10 * np.array(lrs), "rho": float(rng.choice([0.7, 0.8, 0.9])), "eps": 1e-2}
    return {"w": rng.normal(size=size), "s": s, "u": u, "grads": grads} | rates


def _single(case):
    """The same in float32, where every step leads away from 0, so that nothing cancels."""
    away = np.where(case["w"] < 0, -1.0, 1.0)
    calm = case | {"w": 2 * away + case["w"], "grads": -away * (0.5 + np.abs(case["grads"]))}
    return {name: value.astype(np.float32) if isinstance(value, np.ndarray) else value for name, value in calm.items()}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(4, 10)))
    yield "one step, one parameter", _case(rng, 1, [0.1])
    yield "three steps, learning rate drops", _case(rng, a, [0.1, 0.1, 0.01])
    yield "resumed after other steps", _case(rng, b, rng.uniform(0.01, 0.3, size=c), resumed=True)
    small = _case(rng, d, rng.uniform(0.05, 0.2, size=e))
    small["grads"] *= 1e-2
    yield "gradients as small as eps", small
    scales = _case(rng, f, 0.2 * np.arange(1, a + 1) / a)
    scales["grads"] *= 10.0 ** np.linspace(-2, 1, f)
    yield "coordinates of different scale", scales
    sparse = _case(rng, c, rng.uniform(0.05, 0.2, size=d))
    sparse["grads"][:, ::2] = 0.0
    yield "every other coordinate has no gradient", sparse
    yield "as many steps as parameters", _case(rng, e, rng.uniform(0.05, 0.2, size=e), resumed=True)
    yield "many parameters", _case(rng, 30 + b, 0.1 * 0.8 ** np.arange(12), resumed=True)
    yield "two parameters, in float32", _single(_case(rng, 2, [0.1, 0.1, 0.01]))


def naive(w, s, u, grads, lrs, rho, eps):
    steps, size = grads.shape
    ws, s_end, u_end = np.zeros((steps, size)), np.zeros(size), np.zeros(size)
    for j in range(size):
        at, moves = w[j], []
        for t in range(steps):
            squares, before = rho ** (t + 1) * s[j], rho**t * u[j]
            for k in range(t + 1):
                squares += (1 - rho) * rho ** (t - k) * grads[k, j] ** 2
            for k in range(t):
                before += (1 - rho) * rho ** (t - 1 - k) * moves[k] ** 2
            moves.append(grads[t, j] * (before + eps) ** 0.5 / (squares + eps) ** 0.5)
            at -= lrs[t] * moves[t]
            ws[t, j] = at
        s_end[j], u_end[j] = squares, rho * before + (1 - rho) * moves[-1] ** 2
    return ws, s_end, u_end


def _walk(step, w, s, u, grads, lrs):
    """Runs step(s, u, g, lr), which gives the new states and what is added to w."""
    ws = []
    for g, lr in zip(grads, lrs, strict=True):
        s, u, change = step(s, u, g, lr)
        w = w + change
        ws.append(w)
    return np.array(ws), s, u


def mistake_accumulators_exchanged(w, s, u, grads, lrs, rho, eps):
    """You exchanged the two averages in the fraction. The gradients' one stands in the denominator, where it takes
    the scale of g away; the moves' one stands in the numerator.
    """

    def step(s, u, g, lr):
        s = rho * s + (1 - rho) * g**2
        move = -np.sqrt((s + eps) / (u + eps)) * g
        return s, rho * u + (1 - rho) * move**2, lr * move

    return _walk(step, w, s, u, grads, lrs)


def mistake_eps_outside_roots(w, s, u, grads, lrs, rho, eps):
    """You added ε after the roots. Here it stands inside both of them, as the statement's RMS says."""

    def step(s, u, g, lr):
        s = rho * s + (1 - rho) * g**2
        move = -(np.sqrt(u) + eps) / (np.sqrt(s) + eps) * g
        return s, rho * u + (1 - rho) * move**2, lr * move

    return _walk(step, w, s, u, grads, lrs)


def mistake_no_roots(w, s, u, grads, lrs, rho, eps):
    """You divided the averages of the squares themselves. Root mean square: take the root of both."""

    def step(s, u, g, lr):
        s = rho * s + (1 - rho) * g**2
        move = -(u + eps) / (s + eps) * g
        return s, rho * u + (1 - rho) * move**2, lr * move

    return _walk(step, w, s, u, grads, lrs)


def mistake_lr_inside_the_average(w, s, u, grads, lrs, rho, eps):
    """Your u averages the squares of lr · Δ. It averages Δ itself; the learning rate is applied to the parameters
    only.
    """

    def step(s, u, g, lr):
        s = rho * s + (1 - rho) * g**2
        move = -lr * np.sqrt((u + eps) / (s + eps)) * g
        return s, rho * u + (1 - rho) * move**2, move

    return _walk(step, w, s, u, grads, lrs)


def mistake_s_updated_too_late(w, s, u, grads, lrs, rho, eps):
    """You divided by the root of the old s. The current gradient is known, so it belongs into s before the move is
    made.
    """

    def step(s, u, g, lr):
        move = -np.sqrt((u + eps) / (s + eps)) * g
        return rho * s + (1 - rho) * g**2, rho * u + (1 - rho) * move**2, lr * move

    return _walk(step, w, s, u, grads, lrs)


def mistake_u_averages_gradients(w, s, u, grads, lrs, rho, eps):
    """You put the squared gradient into u as well. u is the average of the squared moves."""

    def step(s, u, g, lr):
        s = rho * s + (1 - rho) * g**2
        move = -np.sqrt((u + eps) / (s + eps)) * g
        return s, rho * u + (1 - rho) * g**2, lr * move

    return _walk(step, w, s, u, grads, lrs)


def mistake_uphill(w, s, u, grads, lrs, rho, eps):
    """You moved uphill: Δ has a minus."""

    def step(s, u, g, lr):
        s = rho * s + (1 - rho) * g**2
        move = np.sqrt((u + eps) / (s + eps)) * g
        return s, rho * u + (1 - rho) * move**2, lr * move

    return _walk(step, w, s, u, grads, lrs)


def mistake_moves_not_stored(w, s, u, grads, lrs, rho, eps):
    """Your u never changes. Once the move is known, its square goes into u, so that the next step can use it."""

    def step(s, u, g, lr):
        s = rho * s + (1 - rho) * g**2
        return s, u, -lr * np.sqrt((u + eps) / (s + eps)) * g

    return _walk(step, w, s, u, grads, lrs)


def mistake_gradient_not_squared(w, s, u, grads, lrs, rho, eps):
    """You averaged the gradients in s, not their squares. s measures how large they are, whatever their sign: the root of
    a negative average is not a number.
    """

    def step(s, u, g, lr):
        s = rho * s + (1 - rho) * g
        with np.errstate(invalid="ignore"):
            move = -np.sqrt((u + eps) / (s + eps)) * g
        return s, rho * u + (1 - rho) * move**2, lr * move

    return _walk(step, w, s, u, grads, lrs)
