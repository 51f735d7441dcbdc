"""Backward pass of the ELU

Forward, elementwise, the exponential linear unit with a given number `alpha` > 0:

    a = z where z > 0        a = alpha · (exp(z) − 1) where z < 0

The loss L is some scalar function of `a`. You are given `dout` = ∂L/∂a and the input `z` of the forward pass
(not `a`). Return `dz` = ∂L/∂z. `dout`, `z` and `dz` have the same shape, of any number of axes.

The result must be finite and right also where |z| is a thousand and more. No test has a z nearer to 0 than
0.01, where the slope jumps unless alpha is 1. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "dl.activations"
LEVEL = 1
MINUTES = 4
RETURNS = ("dz",)
GRADIENTS = {"dz": "z"}
RTOL = 1e-5
HINTS = (
    "Differentiate each branch by itself, then let z choose between the two slopes.",
    "The constant −alpha drops out on the left. And mind: NumPy computes both branches for every element, also "
    "where the other one is meant.",
    "alpha · exp(z) is its own derivative. Cap z at 0 before exp, so that no exp(1000) is ever computed.",
)
SOLUTION = """The layer works on each element alone, so ∂L/∂z = ∂L/∂a · ∂a/∂z, element by element. The two
branches have the slopes

    z > 0:  ∂a/∂z = 1        z < 0:  ∂a/∂z = alpha · exp(z)

the second because the derivative of exp is exp, and the constant −alpha has none. In terms of the output the
left slope is a + alpha, which frameworks use to save one exp.

The trap is numerical. An array expression evaluates both branches everywhere and picks afterwards, so exp(z)
is also taken at z = 1000, where it is ∞. With `where` the ∞ is thrown away (with a warning); with a mask,
∞ · 0 gives nan, and one nan spoils the whole network. Since exp is needed only for z ≤ 0, where z is
−|z|, take exp of −|z|, or of min(z, 0): both are at most 1 everywhere. So dz = dout · 1 on the right and
dout · alpha · exp(−|z|) on the left, always finite.
"""
EQUIVALENT = {
    "return dout * np.where(z > 0, 1, alpha * np.exp(-np.abs(z))) → "
    "return dout * np.where(z >= 0, 1, alpha * np.exp(-np.abs(z)))": "no z is 0: the slope there is left open",
}
SOURCE = (
    "PyTorch, torch/nn/modules/activation.py, class ELU; Clevert, Unterthiner, Hochreiter 2015, arXiv 1511.07289, "
    "section 3"
)
COVERS = ("15b",)
REVIEWED = "2026-11-22 fixed"


def elu_backward(dout, z, alpha):
    """The gradient at the input of the ELU.

    dout: gradient of the loss at the output, any shape
    z: input of the forward pass, same shape
    alpha: a positive number
    Returns dz, same shape.
    """
    return dout * np.where(z > 0, 1, alpha * np.exp(-np.abs(z)))  # −|z| is z on the left, and cannot overflow


def _sizes(rng, count, low, high):
    """So many different sizes from low..high."""
    return tuple(int(n) for n in rng.permutation(np.arange(low, high + 1))[:count])


def _away_from_zero(rng, shape):
    """Both signs, in any case one of each, and nothing near the kink."""
    z = rng.uniform(0.05, 3.0, size=shape) * rng.choice([-1.0, 1.0], size=shape)
    z.flat[0], z.flat[1] = abs(z.flat[0]), -abs(z.flat[1])
    return z


def _case(rng, shape, alpha=None):
    alpha = float(rng.uniform(1.2, 2.0)) if alpha is None else alpha
    return {"dout": rng.normal(size=shape), "z": _away_from_zero(rng, shape), "alpha": alpha}


def inputs(rng):
    n, d, h, w = _sizes(rng, 4, 2, 8)
    yield "one row", _case(rng, (1, d))
    yield "two rows, alpha 1", _case(rng, (2, 3), 1.0)
    yield "a batch", _case(rng, (n, d))
    yield "as many rows as columns", _case(rng, (h, h), float(rng.uniform(0.3, 0.7)))
    yield "feature maps", _case(rng, (n, d, h, w))
    case = _case(rng, (w, h))
    case["dout"] = -np.abs(case["dout"])
    yield "gradient negative everywhere", case
    case = _case(rng, (d, n))
    case["z"] = -np.abs(case["z"])
    yield "all z below 0", case
    case = _case(rng, (n, w))
    case["z"][0] = np.abs(1000 * case["z"][0]) + 1000
    case["z"][1] = -np.abs(1000 * case["z"][1]) - 1000
    yield "some z beyond a thousand", case
    case = _case(rng, (d, h), 0.5)
    case["dout"] += 100  # large: central differences are finer than float32
    yield "float32 arrays", case | {"dout": case["dout"].astype(np.float32), "z": case["z"].astype(np.float32)}


def loss(dout, z, alpha):
    return np.sum(dout * (np.maximum(z, 0) + alpha * np.expm1(np.minimum(z, 0))))


def naive(dout, z, alpha):
    dz = np.zeros(z.size)
    for k in range(z.size):
        at = float(z.flat[k])
        slope = 1.0
        if at < 0:
            slope = alpha / np.exp(-at) if at > -700 else 0.0
        dz[k] = slope * dout.flat[k]
    return dz.reshape(z.shape)


def large(rng):
    return {"dout": rng.normal(size=(150, 200)), "z": _away_from_zero(rng, (150, 200)), "alpha": 1.5}


def mistake_mask_times_exp(dout, z, alpha):
    """You added the two slopes, each times its mask; exp(z) is then taken for large positive z too, and ∞ times 0 is
    nan. Let z be at most 0 inside exp.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        return dout * ((z > 0) + alpha * np.exp(z) * (z < 0))


def mistake_alpha_forgotten(dout, z, alpha):
    """Your left slope is exp(z). The factor alpha in front of exp stays when you differentiate."""
    return dout * np.where(z > 0, 1, np.exp(np.minimum(z, 0)))


def mistake_value_for_slope(dout, z, alpha):
    """For negative z you multiplied by alpha · (exp(z) − 1), which is the value. The slope lacks the −1."""
    return dout * np.where(z > 0, 1, alpha * np.expm1(np.minimum(z, 0)))


def mistake_mask_on_dout(dout, z, alpha):
    """You chose the branch by the sign of dout. It belongs to the forward pass: the sign of z decides."""
    return dout * np.where(dout > 0, 1, alpha * np.exp(np.minimum(z, 0)))


def mistake_plain_relu(dout, z, alpha):
    """You stopped the gradient for negative z, as ReLU does. The ELU still rises there, though less and less."""
    return dout * (z > 0)


def mistake_no_upstream(dout, z, alpha):
    """You returned the slope ∂a/∂z alone. By the chain rule it has to be multiplied by dout = ∂L/∂a."""
    return np.where(z > 0, 1, alpha * np.exp(np.minimum(z, 0)))


def mistake_formula_of_output(dout, z, alpha):
    """You used z + alpha for the left slope. The short form a + alpha holds for the output a, and here the input z is
    given.
    """
    return dout * np.where(z > 0, 1, z + alpha)
