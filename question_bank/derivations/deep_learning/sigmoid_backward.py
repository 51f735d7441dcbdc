"""Backward pass of the sigmoid

Forward, elementwise: `a = σ(z) = 1 / (1 + exp(-z))`. The loss L is some scalar function of `a`.

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
    "The function works on each element alone: dz is dout times the slope of σ, element by element.",
    "Differentiate 1 / (1 + exp(-z)) and try to write the result with nothing but a = σ(z) in it.",
    "Compute a from z, then the slope is a product of a and what is missing from a to 1.",
)
SOLUTION = """
The sigmoid acts on each element alone, so dz is dout times its slope, element by element. With a = 1/(1 + e^(−z)),

    da/dz = e^(−z) / (1 + e^(−z))² = 1/(1 + e^(−z)) · e^(−z)/(1 + e^(−z)) = a · (1 − a)

since 1 − a = e^(−z)/(1 + e^(−z)). Hence

    dz = dout ∘ a ∘ (1 − a)        a = σ(z)

The short form needs the **output** a. Given z, apply σ once; given a, do not apply it again.

Written with e^(−z) throughout, the slope is ∞/∞ for z = −1000. As a(1 − a) it is safe, because a stays between 0 and 1, and a itself
is safe as ½(1 + tanh(z/2)).

The slope is largest at z = 0, where a = ½, and there it is only **¼**. Each sigmoid layer multiplies the gradient by at most ¼, and
by next to nothing where it is saturated: ten layers leave at most 4⁻¹⁰ ≈ 10⁻⁶ of it, weights aside. That is the vanishing gradient.
"""
EQUIVALENT = {
    "a = (1 + np.tanh(z / 2)) / 2 → a = (1 - np.tanh(z / 2)) / 2": "this is 1 - a, and a (1 - a) is the same for both",
}
SOURCE = (
    "Dive into Deep Learning, Multilayer Perceptrons, 'Sigmoid Function'; MXNet (master "
    "b84609d3fc), src/operator/mshadow_op.h, sigmoid_grad"
)
COVERS = ("15b",)
REVIEWED = "2026-11-22 fixed"


def sigmoid_backward(dout, z):
    """The gradient at the input of the sigmoid.

    dout: gradient of the loss at the output, any shape
    z: input of the forward pass, same shape
    Returns dz, same shape.
    """
    a = (1 + np.tanh(z / 2)) / 2  # the same as 1 / (1 + exp(-z)), and it cannot overflow
    return dout * a * (1 - a)


def _sigmoid(z):
    return (1 + np.tanh(z / 2)) / 2


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
    z = rng.uniform(3.0, 6.0, size=(n, d)) * rng.choice([-1.0, 1.0], size=(n, d))
    yield "saturated", {"dout": rng.normal(size=(n, d)), "z": z}
    z = rng.normal(size=(n, d))
    z[0] = rng.uniform(1000, 2000, size=d)
    z[1] = -rng.uniform(1000, 2000, size=d)
    yield "some z beyond a thousand", {"dout": rng.normal(size=(n, d)), "z": z}
    yield "in float32", {"dout": np.float32(rng.normal(size=(d, n))), "z": np.float32(rng.normal(size=(d, n)))}


def large(rng):
    return {"dout": rng.normal(size=(400, 300)), "z": rng.normal(size=(400, 300))}


def loss(dout, z):
    return np.sum(dout * np.exp(-np.logaddexp(0, -z)))


def naive(dout, z):
    dz = np.zeros(z.size)
    for k in range(z.size):
        e = np.exp(-abs(z.flat[k]))  # the slope is even in z
        dz[k] = dout.flat[k] * e / (1 + e) ** 2
    return dz.reshape(z.shape)


def mistake_sigmoid_twice(dout, z):
    """You took the slope at a = σ(z) instead of at z: σ was applied twice. Compute a once and
    use a(1 - a).
    """
    a = _sigmoid(_sigmoid(z))
    return dout * a * (1 - a)


def mistake_formula_on_z(dout, z):
    """You used z(1 - z). The short formula holds for the output a = σ(z), and here the input is
    given.
    """
    return dout * z * (1 - z)


def mistake_tanh_slope(dout, z):
    """You used 1 - a², which is the slope of tanh. That of the sigmoid is a(1 - a), at most
    1/4.
    """
    a = _sigmoid(z)
    return dout * (1 - a**2)


def mistake_value_for_slope(dout, z):
    """You multiplied dout by the value σ(z). The chain rule wants the slope of σ at z."""
    return dout * _sigmoid(z)


def mistake_no_upstream(dout, z):
    """You returned the slope ∂a/∂z alone. By the chain rule it has to be multiplied by dout =
    ∂L/∂a.
    """
    a = _sigmoid(z)
    return a * (1 - a)


def mistake_overflow(dout, z):
    """Your formula is right but exp(-z) overflows for very negative z, and ∞/∞ is nan. Compute
    a = σ(z) first and use a(1 - a): both factors stay between 0 and 1.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        return dout * np.exp(-z) / (1 + np.exp(-z)) ** 2


def mistake_one_factor(dout, z):
    """Your slope is 1 − a. That of the sigmoid is a · (1 − a)."""
    return dout * (1 - np.tanh(z / 2)) / 2
