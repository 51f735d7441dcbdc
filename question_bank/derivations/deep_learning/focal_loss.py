"""Focal loss for yes/no labels, from logits

`z` has shape (N,): logits; `y` has shape (N,): labels, 0 or 1. With p = σ(z), take for each example the probability
that was given to its own label, and the weight of that label:

    pₜ = p and αₜ = α      where y = 1
    pₜ = 1 − p and αₜ = 1 − α      where y = 0

The loss, with the natural logarithm and a focusing exponent γ ≥ 0, is the **mean** over the examples,

    L = −1/N Σ αₜ (1 − pₜ)^γ log pₜ

Return `(loss, dz)`: L, and ∂L/∂z, of shape (N,). The factor (1 − pₜ)^γ depends on z, too, and is differentiated. Both
results must be finite and right also for logits in the thousands. Nothing is clipped. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "dl.losses"
LEVEL = 3
MINUTES = 15
RETURNS = ("loss", "dz")
GRADIENTS = {"dz": "z"}
INVARIANTS = {"loss": ("not negative",)}
HINTS = (
    "Treat both labels at once: with s = +1 for y = 1 and −1 for y = 0, pₜ = σ(s z).",
    "Differentiate (1 − pₜ)^γ log pₜ by pₜ with the product rule; then ∂pₜ/∂z = s pₜ (1 − pₜ), which cancels the 1/pₜ.",
    "By pₜ, −(1 − pₜ)^γ log pₜ has the slope γ (1 − pₜ)^(γ−1) log pₜ − (1 − pₜ)^γ / pₜ: multiply by ∂pₜ/∂z on paper. "
    "Take log pₜ and log(1 − pₜ) as −logaddexp(0, ∓s z).",
)
SOLUTION = """
Let s = 2y − 1, so that pₜ = σ(sz) and ∂pₜ/∂z = s pₜ(1 − pₜ). The product rule gives

    d/dpₜ [ −(1 − pₜ)^γ log pₜ ] = γ(1 − pₜ)^(γ−1) log pₜ − (1 − pₜ)^γ / pₜ

Times s pₜ(1 − pₜ), the power γ − 1 becomes γ, and 1/pₜ cancels:

    ∂L/∂z = αₜ s (1 − pₜ)^γ [ γ pₜ log pₜ − (1 − pₜ) ] / N

For γ = 0 this is αₜ s (pₜ − 1)/N, the weighted cross-entropy's gradient. For γ > 0 both terms in the bracket are
negative: they push pₜ up. Whoever treats the factor as a constant loses the first.

Numerically everything comes from two logarithms, log pₜ = −log(1 + e^(−sz)) and log(1 − pₜ) = −log(1 + e^(sz)), both
by logaddexp; then (1 − pₜ)^γ = exp(γ log(1 − pₜ)). For a sure and right example the power goes to 0; for a
sure and wrong one the bracket goes to −1, and the gradient to −αₜ s/N.
"""
SOURCE = "Lin et al. 2017, Focal Loss for Dense Object Detection, arXiv 1708.02002, section 3.2 (eq. 5) and appendix B"
COVERS = ("12b", "15c")
REVIEWED = "2026-11-22 fixed"


def focal_loss(z, y, gamma, alpha):
    """Mean focal loss, and its gradient.

    z: (N,) logits
    y: (N,) labels, 0 or 1
    gamma: γ, not negative
    alpha: α, weight of label 1; label 0 has 1 − α
    returns loss: a number, dz: (N,)
    """
    s = 2 * y - 1
    weight = alpha * y + (1 - alpha) * (1 - y)
    log_pt, log_miss = -np.logaddexp(0, -s * z), -np.logaddexp(0, s * z)
    focus = weight * np.exp(gamma * log_miss)
    pt, miss = np.exp(log_pt), np.exp(log_miss)
    return -np.mean(focus * log_pt), s * focus * (gamma * pt * log_pt - miss) / len(z)


def _case(rng, n, gamma=2.0, alpha=0.25):
    y = rng.permutation(np.arange(n) % 2).astype(float)
    return {"z": 1.5 * rng.normal(size=n), "y": y, "gamma": gamma, "alpha": alpha}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(4, 10)))
    yield "three examples", _case(rng, 3)
    yield "one example", _case(rng, 1, alpha=0.4) | {"y": np.ones(1)}
    yield "a batch", _case(rng, a, 1.5, float(rng.uniform(0.6, 0.9)))
    yield "gamma 0: weighted cross-entropy", _case(rng, b, 0.0, 0.3)
    yield "gamma 5", _case(rng, c, 5.0, 0.3)
    yield "only label 1", _case(rng, d, 1.0, 0.2) | {"y": np.ones(d)}
    yield "only label 0", _case(rng, e, 3.0, 0.2) | {"y": np.zeros(e)}
    whole = _case(rng, f)
    yield "labels as whole numbers", whole | {"y": whole["y"].astype(int)}
    yield "float32", {k: np.float32(v) if isinstance(v, np.ndarray) else v for k, v in _case(rng, a).items()}
    yield "a larger batch", _case(rng, 40 + b, 2.5, 0.35)
    huge = _case(rng, c)
    huge["z"] = (2 * huge["y"] - 1) * rng.uniform(1000, 3000, size=c) * np.where(np.arange(c) % 3 == 0, -1, 1)
    yield "logits in the thousands, some sure of the wrong label", huge


def large(rng):
    return _case(rng, 40_000)


def loss(z, y, gamma, alpha):
    pt = np.where(y == 1, 1 / (1 + np.exp(-z)), 1 / (1 + np.exp(z)))
    return -np.mean((alpha * y + (1 - alpha) * (1 - y)) * (1 - pt) ** gamma * np.log(pt))


def naive(z, y, gamma, alpha):
    total, dz = 0.0, np.zeros(len(z))
    for i in range(len(z)):
        own, weight = (float(z[i]), alpha) if y[i] == 1 else (-float(z[i]), 1 - alpha)
        small = np.exp(-abs(own))
        pt, miss = (1 / (1 + small), small / (1 + small)) if own > 0 else (small / (1 + small), 1 / (1 + small))
        log_pt = min(own, 0.0) - np.log1p(small)
        total -= weight * miss**gamma * log_pt / len(z)
        by_own = weight * (gamma * miss**gamma * pt * log_pt - miss ** (gamma + 1))
        dz[i] = (by_own if y[i] == 1 else -by_own) / len(z)
    return total, dz


def _weight(y, alpha):
    """α for label 1, 1 − α for label 0, in the labels' own type."""
    return alpha * y + (1 - alpha) * (1 - y)


