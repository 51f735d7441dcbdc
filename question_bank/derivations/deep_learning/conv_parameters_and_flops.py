"""Parameters, MACs and FLOPs of a convolution

A 2-D convolution turns **one** image of `c_in` channels and size `h` × `w` into `c_out` channels. Its kernels
are `kh` × `kw`, `stride` and `pad` hold for both directions (`pad` zeros on each side, only whole windows
count), there is no dilation. With `groups` > 1 the input channels are split into that many equal groups, and
so are the output channels; each output channel sees only the input channels of its own group
(`groups` divides both counts). `bias` is True if there is one bias for each output channel.

Return `(parameters, macs, flops)`, three whole numbers:

* `parameters`: all that is learned, biases too if there are any
* `macs`: multiply–accumulate operations, one for each product of a weight and a pixel; padded zeros count
  like pixels
* `flops`: floating-point operations, where a MAC counts as **two**, and adding the bias is not counted
"""

import numpy as np

SUBTOPIC = "dl.convolution"
LEVEL = 2
MINUTES = 5
RETURNS = ("parameters", "macs", "flops")
HINTS = (
    "What does one output element cost? And how many output elements are there?",
    "One filter has kh · kw weights for each input channel that it sees, and it sees c_in / groups of them.",
    "macs = weights · oh · ow: every weight is used once at each output position, and never elsewhere.",
)
SOLUTION = """One output channel has one filter. It sees c_in / groups channels, so it holds
(c_in / groups) · kh · kw weights, and there are c_out of them:

    weights = c_out · (c_in / groups) · kh · kw        parameters = weights + c_out (with a bias)

The size of the image plays no part: weights are shared by all positions.

Computing does depend on it. There are oh · ow positions, with oh = ⌊(h + 2 pad − kh)/stride⌋ + 1 and ow
likewise, and at each position every weight takes part in exactly one product. So

    macs = weights · oh · ow        flops = 2 · macs

as a MAC is a multiplication and an addition. Beware of papers: the "FLOPs" of the ResNet paper are
multiply-adds, which is half of this count.

With groups = c_in = c_out (depthwise) weights and MACs are c_in times fewer than with one group. Stride 2
divides the MACs by about four and leaves the parameters alone. Most MACs of a CNN are in its convolutions; most
parameters of an old one are in its fully connected layers.
"""
EQUIVALENT = {
    "weights = c_out * (c_in // groups) * kh * kw → weights = c_out * (c_in / groups) * kh * kw": (
        "groups divides c_in, so the number is the same"
    ),
}
SOURCE = (
    "PyTorch, torch/utils/flop_counter.py, conv_flop_count (two per product), and torch/nn/modules/conv.py, class "
    "Conv2d (shape of weight and bias); He et al. 2015, arXiv 1512.03385, table 1 (FLOPs as multiply-adds)"
)
REVIEWED = "2026-11-22 fixed"


