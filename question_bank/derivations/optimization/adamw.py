"""AdamW: Adam with decoupled weight decay

The gradient part is Adam's. The state is `m`, a fading average of the gradients (weight of the old average: β₁),
`v`, one of their elementwise squares (β₂), and `t`, the number of steps taken **before** this call (0 at the very
beginning). Both began at zero before the first step of all and are corrected for that bias, the step being taken
counting (the first of all has number 1); ε is added to the root of the corrected v, outside the root.

The weight decay is **decoupled**, as in `torch.optim.AdamW`: in each step the parameters, as they stand before the
step, lose the share `lrs[t]` · λ of themselves, beside Adam's move; m and v see nothing of it.

Return `ws`, of shape (T, D), the parameters after every step, and `m` and `v` after the last step, **without** the
correction. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "op.adam"
LEVEL = 2
MINUTES = 8
RETURNS = ("ws", "m", "v")
RTOL = 1e-5  # float32 arguments in one case
TRAJECTORY = "ws"
INVARIANTS = {"v": ("not negative",)}
HINTS = (
    "Adam knows nothing of the decay: write Adam first, with the gradients as they are given.",
    "Both changes of a step start from the same old w, and both are multiplied by this step's learning rate.",
    "Adam's move without the rate is m̂ / (√v̂ + ε); the decay is one more term beside it, in the same lrs[t] · (…).",
)
SOLUTION = """
Adam's part needs no change: with k = t + 1, t + 2, … the number of the step,

    m ← β₁ m + (1 − β₁) g        v ← β₂ v + (1 − β₂) g²
    m̂ = m / (1 − β₁ᵏ)        v̂ = v / (1 − β₂ᵏ)

The decay takes lr · λ · w off beside it:

    w ← w − lr · λ w − lr · m̂ / (√v̂ + ε)  =  (1 − lr λ) w − lr · m̂ / (√v̂ + ε)

So multiplying w by 1 − lr λ first and then making Adam's move is the same, as PyTorch does it. (The paper
multiplies λ only by the schedule's factor, not by the whole learning rate.)

Why not add λ w to the gradient? In plain SGD, without momentum, that would be the same thing. In Adam the sum is
divided by √v̂: a weight with large gradients would hardly be decayed, and one with small gradients as fast as one
step allows. Decoupled, all weights shrink at the same rate, and λ can be tuned apart from the gradients' scale.
"""
SOURCE = (
    "PyTorch, torch/optim/adamw.py, docstring of AdamW; Loshchilov and Hutter, Decoupled Weight Decay Regularization, "
    "arXiv 1711.05101, Algorithm 2"
)
COVERS = ("18e",)
REVIEWED = "2026-11-22 fixed"


def adamw(w, m, v, t, grads, lrs, beta1, beta2, eps, wd):
    """The parameters after every step, and the last averages.

    w: (D,) parameters before this call
    m: (D,) average of the gradients before this call
    v: (D,) average of the squared gradients before this call, not negative
    t: number of steps taken before this call
    grads: (T, D) gradient in every step
    lrs: (T,) learning rate of every step
    beta1: β₁, weight of the old m
    beta2: β₂, weight of the old v
    eps: ε, positive
    wd: λ, the weight decay
    returns ws: (T, D), m: (D,), v: (D,)
    """
    ws = []
    for i, lr in enumerate(lrs):
        g, k = grads[i], t + i + 1
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat = m / (1 - beta1**k)
        v_hat = v / (1 - beta2**k)
        w = w - lr * (wd * w + m_hat / (np.sqrt(v_hat) + eps))
        ws.append(w)
    return np.array(ws), m, v


def _case(rng, size, lrs, resumed=False):
    t = int(rng.integers(2, 8)) if resumed else 0
    beta1, beta2 = float(rng.choice([0.75, 0.8, 0.9])), float(rng.choice([0.875, 0.95, 0.99]))
    m, v = np.zeros(size), np.zeros(size)
    for g in rng.normal(size=(t, size)):
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    grads = rng.normal(size=(len(lrs), size))
    state = {"w": rng.normal(size=size), "m": m, "v": v, "t": t, "grads": grads, "lrs": np.array(lrs)}
    return state | {"beta1": beta1, "beta2": beta2, "eps": 1e-2, "wd": float(rng.uniform(0.05, 0.5))}


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


def naive(w, m, v, t, grads, lrs, beta1, beta2, eps, wd):
    """As PyTorch does it: the parameters shrink first, then Adam's move is made."""
    steps, size = grads.shape
    ws, m_end, v_end = np.zeros((steps, size)), np.zeros(size), np.zeros(size)
    for j in range(size):
        at, first, second = w[j], m[j], v[j]
        power1, power2 = beta1**t, beta2**t
        for k in range(steps):
            g = grads[k, j]
            first += (1 - beta1) * (g - first)
            second += (1 - beta2) * (g * g - second)
            power1, power2 = power1 * beta1, power2 * beta2
            at *= 1 - lrs[k] * wd
            at -= lrs[k] * (first / (1 - power1)) / ((second / (1 - power2)) ** 0.5 + eps)
            ws[k, j] = at
        m_end[j], v_end[j] = first, second
    return ws, m_end, v_end


