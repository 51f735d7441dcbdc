"""Backward pass of GELU, the tanh form

Forward, elementwise, with c = √(2/π):

    a = ½ z (1 + tanh(u))        u = c (z + 0.044715 z³)

This is the *tanh approximation* of GELU (`approximate="tanh"` in PyTorch, GPT-2's form), **not** z Φ(z) with
the error function. Differentiate the formula above exactly as it stands.

The loss L is some scalar function of `a`. You are given `dout` = ∂L/∂a and the input `z`. Return
`dz` = ∂L/∂z. All have the same shape, of any number of axes. The result must be finite and right also where
|z| is a thousand. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "dl.activations"
LEVEL = 2
MINUTES = 6
RETURNS = ("dz",)
GRADIENTS = {"dz": "z"}
RTOL = 1e-5
HINTS = (
    "z stands in two places: as a factor in front, and inside tanh. What does that mean for the derivative?",
    "Product rule, then chain rule: one term leaves tanh alone, the other has the slope of tanh times du/dz.",
    "With t = tanh(u): ½ (1 + t) + ½ z (1 − t²) · du/dz, and du/dz is the derivative of a cubic polynomial in z.",
)
SOLUTION = """Write t = tanh(u), so that a = ½ z (1 + t). z appears twice, so the product rule gives two
terms:

    ∂a/∂z = ½ (1 + t) + ½ z · ∂t/∂z

The slope of tanh is 1 − tanh², and the inner function is a cubic:

    ∂t/∂z = (1 − t²) · du/dz        du/dz = c (1 + 3 · 0.044715 z²)

Together, dz = dout · [½ (1 + t) + ½ z (1 − t²) c (1 + 0.134145 z²)].

Check at three places. At z = 0: t = 0, the slope is ½. For z → +∞: t = 1, the second term vanishes and the
slope is 1. For z → −∞: t = −1 and the slope is 0. Near z = −0.75 it crosses 0, as the function has a minimum
there; so GELU, unlike ReLU, lets a little negative slope through. tanh never overflows, so nothing has to be
done for large |z|: 1 − t² is exactly 0 there, and 0 times the (finite) polynomial is 0.
"""
SOURCE = "Hendrycks and Gimpel 2016, arXiv 1606.08415, section 2; PyTorch, torch/nn/modules/activation.py, class GELU"
COVERS = ("15b",)
REVIEWED = "2026-11-22 fixed"


def gelu_backward(dout, z):
    """The gradient at the input of GELU in its tanh form.

    dout: gradient of the loss at the output, any shape
    z: input of the forward pass, same shape
    Returns dz, same shape.
    """
    c = np.sqrt(2 / np.pi)
    t = np.tanh(c * (z + 0.044715 * z**3))
    du = c * (1 + 3 * 0.044715 * z**2)
    return dout * ((1 + t) + z * (1 - t**2) * du) / 2


def _sizes(rng, count, low, high):
    """So many different sizes from low..high."""
    return tuple(int(n) for n in rng.permutation(np.arange(low, high + 1))[:count])


def _case(rng, shape):
    return {"dout": rng.normal(size=shape), "z": rng.uniform(-2.5, 2.5, size=shape)}


def inputs(rng):
    n, d, h, w = _sizes(rng, 4, 2, 8)
    yield "one row", _case(rng, (1, d))
    yield "two rows", _case(rng, (2, 3))
    yield "a batch", _case(rng, (n, d))
    yield "as many rows as columns", _case(rng, (h, h))
    yield "feature maps", _case(rng, (n, d, h, w))
    n, d = _sizes(rng, 2, 10, 20)
    yield "a larger batch", _case(rng, (n, d))
    n, d = _sizes(rng, 2, 3, 8)
    z = rng.uniform(-2.0, 2.0, size=(n, d))
    z[0], z[1] = 1000 + z[0], z[1] - 1000
    yield "some z beyond a thousand", {"dout": rng.normal(size=(n, d)), "z": z}
    z = rng.uniform(0.3, 2.0, size=(d, n)).astype(np.float32)
    dout = 100 + rng.normal(size=(d, n)).astype(np.float32)  # large: central differences are finer than float32
    yield "float32 arrays, z positive", {"dout": dout, "z": z}


def loss(dout, z):
    u = np.sqrt(2 / np.pi) * (z + 0.044715 * z**3)
    return np.sum(dout * 0.5 * z * (1 + np.tanh(u)))


def naive(dout, z):
    c = (2 / np.pi) ** 0.5
    dz = np.zeros(z.size)
    for k in range(z.size):
        x = float(z.flat[k])
        u = c * x * (1 + 0.044715 * x * x)
        e = np.exp(-2 * abs(u))  # (1 + tanh u) / 2 is a sigmoid, and so is 1 + tanh u's share of the slope
        s = 1 / (1 + e) if u > 0 else e / (1 + e)
        dz[k] = dout.flat[k] * (s + 2 * x * e / (1 + e) ** 2 * c * (1 + 0.134145 * x * x))
    return dz.reshape(z.shape)


def _slope(z, *, poly=None):
    """The right slope; poly puts another du/dz in."""
    c = np.sqrt(2 / np.pi)
    t = np.tanh(c * (z + 0.044715 * z**3))
    du = c * (1 + 3 * 0.044715 * z**2) if poly is None else poly(z, c)
    return ((1 + t) + z * (1 - t**2) * du) / 2


def mistake_exact_gelu(dout, z):
    """You differentiated z Φ(z), the exact GELU with the error function. Close, but the formula asked for is the tanh
    form, and its slope differs by up to 9e-4.
    """
    # Φ(z) by a sum that is exact enough for the |z| in question: the trapezoid rule from 0 to z
    s = (np.arange(2000) + 0.5) / 2000
    near = np.clip(z, -8, 8)
    area = near * np.exp(-((near[..., None] * s) ** 2) / 2).mean(axis=-1) / np.sqrt(2 * np.pi)
    return dout * (0.5 + area + z * np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi))


def mistake_product_rule_forgotten(dout, z):
    """You took ½ (1 + tanh u) alone. z stands inside tanh as well, so the product rule adds a second term."""
    c = np.sqrt(2 / np.pi)
    return dout * (1 + np.tanh(c * (z + 0.044715 * z**3))) / 2


def mistake_inner_slope_forgotten(dout, z):
    """You left out du/dz: after the slope of tanh comes the slope of what is inside it."""
    return dout * _slope(z, poly=lambda z, c: np.ones_like(z))


def mistake_cubic_not_differentiated(dout, z):
    """In du/dz you wrote 0.044715 z² without its 3. The derivative of z³ is 3 z²."""
    return dout * _slope(z, poly=lambda z, c: c * (1 + 0.044715 * z**2))


def mistake_root_forgotten(dout, z):
    """Your du/dz lacks the factor √(2/π), which stands before the whole cubic and stays when you differentiate."""
    return dout * _slope(z, poly=lambda z, c: 1 + 3 * 0.044715 * z**2)


def mistake_sigmoid_form(dout, z):
    """You differentiated z σ(1.702 z), the sigmoid form of GELU. It is another, coarser approximation."""
    s = (1 + np.tanh(1.702 * z / 2)) / 2
    return dout * (s + 1.702 * z * s * (1 - s))


def mistake_no_upstream(dout, z):
    """You returned the slope ∂a/∂z alone. By the chain rule it has to be multiplied by dout = ∂L/∂a."""
    return _slope(z)
