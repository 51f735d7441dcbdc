"""Standard deviation for He initialization

The weights of a layer that is followed by ReLU are drawn from a normal distribution with mean 0. Choose its standard
deviation as He et al. do, so that the variance of the **forward** signal stays the same from layer to layer.

You are given the `shape` of the weights, a tuple:

* two axes (D, M): a dense layer with D inputs and M outputs, out = x w + b
* three or more axes (F, C, k₁, k₂, …): a convolution with F output channels, C input channels and a kernel of
  k₁ × k₂ × … elements

Return `std`, a number. The distribution is not truncated, and there is no gain besides that for ReLU.
"""

import math

import numpy as np

SUBTOPIC = "dl.init"
LEVEL = 1
MINUTES = 4
RETURNS = ("std",)
HINTS = (
    "How many products are added up for one element of the output? That number is called fan-in.",
    "The variance of a sum of n independent products grows with n, and ReLU then passes on half of the mean square.",
    "n · var(w) · ½ has to be 1. For a convolution n counts the input channels times the elements of the kernel.",
)
SOLUTION = """
One output before the activation is z = Σ w x over n terms, n being the **fan-in**. With independent weights of mean 0,

    var(z) = n · var(w) · E[x²]

x is the ReLU of the layer before. If z there is symmetric about 0, ReLU cuts off half of its mean square:
E[x²] = ½ var(z before). So the variance is multiplied by ½ n var(w) in every layer; it neither grows nor fades when
that is 1:

    var(w) = 2 / n        std = √(2 / n)

Fan-in of a dense layer (D, M) is D. In a convolution (F, C, k₁, k₂) one output element sums over all input channels and
the whole kernel: n = C k₁ k₂. The F filters give F different outputs, they are not added up.

Without ReLU there is no factor ½, and 1/n is right (LeCun). Ten layers of √(1/n) with ReLU would shrink the
signal to 2⁻⁵ of its size.
"""
SOURCE = (
    "He, Zhang, Ren, Sun 2015, Delving deep into rectifiers, arXiv 1502.01852, section 2.2, equation 10; PyTorch, "
    "torch/nn/init.py, kaiming_normal_ and _calculate_fan_in_and_fan_out"
)
COVERS = ("15f", "9")
REVIEWED = "2026-11-22 fixed"


def he_standard_deviation(shape):
    """Standard deviation of the weights of a layer before ReLU.

    shape: tuple of whole numbers, (D, M) or (F, C, k1, k2, ...)
    Returns std (a number).
    """
    fan_in = shape[0] if len(shape) == 2 else math.prod(shape[1:])
    return math.sqrt(2 / fan_in)


def inputs(rng):
    a, b, c, d, e = (int(n) for n in rng.permutation(np.arange(5, 40))[:5])
    k, m = (int(n) for n in rng.permutation([2, 3, 5, 7])[:2])
    yield "a dense layer", {"shape": (a, b)}
    yield "a dense layer, one input", {"shape": (1, c)}
    yield "a dense layer, one output", {"shape": (d, 1)}
    yield "as many outputs as inputs", {"shape": (e, e)}
    yield "a convolution, square kernel", {"shape": (b, c, k, k)}
    yield "a convolution, 3 by 3 on RGB", {"shape": (d, 3, 3, 3)}
    yield "a convolution, 1 by 1", {"shape": (a, e, 1, 1)}
    yield "a convolution over time", {"shape": (c, d, m)}
    yield "a convolution over video", {"shape": (e, a, m, k, k + 1)}
    yield "a wide dense layer", {"shape": (1000 + a, 10 + b)}


def naive(shape):
    terms = 0
    if len(shape) == 2:
        for _ in range(shape[0]):
            terms += 1
    else:
        for _ in np.ndindex(shape[1:]):
            terms += 1
    return (terms / 2) ** -0.5


def mistake_fan_out(shape):
    """You counted the outputs. The forward signal is a sum over the inputs: fan-in."""
    return math.sqrt(2 / (shape[1] if len(shape) == 2 else shape[0] * math.prod(shape[2:])))


def mistake_variance(shape):
    """You returned the variance 2/n; the standard deviation is its root."""
    return he_standard_deviation(shape) ** 2


def mistake_root_of_two_only(shape):
    """You wrote √2 / n: the root belongs over the whole fraction, √(2/n)."""
    return math.sqrt(2) * he_standard_deviation(shape) ** 2 / 2


def mistake_without_relu(shape):
    """You used √(1/n), which suits a linear layer. ReLU throws away half of the mean square, so the variance must be
    twice as large.
    """
    return he_standard_deviation(shape) / math.sqrt(2)


def mistake_glorot(shape):
    """You used Glorot's √(2/(fan-in + fan-out)), which weighs forward against backward and knows no ReLU. He's depends
    on fan-in alone.
    """
    kernel = math.prod(shape[2:])
    return math.sqrt(2 / ((shape[0] + shape[1]) * kernel))


def mistake_uniform_limit(shape):
    """You returned √(6/n), the limit of a uniform distribution with that variance. For the normal one, the standard
    deviation itself is asked for.
    """
    return he_standard_deviation(shape) * math.sqrt(3)


def mistake_kernel_not_counted(shape):
    """For a convolution you counted the input channels alone. One output sums over the whole kernel in each channel:
    multiply by the kernel's elements.
    """
    return math.sqrt(2 / (shape[0] if len(shape) == 2 else shape[1]))


def mistake_dense_as_outputs_first(shape):
    """You took a dense weight for (outputs, inputs), as PyTorch stores it. Here it is (D, M), inputs first."""
    return math.sqrt(2 / math.prod(shape[1:]))