def conv_parameters_and_flops(c_in, c_out, kh, kw, h, w, stride, pad, groups, bias):
    """What a convolution learns and what it computes for one image.

    c_in, c_out: channels of input and output
    kh, kw: size of the kernels
    h, w: size of the image
    stride: pixels from one position to the next
    pad: zeros added on each side
    groups: number of groups of channels, a divisor of c_in and c_out
    bias: True or False
    Returns parameters, macs and flops, whole numbers.
    """
    weights = c_out * (c_in // groups) * kh * kw
    positions = ((h + 2 * pad - kh) // stride + 1) * ((w + 2 * pad - kw) // stride + 1)
    return weights + c_out * bias, weights * positions, 2 * weights * positions


def _case(channels, kernel, image, stride=1, pad=0, *, groups=1, bias=True):
    (c_in, c_out), (kh, kw), (h, w) = channels, kernel, image
    sizes = {"c_in": c_in, "c_out": c_out, "kh": kh, "kw": kw, "h": h, "w": w}
    return sizes | {"stride": stride, "pad": pad, "groups": groups, "bias": bias}


def inputs(rng):
    a, b, c, d = (int(n) for n in rng.permutation(np.arange(2, 9))[:4])
    h, w = (int(n) for n in rng.permutation(np.arange(12, 24))[:2])
    yield "one channel, one filter, 3 by 3 on 5 by 5", _case((1, 1), (3, 3), (5, 5))
    yield "one filter, no bias", _case((a, 1), (2, 3), (h, w), bias=False)
    yield "several filters", _case((a, b), (3, 2), (h, w))
    yield "as many channels out as in", _case((c, c), (3, 3), (h, w), 1, 1)
    yield "stride 2, padding, a row left over", _case((a, d), (3, 3), (2 * h, 2 * w + 1), 2, 1)
    yield "stride 3, odd kernels", _case((b, c), (5, 4), (h + 10, w + 10), 3, 2)
    yield "three groups", _case((3 * a, 3 * b), (3, 5), (h, w), 2, 1, groups=3)
    yield "depthwise", _case((8 * a, 8 * a), (3, 3), (w, h), 1, 1, groups=8 * a)
    yield "1 by 1 kernels", _case((16 * a, 8 * b), (1, 1), (h, w), bias=False)
    yield "first layer of ResNet", _case((3, 64), (7, 7), (224, 224), 2, 3, bias=False)


def naive(c_in, c_out, kh, kw, h, w, stride, pad, groups, bias):
    rows = len(range(0, h + 2 * pad - kh + 1, stride))
    columns = len(range(0, w + 2 * pad - kw + 1, stride))
    weights = 0
    for f in range(c_out):
        group = f * groups // c_out
        weights += kh * kw * sum(c * groups // c_in == group for c in range(c_in))
    macs = sum(weights for _ in range(rows) for _ in range(columns))
    return weights + (c_out if bias else 0), macs, macs + macs


def mistake_flops_are_macs(c_in, c_out, kh, kw, h, w, stride, pad, groups, bias):
    """Your FLOPs are the MACs. Each MAC is a multiplication and an addition, and here both are counted."""
    parameters, macs, _ = conv_parameters_and_flops(c_in, c_out, kh, kw, h, w, stride, pad, groups, bias)
    return parameters, macs, macs


def mistake_bias_forgotten(c_in, c_out, kh, kw, h, w, stride, pad, groups, bias):
    """You left the biases out. Where there are any, each output channel has one."""
    return conv_parameters_and_flops(c_in, c_out, kh, kw, h, w, stride, pad, groups, False)


def mistake_bias_always(c_in, c_out, kh, kw, h, w, stride, pad, groups, bias):
    """You counted biases where there are none. Before batch normalization, for example, they are left out."""
    return conv_parameters_and_flops(c_in, c_out, kh, kw, h, w, stride, pad, groups, True)


def mistake_bias_for_every_weight_plane(c_in, c_out, kh, kw, h, w, stride, pad, groups, bias):
    """You counted a bias for every pair of input and output channel. A filter adds one number at the end, after all
    its channels.
    """
    _, macs, flops = conv_parameters_and_flops(c_in, c_out, kh, kw, h, w, stride, pad, groups, bias)
    return c_out * (c_in // groups) * (kh * kw + bias), macs, flops


def mistake_groups_ignored(c_in, c_out, kh, kw, h, w, stride, pad, groups, bias):
    """You let every filter see all input channels. With groups it sees those of its own group only."""
    return conv_parameters_and_flops(c_in, c_out, kh, kw, h, w, stride, pad, 1, bias)


def mistake_groups_on_both(c_in, c_out, kh, kw, h, w, stride, pad, groups, bias):
    """You divided both channel counts by the groups: that is one group alone, and there are `groups` of them."""
    return conv_parameters_and_flops(c_in // groups, c_out // groups, kh, kw, h, w, stride, pad, 1, bias)


def mistake_input_positions(c_in, c_out, kh, kw, h, w, stride, pad, groups, bias):
    """You multiplied by the size of the input. A filter is applied once for each position of the output."""
    parameters, _, _ = conv_parameters_and_flops(c_in, c_out, kh, kw, h, w, stride, pad, groups, bias)
    weights = parameters - c_out * bias
    return parameters, weights * h * w, 2 * weights * h * w


def mistake_bias_in_macs(c_in, c_out, kh, kw, h, w, stride, pad, groups, bias):
    """You multiplied all parameters by the positions. Adding the bias is no MAC and is not counted here."""
    parameters, macs, _ = conv_parameters_and_flops(c_in, c_out, kh, kw, h, w, stride, pad, groups, bias)
    macs += (macs // (parameters - c_out * bias)) * c_out * bias
    return parameters, macs, 2 * macs
