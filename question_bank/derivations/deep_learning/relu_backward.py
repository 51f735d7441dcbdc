"""Backward pass of ReLU

Forward, elementwise: `a = max(0, z)`. The loss L is some scalar function of `a`.

You are given `dout` = ∂L/∂a and the input `z` of the forward pass. Return `dz` = ∂L/∂z.

All three arrays have the same shape, which may be of any number of axes. At z = 0 the
derivative is taken to be 0. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "dl.activations"
LEVEL = 1
MINUTES = 3
RETURNS = ("dz",)
GRADIENTS = {"dz": "z"}
HINTS = (
    "ReLU works on each element alone, so each ∂L/∂z is the ∂L/∂a at the same place, times one number.",
    "That number is the slope of max(0, z): one constant to the left of 0 and another to the right.",
    "Where z is positive the gradient passes unchanged, elsewhere it is stopped: multiply by a mask.",
)
SOLUTION = """
ReLU acts on each element alone: a[k] depends on z[k] and on nothing else. So the chain rule has one term,

    ∂L/∂z[k] = ∂L/∂a[k] · ∂a[k]/∂z[k]

and the slope of max(0, z) is 1 for z > 0 and 0 for z < 0. In words: where z was positive the gradient passes **unchanged**, elsewhere
it is stopped:

    dz = dout ∘ [z > 0]

The bracket is a mask of ones and zeros that belongs to the forward pass. It does not ask for the sign of dout, which passes
either way; and what is multiplied is the slope, 1, not the value z.

At z = 0 there is a kink and no derivative. Any number from 0 to 1 is a subgradient; libraries take 0, which is what the strict
z > 0 does.

A unit whose z is negative for all examples gets no gradient at all and cannot recover by itself: a *dead* ReLU. Where z > 0 the
slope is 1 in every layer, however deep, which is why ReLU fights vanishing gradients.
"""
SOURCE = (
    "MXNet (master b84609d3fc), src/operator/mshadow_op.h, relu_grad; Dive into Deep "
    "Learning, Multilayer Perceptrons, 'ReLU Function'"
)
COVERS = ("15b",)
REVIEWED = "2026-11-22 agreed"


def relu_backward(dout, z):
    """The gradient at the input of ReLU.

    dout: gradient of the loss at the output, any shape
    z: input of the forward pass, same shape
    Returns dz, same shape.
    """
    return dout * (z > 0)


def _sizes(rng, count, low, high):
    """So many different sizes from low..high."""
    return tuple(int(n) for n in rng.permutation(np.arange(low, high + 1))[:count])


def _away_from_zero(rng, shape):
    """Both signs, in any case one of each, and nothing near the kink."""
    z = rng.uniform(0.05, 3.0, size=shape) * rng.choice([-1.0, 1.0], size=shape)
    z.flat[0], z.flat[1] = abs(z.flat[0]), -abs(z.flat[1])
    return z


def inputs(rng):
    n, d, h, w = _sizes(rng, 4, 2, 8)
    for name, shape in (
        ("one row", (1, d)),
        ("a batch", (n, d)),
        ("one column", (h, 1)),
        ("feature maps", (n, d, h, w)),
    ):
        yield name, {"dout": rng.normal(size=shape), "z": _away_from_zero(rng, shape)}
    n, d = _sizes(rng, 2, 10, 20)
    yield "a larger batch", {"dout": rng.normal(size=(n, d)), "z": _away_from_zero(rng, (n, d))}
    n, d = _sizes(rng, 2, 3, 8)
    z = _away_from_zero(rng, (n, d))
    yield "gradient negative everywhere", {"dout": -rng.uniform(0.1, 2.0, size=(n, d)), "z": z}
    many = (20 + n, 20 + d)  # more than a gradient check looks at: it would find half the slope at z = 0
    z = _away_from_zero(rng, many)
    z[:, 0] = -np.abs(z[:, 0])
    z[0] = 0
    yield "a dead unit, a row of zeros, large z", {"dout": rng.normal(size=many), "z": 1000 * z}
    z = _away_from_zero(rng, (d, n))
    yield "in float32", {"dout": np.float32(rng.normal(size=(d, n))), "z": np.float32(z)}


def large(rng):
    return {"dout": rng.normal(size=(400, 300)), "z": _away_from_zero(rng, (400, 300))}


def loss(dout, z):
    return np.sum(dout * np.maximum(z, 0))


def naive(dout, z):
    dz = np.zeros(z.size)
    for k in range(z.size):
        if z.flat[k] > 0:
            dz[k] = dout.flat[k]
    return dz.reshape(z.shape)


def mistake_mask_on_dout(dout, z):
    """You masked where dout is positive. The mask belongs to the forward pass: where z was
    positive.
    """
    return dout * (dout > 0)


def mistake_both_masks(dout, z):
    """You stopped negative gradients as well; that is "guided backpropagation", a way to draw
    pictures. The true gradient passes with either sign wherever z was positive.
    """
    return dout * (z > 0) * (dout > 0)


def mistake_value_for_slope(dout, z):
    """You multiplied dout by the value max(0, z). The chain rule wants the slope of ReLU there,
    not its value.
    """
    return dout * np.maximum(z, 0)


def mistake_no_upstream(dout, z):
    """You returned the slope ∂a/∂z alone. By the chain rule it has to be multiplied by dout =
    ∂L/∂a.
    """
    return (z > 0).astype(float)


def mistake_no_mask(dout, z):
    """You passed dout on unchanged, as if the activation were the identity. Where z was
    negative the output did not depend on z, so nothing flows back there.
    """
    return dout.copy()


def mistake_one_at_zero(dout, z):
    """Where z is exactly 0 you let the gradient through. The statement takes the slope there to be 0:
    z > 0, not z >= 0.
    """
    return dout * (z >= 0)


def mistake_sign_for_step(dout, z):
    """You used sign(z), the slope of |z|. ReLU is flat for negative z: its slope there is 0,
    not -1.
    """
    return dout * np.sign(z)