def _walk(step, w, m, v, t, grads, lrs, beta1, beta2, eps, coupled=0.0):
    """Runs step(w, move, lr), which gives the new parameters from Adam's move (without lr)."""
    ws = []
    for k, (g, lr) in enumerate(zip(grads, lrs, strict=True), start=t + 1):
        m = beta1 * m + (1 - beta1) * (g + coupled * w)
        v = beta2 * v + (1 - beta2) * (g + coupled * w) ** 2
        w = step(w, m / (1 - beta1**k) / (np.sqrt(v / (1 - beta2**k)) + eps), lr)
        ws.append(w)
    return np.array(ws), m, v


def _other_moves(move, w, m, v, t, grads, lrs, beta1, beta2, wd):
    """The decay is right; move(m, v, k) is Adam's move in step k, without lr."""
    ws = []
    for k, (g, lr) in enumerate(zip(grads, lrs, strict=True), start=t + 1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        w = w - lr * (wd * w + move(m, v, k))
        ws.append(w)
    return np.array(ws), m, v


def mistake_l2_in_the_gradient(w, m, v, t, grads, lrs, beta1, beta2, eps, wd):
    """You added λ w to the gradient: that is Adam with an L2 penalty, where the decay is divided by √v too.
    Decoupled decay acts on the parameters, and m and v see nothing of it.
    """
    return _walk(lambda w, move, lr: w - lr * move, w, m, v, t, grads, lrs, beta1, beta2, eps, coupled=wd)


def mistake_no_decay(w, m, v, t, grads, lrs, beta1, beta2, eps, wd):
    """You left the decay out: this is plain Adam."""
    return _walk(lambda w, move, lr: w - lr * move, w, m, v, t, grads, lrs, beta1, beta2, eps)


def mistake_decay_without_lr(w, m, v, t, grads, lrs, beta1, beta2, eps, wd):
    """Your parameters lose λ of themselves in each step. Here they lose lr · λ: the rate acts on the decay too."""
    return _walk(lambda w, move, lr: w - wd * w - lr * move, w, m, v, t, grads, lrs, beta1, beta2, eps)


def mistake_decay_after_the_step(w, m, v, t, grads, lrs, beta1, beta2, eps, wd):
    """You decayed the parameters after Adam's move, so that the move is decayed as well. The decay is taken of the
    parameters as they stand before the step.
    """
    return _walk(lambda w, move, lr: (1 - lr * wd) * (w - lr * move), w, m, v, t, grads, lrs, beta1, beta2, eps)


def mistake_decay_grows_the_weights(w, m, v, t, grads, lrs, beta1, beta2, eps, wd):
    """You added the decay. It shrinks the parameters: the factor is 1 − lr λ."""
    return _walk(lambda w, move, lr: w + lr * wd * w - lr * move, w, m, v, t, grads, lrs, beta1, beta2, eps)


def mistake_decay_multiplies_the_move(w, m, v, t, grads, lrs, beta1, beta2, eps, wd):
    """You decayed by 1 − lr λ the move instead of the parameters. It is w that shrinks."""
    return _walk(lambda w, move, lr: w - lr * (1 - lr * wd) * move, w, m, v, t, grads, lrs, beta1, beta2, eps)


def mistake_no_bias_correction(w, m, v, t, grads, lrs, beta1, beta2, eps, wd):
    """Your decay is right, but you left Adam's bias correction out. The averages start at zero."""
    return _other_moves(lambda m, v, k: m / (np.sqrt(v) + eps), w, m, v, t, grads, lrs, beta1, beta2, wd)


def mistake_eps_inside_root(w, m, v, t, grads, lrs, beta1, beta2, eps, wd):
    """You added ε to the corrected v, under the root. It is added to the root: √v̂ + ε."""
    return _other_moves(
        lambda m, v, k: m / (1 - beta1**k) / np.sqrt(v / (1 - beta2**k) + eps),
        w, m, v, t, grads, lrs, beta1, beta2, wd,
    )  # fmt: skip


def mistake_eps_before_correction(w, m, v, t, grads, lrs, beta1, beta2, eps, wd):
    """You added ε to the root of the uncorrected v and put the corrections into the learning rate, as Keras does. Here
    v is corrected first, then ε is added to its root.
    """
    return _other_moves(
        lambda m, v, k: np.sqrt(1 - beta2**k) / (1 - beta1**k) * m / (np.sqrt(v) + eps),
        w, m, v, t, grads, lrs, beta1, beta2, wd,
    )  # fmt: skip


def mistake_step_number_from_one(w, m, v, t, grads, lrs, beta1, beta2, eps, wd):
    """You counted the steps of this call from 1, although t steps had been taken before it. Its first step has
    the number t + 1.
    """
    return _other_moves(
        lambda m, v, k: m / (1 - beta1 ** (k - t)) / (np.sqrt(v / (1 - beta2 ** (k - t))) + eps),
        w, m, v, t, grads, lrs, beta1, beta2, wd,
    )  # fmt: skip


def mistake_eps_left_out(w, m, v, t, grads, lrs, beta1, beta2, eps, wd):
    """You left ε out. It is added to the root, and keeps the step finite where there was no gradient yet."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return adamw(w, m, v, t, grads, lrs, beta1, beta2, 0.0, wd)


def mistake_weights_exchanged(w, m, v, t, grads, lrs, beta1, beta2, eps, wd):
    """You gave the new gradient the weights β₁ and β₂. They are the weights of the old averages: β m + (1 − β) g."""
    ws = []
    for k, (g, lr) in enumerate(zip(grads, lrs, strict=True), start=t + 1):
        m = (1 - beta1) * m + beta1 * g
        v = (1 - beta2) * v + beta2 * g**2
        w = w - lr * (wd * w + m / (1 - beta1**k) / (np.sqrt(v / (1 - beta2**k)) + eps))
        ws.append(w)
    return np.array(ws), m, v


def mistake_gradient_not_weighted(w, m, v, t, grads, lrs, beta1, beta2, eps, wd):
    """You added the gradient to m whole. In an average it comes in with the weight 1 − β₁."""
    ws = []
    for k, (g, lr) in enumerate(zip(grads, lrs, strict=True), start=t + 1):
        m = beta1 * m + g
        v = beta2 * v + (1 - beta2) * g**2
        w = w - lr * (wd * w + m / (1 - beta1**k) / (np.sqrt(v / (1 - beta2**k)) + eps))
        ws.append(w)
    return np.array(ws), m, v


def mistake_root_forgotten(w, m, v, t, grads, lrs, beta1, beta2, eps, wd):
    """You divided by v itself. The step is divided by its root, so that it does not depend on the gradients'
    scale.
    """
    ws = []
    for k, (g, lr) in enumerate(zip(grads, lrs, strict=True), start=t + 1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        w = w - lr * (wd * w + m / (1 - beta1**k) / (v / (1 - beta2**k) + eps))
        ws.append(w)
    return np.array(ws), m, v


def mistake_only_m_corrected(w, m, v, t, grads, lrs, beta1, beta2, eps, wd):
    """You corrected m but not v. v starts at zero as well, and with β₂ near 1 it is by far the more biased one."""
    ws = []
    for k, (g, lr) in enumerate(zip(grads, lrs, strict=True), start=t + 1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        w = w - lr * (wd * w + m / (1 - beta1**k) / (np.sqrt(v) + eps))
        ws.append(w)
    return np.array(ws), m, v


def mistake_uphill(w, m, v, t, grads, lrs, beta1, beta2, eps, wd):
    """You added Adam's move. The parameters go against the gradient: subtract it, beside the decay."""
    ws = []
    for k, (g, lr) in enumerate(zip(grads, lrs, strict=True), start=t + 1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        w = w - lr * (wd * w - m / (1 - beta1**k) / (np.sqrt(v / (1 - beta2**k)) + eps))
        ws.append(w)
    return np.array(ws), m, v


def mistake_step_number_one_behind(w, m, v, t, grads, lrs, beta1, beta2, eps, wd):
    """You corrected with the number of steps before this one, which is 0 in the very first step, and then 0 is
    divided by 0. Count the step being taken.
    """
    ws = []
    for k, (g, lr) in enumerate(zip(grads, lrs, strict=True), start=t + 1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        with np.errstate(divide="ignore", invalid="ignore"):
            w = w - lr * (wd * w + m / (1 - beta1 ** (k - 1)) / (np.sqrt(v / (1 - beta2 ** (k - 1))) + eps))
        ws.append(w)
    return np.array(ws), m, v


def mistake_gradient_not_squared(w, m, v, t, grads, lrs, beta1, beta2, eps, wd):
    """You averaged the gradients in v, not their squares. v measures how large they are, whatever their sign: the root of
    a negative average is not a number.
    """
    ws = []
    for k, (g, lr) in enumerate(zip(grads, lrs, strict=True), start=t + 1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g
        with np.errstate(invalid="ignore"):
            w = w - lr * (wd * w + m / (1 - beta1**k) / (np.sqrt(v / (1 - beta2**k)) + eps))
        ws.append(w)
    return np.array(ws), m, v


def mistake_averages_exchanged(w, m, v, t, grads, lrs, beta1, beta2, eps, wd):
    """You gave m the weight β₂ and v the weight β₁. β₁, the smaller one as a rule, belongs to the average of the gradients, m."""
    return adamw(w, m, v, t, grads, lrs, beta2, beta1, eps, wd)
