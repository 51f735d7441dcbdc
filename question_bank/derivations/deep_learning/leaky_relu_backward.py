"""Backward pass of the leaky ReLU

Forward, elementwise, with one number `alpha` for the whole layer, 0 ≤ alpha < 1:

    a = z where z > 0        a = alpha · z where z < 0

The loss L is some scalar function of `a`. You are given `dout` = ∂L/∂a and the input `z` of the forward pass.
Return `dz` = ∂L/∂z. `dout`, `z` and `dz` have the same shape, of any number of axes.

`alpha` is given, not learned; no gradient by it is wanted. No test has a z nearer to the kink at 0 than 0.01.
Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "dl.activations"
LEVEL = 1
MINUTES = 3
RETURNS = ("dz",)
GRADIENTS = {"dz": "z"}
HINTS = (
    "Each element is a straight line on either side of 0. What are the two slopes?",
    "By the chain rule dz is dout times the slope at z, element by element: two cases, and z alone decides which.",
    "On the right the slope is 1, on the left alpha. np.where picks one of the two for each element.",
)
SOLUTION = """The function acts on each element alone, so the Jacobian of the layer is diagonal and the chain
rule has one factor per element:

    ∂L/∂z = ∂L/∂a · ∂a/∂z

On the right of 0 the function is a = z, a line of slope 1; on the left it is a = alpha · z, a line of slope
alpha. Hence

    dz = dout where z > 0        dz = alpha · dout where z < 0

The sign of **z** decides, not the sign of dout: what comes back may have either sign on both sides. With
alpha = 0 this is plain ReLU, whose units can die: if z is negative for every example, nothing flows back and
the unit never changes. A small alpha keeps a way open, so that the weights in front of the unit still learn.
At z = 0 there is no derivative; libraries take one of the two slopes there.
"""
EQUIVALENT = {
    "return np.where(z > 0, dout, alpha * dout) → return np.where(z >= 0, dout, alpha * dout)": (
        "no z is 0: the slope at the kink is left open"
    ),
}
SOURCE = "PyTorch, torch/nn/modules/activation.py, class LeakyReLU (docstring: the two branches and negative_slope)"
COVERS = ("15b",)
REVIEWED = "2026-11-22 fixed"


def leaky_relu_backward(dout, z, alpha):
    """The gradient at the input of the leaky ReLU.

    dout: gradient of the loss at the output, any shape
    z: input of the forward pass, same shape
    alpha: a number, the slope on the left of 0
    Returns dz, same shape.
    """
    return np.where(z > 0, dout, alpha * dout)


def _sizes(rng, count, low, high):
    """So many different sizes from low..high."""
    return tuple(int(n) for n in rng.permutation(np.arange(low, high + 1))[:count])


def _away_from_zero(rng, shape):
    """Both signs, in any case one of each, and nothing near the kink."""
    z = rng.uniform(0.05, 3.0, size=shape) * rng.choice([-1.0, 1.0], size=shape)
    z.flat[0], z.flat[1] = abs(z.flat[0]), -abs(z.flat[1])
    return z


def _case(rng, shape, alpha=None):
    alpha = float(rng.uniform(0.05, 0.45)) if alpha is None else alpha
    return {"dout": rng.normal(size=shape), "z": _away_from_zero(rng, shape), "alpha": alpha}


def inputs(rng):
    n, d, h, w = _sizes(rng, 4, 2, 8)
    yield "one row", _case(rng, (1, d))
    yield "two rows, slope 0.01", _case(rng, (2, 3), 0.01)
    yield "a batch", _case(rng, (n, d))
    yield "as many rows as columns", _case(rng, (h, h))
    yield "feature maps", _case(rng, (n, d, h, w))
    yield "slope 0, a plain ReLU", _case(rng, (d, n), 0.0)
    case = _case(rng, (w, h))
    case["dout"] = -np.abs(case["dout"])
    yield "gradient negative everywhere", case
    case = _case(rng, (n, w))
    case["z"] = -1000 * np.abs(case["z"])
    yield "all z far below 0", case
    case = _case(rng, (d, h), 0.25)
    yield "float32 arrays", case | {"dout": case["dout"].astype(np.float32), "z": case["z"].astype(np.float32)}


def loss(dout, z, alpha):
    return np.sum(dout * np.maximum(z, alpha * z))  # alpha < 1: the larger of the two lines


def naive(dout, z, alpha):
    dz = np.zeros(z.size)
    for k in range(z.size):
        slope = 1.0 if z.flat[k] > 0 else alpha
        dz[k] = slope * dout.flat[k]
    return dz.reshape(z.shape)


def mistake_plain_relu(dout, z, alpha):
    """You stopped the gradient where z is negative, as plain ReLU does. The leak has a slope of its own there."""
    return dout * (z > 0)


def mistake_mask_on_dout(dout, z, alpha):
    """You chose the slope by the sign of dout. The slope belongs to the forward pass: the sign of z decides."""
    return np.where(dout > 0, dout, alpha * dout)


def mistake_value_for_slope(dout, z, alpha):
    """You multiplied dout by the output of the layer. The chain rule wants the slope at z, not the value."""
    return dout * np.where(z > 0, z, alpha * z)


def mistake_no_upstream(dout, z, alpha):
    """You returned the slope ∂a/∂z alone. By the chain rule it has to be multiplied by dout = ∂L/∂a."""
    return np.where(z > 0, 1.0, alpha)


def mistake_leak_minus(dout, z, alpha):
    """Your slope for negative z is −alpha. The line keeps rising through 0: there it is flatter, not falling."""
    return np.where(z > 0, dout, -alpha * dout)


def mistake_alpha_left_out_of_one_side(dout, z, alpha):
    """You passed dout on unchanged on both sides. For negative z the output moved only alpha times as much as z."""
    return dout.copy()


def mistake_branches_exchanged(dout, z, alpha):
    """You exchanged the two slopes: positive z passes the gradient whole, negative z only a share of it."""
    return np.where(z > 0, alpha * dout, dout)