def mistake_focus_as_a_constant(z, y, gamma, alpha):
    """Your gradient treats (1 − pₜ)^γ as a constant. It depends on z, too: the product rule gives a second term, with
    γ and log pₜ.
    """
    value, _ = focal_loss(z, y, gamma, alpha)
    s = 2 * y - 1
    weight = _weight(y, alpha)
    return value, -s * weight * np.exp(-(gamma + 1) * np.logaddexp(0, s * z)) / len(z)


def mistake_alpha_for_both_labels(z, y, gamma, alpha):
    """You weighted both labels with α. Label 0 has the weight 1 − α."""
    s = 2 * y - 1
    value, dz = focal_loss(s * z, np.ones_like(y), gamma, alpha)
    return value, s * dz


def mistake_alpha_ignored(z, y, gamma, alpha):
    """You left α out: label 1 has the weight α, label 0 the weight 1 − α."""
    value, dz = focal_loss(z, y, gamma, 0.5)
    return 2 * value, 2 * dz


def mistake_alpha_exchanged(z, y, gamma, alpha):
    """You exchanged the weights: α belongs to label 1, 1 − α to label 0."""
    return focal_loss(z, y, gamma, 1 - alpha)


def mistake_gamma_ignored(z, y, gamma, alpha):
    """You left the factor (1 − pₜ)^γ out: this is the weighted cross-entropy."""
    return focal_loss(z, y, 0.0, alpha)


def mistake_focus_on_the_easy(z, y, gamma, alpha):
    """You used pₜ^γ as the factor, which makes much of the examples that are right already. It is (1 − pₜ)^γ."""
    s = 2 * y - 1
    weight = _weight(y, alpha)
    log_pt, miss = -np.logaddexp(0, -s * z), np.exp(-np.logaddexp(0, s * z))
    power = np.exp(gamma * log_pt)
    return -np.mean(weight * power * log_pt), -s * weight * power * miss * (gamma * log_pt + 1) / len(z)


def mistake_p_for_both_labels(z, y, gamma, alpha):
    """Your gradient has the same sign for both labels. For y = 0, pₜ = 1 − p falls when z grows: ∂pₜ/∂z has a minus."""
    value, dz = focal_loss(z, y, gamma, alpha)
    return value, dz * (2 * y - 1)


def mistake_gradient_not_averaged(z, y, gamma, alpha):
    """Your gradient is that of the sum. The loss is a mean over the examples: divide by N."""
    value, dz = focal_loss(z, y, gamma, alpha)
    return value, dz * len(z)


def mistake_log_of_zero(z, y, gamma, alpha):
    """Right on paper, but for a logit that is sure of the wrong label pₜ is rounded to 0, and its log is −∞ (and 0 ·
    ∞ is nan). Take log pₜ = −log(1 + e^(−z)) from np.logaddexp.
    """
    with np.errstate(all="ignore"):
        p = 1 / (1 + np.exp(-z))
        pt, s = np.where(y == 1, p, 1 - p), 2 * y - 1
        focus = _weight(y, alpha) * (1 - pt) ** gamma
        log_pt = np.log(pt)
        return -np.mean(focus * log_pt), s * focus * (gamma * pt * log_pt - (1 - pt)) / len(z)
