"""Limit for Xavier (Glorot) uniform initialization

The weights of a layer are drawn from the uniform distribution on [−a, a]. Glorot and Bengio choose their variance as a
compromise between keeping the variance of the signal on the way forward and that of the gradients on the way back, for
an activation with slope about 1 at 0 (gain 1).

You are given the `shape` of the weights, a tuple:

* two axes (D, M): a dense layer with D inputs and M outputs, out = x w + b
* three or more axes (F, C, k₁, k₂, …): a convolution with F output channels, C input channels and a kernel of
  k₁ × k₂ × … elements; stride 1

Return the `limit` a, a positive number.
"""

import math

import numpy as np

SUBTOPIC = "dl.init"
LEVEL = 2
MINUTES = 5
RETURNS = ("limit",)
HINTS = (
    "Forward wants fan-in · var(w) = 1, backward wants fan-out · var(w) = 1. What lies between the two?",
    "The compromise puts the mean of both fans in their place. Then ask what variance a uniform distribution on "
    "[−a, a] has.",
    "var(w) = 2/(fan-in + fan-out), and a²/3 is the variance of the uniform distribution: solve for a.",
)
SOLUTION = """
Forward, an output sums fan-in products, so its variance stays the same if fan-in · var(w) = 1. Backward, the
gradient of an input sums fan-out products, which asks for fan-out · var(w) = 1. Both hold only if the fans are
equal; the compromise takes their mean:

    ½ (fan-in + fan-out) · var(w) = 1        var(w) = 2 / (fan-in + fan-out)

The uniform distribution on [−a, a] has the density 1/(2a), so its variance is ∫ w²/(2a) dw = **a²/3**. Setting
the two equal:

    a = √3 · √(2/(fan-in + fan-out)) = √(6/(fan-in + fan-out))

A dense layer (D, M) has fan-in D and fan-out M. In a convolution (F, C, k₁, k₂), an output element sees C k₁ k₂
inputs, and an input element reaches F k₁ k₂ outputs: the kernel counts in **both**.
"""
SOURCE = (
    "Glorot and Bengio 2010, Understanding the difficulty of training deep feedforward neural networks, section 4.2.1, "
    "equation 16; PyTorch, torch/nn/init.py, xavier_uniform_ and _calculate_fan_in_and_fan_out"
)
COVERS = ("15f", "9")
REVIEWED = "2026-11-22 agreed"


def xavier_uniform_limit(shape):
    """Limit of the uniform distribution that the weights are drawn from.

    shape: tuple of whole numbers, (D, M) or (F, C, k1, k2, ...)
    Returns limit (a number).
    """
    kernel = math.prod(shape[2:])
    return math.sqrt(6 / ((shape[0] + shape[1]) * kernel))


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
    first, second, *rest = shape
    fan_in = fan_out = 0
    for _ in range(first):
        fan_out += 1
    for _ in range(second):
        fan_in += 1
    for size in rest:
        fan_in, fan_out = fan_in * size, fan_out * size
    variance = 1 / ((fan_in + fan_out) / 2)
    return (3 * variance) ** 0.5


def _kernel(shape):
    return math.prod(shape[2:])


def mistake_standard_deviation(shape):
    """You returned the standard deviation √(2/(fan-in + fan-out)), right for a normal distribution. The limit of a
    uniform one is √3 times as large.
    """
    return xavier_uniform_limit(shape) / math.sqrt(3)


def mistake_no_root(shape):
    """You left the root out: 6/(fan-in + fan-out) is the square of the limit."""
    return xavier_uniform_limit(shape) ** 2


def mistake_mean_of_fans(shape):
    """You divided 6 by the mean of the two fans; the ½ of the mean is in the 6 already. Divide by their sum."""
    return xavier_uniform_limit(shape) * math.sqrt(2)


def mistake_whole_width(shape):
    """You took the variance of [0, a], a²/12, in place of that of [−a, a], a²/3. Your limit is twice too large."""
    return 2 * xavier_uniform_limit(shape)


def mistake_fan_in_only(shape):
    """You used fan-in for both. That keeps the forward variance alone; the compromise has fan-in + fan-out."""
    fan_in = shape[0] if len(shape) == 2 else shape[1] * _kernel(shape)
    return math.sqrt(3 / fan_in)


def mistake_fan_out_only(shape):
    """You used fan-out for both. That keeps the backward variance alone; the compromise has fan-in + fan-out."""
    fan_out = shape[1] if len(shape) == 2 else shape[0] * _kernel(shape)
    return math.sqrt(3 / fan_out)


def mistake_kernel_not_counted(shape):
    """For a convolution you counted the channels alone. Both fans have the kernel's elements as a factor."""
    return xavier_uniform_limit(shape) * math.sqrt(_kernel(shape))


def mistake_kernel_in_fan_in_only(shape):
    """For a convolution you counted the kernel in fan-in but not in fan-out. An input element reaches every output
    whose window contains it: fan-out is F times the kernel's elements.
    """
    return math.sqrt(6 / (shape[1] * _kernel(shape) + shape[0]))
