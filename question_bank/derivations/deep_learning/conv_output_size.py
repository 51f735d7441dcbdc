"""Output size of a convolution

Along one axis an input has `size` pixels. `padding` zeros are added at **each** of the two ends. A kernel of
`kernel` taps, `dilation` pixels apart (1: side by side), moves over it in steps of `stride` pixels, beginning
at the first padded pixel.

Return the number of positions at which the whole kernel lies inside the padded input, a whole number. Pixels
left over at the end are not used, as with the convolutions of PyTorch and MXNet.

All arguments are whole numbers: `size`, `kernel`, `stride`, `dilation` ≥ 1, `padding` ≥ 0. At least one
position exists in every test.
"""

SUBTOPIC = "dl.convolution"
LEVEL = 1
MINUTES = 3
RETURNS = ("out",)
HINTS = (
    "How many pixels does a kernel with gaps cover from its first to its last tap?",
    "The first position is free. How far can the kernel move from there, and how many whole steps is that?",
    "It covers dilation · (kernel − 1) + 1 pixels; the way left is size + 2 · padding minus that.",
)
SOLUTION = """Between the first and the last tap lie kernel − 1 gaps of `dilation` pixels each, so the kernel
covers

    cover = dilation · (kernel − 1) + 1

pixels. The padded input has size + 2 · padding, one padding for each end. Put the kernel at the very
beginning: that is one position. From there its end may still move by

    way = size + 2 · padding − cover

pixels, and one step takes `stride` of them. Only whole steps count, so there are ⌊way / stride⌋ of them, and

    out = ⌊(size + 2 · padding − dilation · (kernel − 1) − 1) / stride⌋ + 1

The + 1 is the position before the first step: fence posts, not gaps. In code the floor is `//`; a plain `/`
gives a float, which cannot be a shape. Known special case: stride 1, dilation 1 and an odd kernel with
padding (kernel − 1)/2 leave the size as it is ("same"). Pooling with `full` in MXNet or `ceil_mode` in
PyTorch rounds up instead.
"""
SOURCE = (
    "PyTorch, torch/nn/modules/conv.py, class Conv2d, section Shape; Dumoulin and Visin, A guide to convolution "
    "arithmetic for deep learning, arXiv 1603.07285, section 5.1"
)
REVIEWED = "2026-11-22 fixed"


def conv_output_size(size, kernel, stride, padding, dilation):
    """The number of positions of a kernel along one axis.

    size: pixels of the input
    kernel: taps of the kernel
    stride: pixels from one position to the next
    padding: zeros added at each end
    dilation: pixels from one tap to the next
    Returns a whole number.
    """
    cover = dilation * (kernel - 1) + 1
    return (size + 2 * padding - cover) // stride + 1


def _case(size, kernel, stride=1, padding=0, dilation=1):
    return {"size": size, "kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation}


def inputs(rng):
    n = int(rng.integers(20, 60))
    k = int(rng.choice([3, 5, 7]))
    s = int(rng.integers(3, 6))
    p = int(rng.integers(1, 3))
    d = int(rng.integers(2, 4))
    yield "5 pixels, kernel 3", _case(5, 3)
    yield "7 pixels, kernel 3, stride 2, all used", _case(7, 3, 2)
    yield "8 pixels, kernel 3, stride 2, one left over", _case(8, 3, 2)
    yield "same size", _case(n, k, 1, (k - 1) // 2)
    yield "padding beyond same", _case(n, k, 1, k)
    yield "a stride, no padding", _case(n, k, s)
    # one pixel short of the next position, and a position that just fits
    whole = d * (k - 1) + 1 + s * int(rng.integers(4, 9)) - 2 * p
    yield "all four, the last position just fits", _case(whole, k, s, p, d)
    yield "all four, one pixel short of another position", _case(whole + s - 1, k, s, p, d)
    yield "dilation alone", _case(n + 10, k, 1, 0, d)
    yield "kernel as large as the input", _case(k, k, s)
    yield "stride larger than the kernel", _case(n + 11, 2, 7, 1)
    yield "one pixel", _case(1, 1)
    yield "AlexNet's first layer", _case(227, 11, 4)


def naive(size, kernel, stride, padding, dilation):
    count, first = 0, -padding
    while first + sum([dilation] * (kernel - 1)) <= size + padding - 1:
        count, first = count + 1, first + stride
    return count


def mistake_true_division(size, kernel, stride, padding, dilation):
    """You divided without rounding down. A step that does not fit whole is not taken: use //."""
    return (size + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1


def mistake_rounded_up(size, kernel, stride, padding, dilation):
    """You rounded up. A window that hangs over the end does not count here; that is `full` or ceil_mode in pooling."""
    return -(-(size + 2 * padding - dilation * (kernel - 1) - 1) // stride) + 1


def mistake_first_position_forgotten(size, kernel, stride, padding, dilation):
    """You counted the steps. There is one position more than steps: the one before the first step."""
    return conv_output_size(size, kernel, stride, padding, dilation) - 1


def mistake_padding_once(size, kernel, stride, padding, dilation):
    """You added the padding once. It is added at each of the two ends."""
    return (size + padding - dilation * (kernel - 1) - 1) // stride + 1


def mistake_dilation_ignored(size, kernel, stride, padding, dilation):
    """You left the dilation out. The taps lie `dilation` pixels apart, so the kernel covers more than its taps."""
    return conv_output_size(size, kernel, stride, padding, 1)


def mistake_dilation_times_kernel(size, kernel, stride, padding, dilation):
    """You let the kernel cover dilation · kernel pixels. Between k taps there are k − 1 gaps, and the last tap has
    none behind it.
    """
    return (size + 2 * padding - dilation * kernel) // stride + 1


def mistake_kernel_ignored(size, kernel, stride, padding, dilation):
    """You left the kernel out and rounded the padded size over the stride up, much as TensorFlow's SAME does. Here the
    kernel has to fit in whole.
    """
    return -(-(size + 2 * padding) // stride)


def mistake_stride_ignored(size, kernel, stride, padding, dilation):
    """You left the stride out. The kernel moves by `stride` pixels at a time: divide what is left to move over by it."""
    return conv_output_size(size, kernel, 1, padding, dilation)


def mistake_first_position_divided(size, kernel, stride, padding, dilation):
    """You added the first position before you divided by the stride. Only the steps are divided; the 1 comes after."""
    return (size + 2 * padding - dilation * (kernel - 1)) // stride
