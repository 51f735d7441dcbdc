"""Backward pass of tanh

Forward, elementwise: `a = tanh(z) = (exp(z) - exp(-z)) / (exp(z) + exp(-z))`. The loss L is some
scalar function of `a`.

You are given `dout` = ∂L/∂a and the input `z` of the forward pass (not `a`). Return `dz` = ∂L/∂z.

All three arrays have the same shape, which may be of any number of axes. The result must be finite
and right also where |z| is a thousand and more. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "dl.activations"
LEVEL = 1
MINUTES = 4
RETURNS = ("dz",)
GRADIENTS = {"dz": "z"}
HINTS = (
    "The function works on each element alone: dz is dout times the slope of tanh, element by element.",
    "Apply the quotient rule to sinh(z) / cosh(z) and divide out; what remains needs only a = tanh(z).",
    "The slope is 1 at z = 0, where a = 0, and goes to 0 as a goes to +1 or -1; it is of degree two in a.",
)
SOLUTION = """
tanh acts on each element alone, so dz is dout times its slope, element by element. By the quotient rule, with sinh′ = cosh and
cosh′ = sinh,

    d/dz (sinh z / cosh z) = (cosh² z − sinh² z) / cosh² z = 1 − tanh² z

Hence, with the output a = tanh(z),

    dz = dout ∘ (1 − a²)

The formula needs the **output**: 1 − z² would be negative for every |z| > 1, and the slope of a rising function never is.

A picture helps to remember it. At z = 0 tanh is as steep as the identity: a = 0, slope 1. Far out it is flat: a = ±1, slope 0. It is
as steep at −z as at z, so only a² can occur, not a. The sigmoid's a(1 − a) has the same use on (0, 1), with ¼ as its maximum:
tanh(z) = 2σ(2z) − 1, which is steeper by 4.

np.tanh is safe for any z; the quotient of exponentials is ∞/∞ beyond z ≈ 710.
"""
SOURCE = (
    "Dive into Deep Learning, Multilayer Perceptrons, 'Tanh Function'; MXNet (master "
    "b84609d3fc), src/operator/mshadow_op.h, tanh_grad"
)
COVERS = ("15b",)
REVIEWED = "2026-11-22 fixed"


def tanh_backward(dout, z):
    """The gradient at the input of tanh.

    dout: gradient of the loss at the output, any shape
    z: input of the forward pass, same shape
    Returns dz, same shape.
    """
    a = np.tanh(z)
    return dout * (1 - a**2)


def _sizes(rng, count, low, high):
    """So many different sizes from low..high."""
    return tuple(int(n) for n in rng.permutation(np.arange(low, high + 1))[:count])


def inputs(rng):
    n, d, h, w = _sizes(rng, 4, 2, 8)
    for name, shape in (
        ("one row", (1, d)),
        ("a batch", (n, d)),
        ("one column", (h, 1)),
        ("feature maps", (n, d, h, w)),
    ):
        yield name, {"dout": rng.normal(size=shape), "z": rng.normal(size=shape)}
    n, d = _sizes(rng, 2, 10, 20)
    yield "a larger batch", {"dout": rng.normal(size=(n, d)), "z": rng.normal(size=(n, d))}
    n, d = _sizes(rng, 2, 3, 8)
    z = rng.uniform(2.0, 3.0, size=(n, d)) * rng.choice([-1.0, 1.0], size=(n, d))
    yield "saturated", {"dout": rng.normal(size=(n, d)), "z": z}
    z = rng.normal(size=(n, d))
    z[0] = rng.uniform(1000, 2000, size=d)
    z[1] = -rng.uniform(1000, 2000, size=d)
    yield "some z beyond a thousand", {"dout": rng.normal(size=(n, d)), "z": z}
    yield "in float32", {"dout": np.float32(rng.normal(size=(d, n))), "z": np.float32(rng.normal(size=(d, n)))}


def large(rng):
    return {"dout": rng.normal(size=(400, 300)), "z": rng.normal(size=(400, 300))}


def loss(dout, z):
    return np.sum(dout * np.tanh(z))


def naive(dout, z):
    dz = np.zeros(z.size)
    for k in range(z.size):
        e = np.exp(-2 * abs(z.flat[k]))  # the slope is even in z
        dz[k] = dout.flat[k] * 4 * e / (1 + e) ** 2
    return dz.reshape(z.shape)


def mistake_tanh_twice(dout, z):
    """You took the slope at a = tanh(z) instead of at z: tanh was applied twice. Compute a once
    and use 1 - a².
    """
    return dout * (1 - np.tanh(np.tanh(z)) ** 2)


def mistake_formula_on_z(dout, z):
    """You used 1 - z². The short formula holds for the output a = tanh(z), and here the input
    is given.
    """
    return dout * (1 - z**2)


def mistake_sigmoid_slope(dout, z):
    """You used a(1 - a), which is the slope of the sigmoid. That of tanh is 1 - a², which is 1
    at z = 0.
    """
    a = np.tanh(z)
    return dout * a * (1 - a)


def mistake_square_missing(dout, z):
    """You used 1 - a without the square, which is not even symmetric about 0. The slope of tanh
    is 1 - a².
    """
    return dout * (1 - np.tanh(z))


def mistake_no_upstream(dout, z):
    """You returned the slope ∂a/∂z alone. By the chain rule it has to be multiplied by dout =
    ∂L/∂a.
    """
    return 1 - np.tanh(z) ** 2


def mistake_overflow(dout, z):
    """Your formula is right but exp overflows for large |z|, and ∞/∞ is nan. np.tanh is safe:
    use its value a in 1 - a².
    """
    with np.errstate(over="ignore", invalid="ignore"):
        a = (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))
        return dout * (1 - a**2)
