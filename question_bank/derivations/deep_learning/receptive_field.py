"""Receptive field of a stack of layers

L layers, convolutions or poolings, follow one another; look at one axis. Layer l, counted from the input, has
`kernels[l]` taps, `dilations[l]` pixels of its own input apart (1: side by side), and stride `strides[l]`.

Return `(field, step)` for one pixel of the last output:

* `field`: the width in pixels of the window of the **network's input** that it depends on, from the first such
  pixel to the last, both counted, with all between (in the middle of a large image, where padding plays no part)
* `step`: by how many input pixels this window moves on from one output pixel to the next

`kernels`, `strides` and `dilations` are whole numbers ≥ 1, of shape (L,) each. Both results are whole
numbers. This is the theoretical field: every tap counts, whatever its weight. With no layers at all it is one
pixel, and the step is one.
"""

import numpy as np

SUBTOPIC = "dl.convolution"
LEVEL = 2
MINUTES = 6
RETURNS = ("field", "step")
HINTS = (
    "Take one layer alone: its output pixel sees how many pixels more than one? Then ask how large these pixels "
    "are, in pixels of the input.",
    "Neighbouring pixels in front of layer l are as many input pixels apart as the strides of all earlier "
    "layers multiply to.",
    "From a layer's first tap to its last it is (kernel − 1) · dilation pixels of its own input: convert them to "
    "input pixels, and add up over the layers, beginning with 1.",
)
SOLUTION = """Let j be the distance, in input pixels, between neighbouring pixels of the map in front of a
layer. At the input j = 1. A layer with stride s takes every s-th position, so behind it the distance is
j · s: after all layers

    step = Π strides

Now the width. Its first tap and its last are (kernel − 1) · dilation pixels of its own input apart, which is
(kernel − 1) · dilation · j pixels of the network's input. Each layer widens the field by this amount,
whatever came before:

    field = 1 + Σ_l (kernel_l − 1) · dilation_l · Π_{i<l} stride_i

Note which strides count: those **before** layer l. Its own stride moves its window, it does not widen it, so
the stride of the last layer changes `step` only.

Examples: three 3 × 3 layers see 7 pixels, as one 7 × 7 does, with fewer weights. A pooling of stride 2
doubles what every later layer adds. Dilations 1, 2, 4, 8 with kernel 2 give 16: exponential growth at linear
cost.
"""
SOURCE = (
    "Araujo, Norris, Sim 2019, Computing Receptive Fields of Convolutional Neural Networks, Distill, section "
    "Computing receptive field size"
)
REVIEWED = "2026-11-22 fixed"


def receptive_field(kernels, strides, dilations):
    """Size and step of the receptive field of one output pixel.

    kernels: (L,) taps of each layer
    strides: (L,) stride of each layer
    dilations: (L,) distance between the taps of each layer
    Returns field and step, whole numbers.
    """
    steps = np.cumprod([1, *strides])  # in front of each layer, and behind the last
    return 1 + np.sum((kernels - 1) * dilations * steps[:-1]), steps[-1]


def _case(kernels, strides, dilations=None):
    dilations = np.ones(len(kernels), dtype=int) if dilations is None else dilations
    return {"kernels": np.array(kernels), "strides": np.array(strides), "dilations": np.array(dilations)}


def inputs(rng):
    count = int(rng.integers(3, 8))
    k = int(rng.choice([5, 7]))
    yield "one layer", _case([k], [2])
    yield "two layers, the first with stride 2", _case([3, 3], [2, 1])
    yield "three 3 by 3 layers", _case([3, 3, 3], [1, 1, 1])
    yield "convolutions and poolings in turn", _case([3, 2] * count, [1, 2] * count)
    yield "dilations 1, 2, 4, …", _case([2] * count, [1] * count, 2 ** np.arange(count))
    yield "kernels of 1 change nothing", _case([1, k, 1], [1, 1, 1])
    shape = (count,)
    yield "all different", _case(rng.integers(2, 8, shape), rng.integers(2, 4, shape), rng.integers(2, 4, shape))
    case = _case(rng.integers(2, 6, 4), rng.integers(1, 3, 4))
    case["strides"][-1] = 4
    yield "stride in the last layer", case
    yield "ResNet up to its first stage", _case([7, 3, 3, 3], [2, 2, 1, 1])
    yield "no layers", {name: np.zeros(0, dtype=int) for name in ("kernels", "strides", "dilations")}


def _seen(first, last, kernels, strides, dilations):
    """The first and last input pixel that the pixels first … last of the output depend on."""
    for k, s, d in reversed(list(zip(kernels, strides, dilations, strict=True))):
        first, last = first * s, last * s + d * (k - 1)
    return first, last


def naive(kernels, strides, dilations):
    layers = kernels.tolist(), strides.tolist(), dilations.tolist()
    (first, last), (second, _) = _seen(0, 0, *layers), _seen(1, 1, *layers)
    return last - first + 1, second - first


def _before(strides):
    return np.cumprod([1, *strides])[:-1]


def mistake_strides_not_cumulated(kernels, strides, dilations):
    """You multiplied by the stride of the layer just before only. The pixels in front of a layer are apart by the
    product of all strides before it.
    """
    before = np.array([1, *strides], dtype=int)[:-1]
    return 1 + np.sum((kernels - 1) * dilations * before), np.prod(strides, dtype=int)


def mistake_own_stride(kernels, strides, dilations):
    """You let each layer's own stride widen it. It only moves the window; the strides before the layer count."""
    return 1 + np.sum((kernels - 1) * dilations * np.cumprod(strides)), np.prod(strides, dtype=int)


def mistake_strides_ignored(kernels, strides, dilations):
    """You added up the kernels without the strides. Behind a stride of 2 each pixel stands for two input pixels."""
    return 1 + np.sum((kernels - 1) * dilations), np.prod(strides, dtype=int)


def mistake_dilation_ignored(kernels, strides, dilations):
    """You left the dilations out. The taps lie further apart, and the field grows with the distance."""
    return 1 + np.sum((kernels - 1) * _before(strides)), np.prod(strides, dtype=int)


def mistake_kernel_not_less_one(kernels, strides, dilations):
    """You let each layer add its whole kernel. One tap stands where the pixel was already: only kernel − 1 are new."""
    return 1 + np.sum(kernels * dilations * _before(strides)), np.prod(strides, dtype=int)


def mistake_first_pixel_forgotten(kernels, strides, dilations):
    """Your field is one too small: it begins with the pixel itself, and both ends count."""
    return np.sum((kernels - 1) * dilations * _before(strides)), np.prod(strides, dtype=int)


def mistake_counted_from_the_end(kernels, strides, dilations):
    """You multiplied the strides from the last layer backwards. Layer l sees pixels that are apart by the strides
    between the input and l.
    """
    before = np.cumprod([1, *strides[::-1]])[:-1][::-1]
    return 1 + np.sum((kernels - 1) * dilations * before), np.prod(strides, dtype=int)


def mistake_strides_added(kernels, strides, dilations):
    """Your step is the sum of the strides. Each layer takes every s-th pixel of what is left: they multiply."""
    field, _ = receptive_field(kernels, strides, dilations)
    return field, np.sum(strides)
