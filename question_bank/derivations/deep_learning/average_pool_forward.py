"""Forward pass of average pooling

For each channel by itself, with xp = `x` (N, C, H, W) with `pad` rows and columns of zeros on each of the
four sides, the mean over each window of `kh` × `kw` pixels of xp:

    out[n, c, i, j] = 1/(kh·kw) Σ_u Σ_v xp[n, c, i·stride + u, j·stride + v]

**The padding counts**: every window is divided by kh·kw, also where part of it is padding, as PyTorch and
MXNet do by default (`count_include_pad=True`). As many windows as lie wholly inside xp:

    OH = ⌊(H + 2·pad − kh) / stride⌋ + 1        OW = ⌊(W + 2·pad − kw) / stride⌋ + 1

Return `out`, of shape (N, C, OH, OW). Windows may overlap or lie apart.
"""

import numpy as np

SUBTOPIC = "dl.layers"
LEVEL = 1
MINUTES = 6
RETURNS = ("out",)
HINTS = (
    "It is a convolution whose weights are all the same and never mix channels. Which weight?",
    "Get all windows of the padded image as an array (N, C, OH, OW, kh, kw), then there is one thing left to do.",
    "np.pad, then sliding_window_view over the image axes, which gives the windows at stride 1: which are wanted?",
)
SOLUTION = """Average pooling is a convolution in which each channel is filtered by itself with the constant
kernel 1/(kh·kw). So the positions are those of a convolution, ⌊(size + 2 pad − kernel)/stride⌋ + 1 along each
axis, and window (i, j) begins at row i·stride and column j·stride of the padded image.

What is open is the divisor at the border. If the padded zeros count, it is kh·kw everywhere: the layer is
linear with the same weights at each position, but averages at the border are drawn towards 0. A 3 × 3 window at the
corner of an image of ones, with padding 1, sees four ones and gives 4/9 = 0.444. If only real pixels count,
as with TensorFlow's SAME, it gives 1. Both are in use, so a net moved from one framework to another can
differ at its borders only.

All windows at once: a sliding-window view over the padded image, every stride-th position, and the mean over
its last two axes. Global average pooling is the case in which the window is the whole map.
"""
SOURCE = (
    "PyTorch, torch/nn/modules/pooling.py, class AvgPool2d (count_include_pad); MXNet (apache/mxnet), "
    "src/operator/nn/pool.h, pool_sum_2d_cpu"
)
COVERS = ("16a",)
REVIEWED = "2026-11-22 fixed"


def average_pool_forward(x, kh, kw, stride, pad):
    """The mean of each window, padded zeros counted.

    x: (N, C, H, W) feature maps
    kh, kw: rows and columns of a window
    stride: pixels from one window to the next
    pad: zeros added on each side
    Returns out (N, C, OH, OW).
    """
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(xp, (kh, kw), axis=(2, 3))
    return windows[:, :, ::stride, ::stride].mean(axis=(4, 5))


def _case(rng, kernel, stride, pad, *, n=None, c=None, size=None):
    """Sizes are all different, except those that are given."""
    rest = [k for k in rng.permutation([2, 3, 4, 5]).tolist() if k not in kernel]
    h, w = size or rng.permutation([7, 8, 9, 10])[:2].tolist()
    x = rng.normal(size=(n or rest[0], c or rest[1], h, w))
    return {"x": x, "kh": kernel[0], "kw": kernel[1], "stride": stride, "pad": pad}


def inputs(rng):
    yield "two maps of 4 by 4, windows of 2 by 2", _case(rng, (2, 2), 2, 0, n=2, c=1, size=(4, 4))
    yield "one image", _case(rng, (3, 2), 1, 0, n=1)
    yield "windows that overlap, 3 by 3 with stride 2", _case(rng, (3, 3), 2, 0, size=(7, 9))
    yield "stride 2, padding 1, a row left over", _case(rng, (3, 4), 2, 1, size=(8, 10))
    yield "windows apart", _case(rng, (2, 1), 3, 0)
    yield "as many images as channels", _case(rng, (2, 3), 1, 1, n=4, c=4)
    case = _case(rng, (3, 3), 1, 1)
    yield "all pixels one, padding 1", case | {"x": np.ones(case["x"].shape)}
    yield "padding 2", _case(rng, (3, 4), 2, 2)
    yield "window as large as the image", _case(rng, (4, 3), 2, 0, size=(4, 3))
    case = _case(rng, (2, 4), 1, 1)
    yield "float32 arrays", case | {"x": (np.round(4 * case["x"]) / 4).astype(np.float32)}


def naive(x, kh, kw, stride, pad):
    n_images, channels, height, width = x.shape
    rows = (height + 2 * pad - kh) // stride + 1
    columns = (width + 2 * pad - kw) // stride + 1
    out = np.zeros((n_images, channels, rows, columns))
    for n, c, i, j in np.ndindex(out.shape):
        for r in range(i * stride - pad, i * stride - pad + kh):
            for s in range(j * stride - pad, j * stride - pad + kw):
                if 0 <= r < height and 0 <= s < width:
                    out[n, c, i, j] += x[n, c, r, s]
        out[n, c, i, j] /= kh * kw
    return out


def large(rng):
    return {"x": rng.normal(size=(4, 8, 32, 32)), "kh": 3, "kw": 3, "stride": 2, "pad": 1}


def _windows(x, kh, kw, steps, pad):
    """(N, C, OH, OW, kh, kw), with a step for each axis."""
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    return np.lib.stride_tricks.sliding_window_view(xp, (kh, kw), axis=(2, 3))[:, :, :: steps[0], :: steps[1]]


def mistake_padding_not_counted(x, kh, kw, stride, pad):
    """You divided by the number of real pixels, as TensorFlow's SAME does. Here the padded zeros count too: by kh·kw
    everywhere.
    """
    return average_pool_forward(x, kh, kw, stride, pad) / average_pool_forward(np.ones(x.shape), kh, kw, stride, pad)


def mistake_summed(x, kh, kw, stride, pad):
    """You returned the sum of each window. The mean is that over kh·kw."""
    return _windows(x, kh, kw, (stride, stride), pad).sum(axis=(4, 5))


def mistake_divided_by_stride(x, kh, kw, stride, pad):
    """You divided by stride². A window has kh·kw pixels, whatever the stride."""
    return _windows(x, kh, kw, (stride, stride), pad).sum(axis=(4, 5)) / stride**2


def mistake_stride_is_window(x, kh, kw, stride, pad):
    """You moved by the size of the window, as if windows had to tile the image. The stride is a number of its own."""
    return _windows(x, kh, kw, (kh, kw), pad).mean(axis=(4, 5))


def mistake_maximum(x, kh, kw, stride, pad):
    """You took the largest pixel of each window. Average pooling takes the mean."""
    return _windows(x, kh, kw, (stride, stride), pad).max(axis=(4, 5))


def mistake_over_channels(x, kh, kw, stride, pad):
    """You averaged over the channels as well. Each channel is pooled by itself."""
    return average_pool_forward(x.mean(axis=1, keepdims=True), kh, kw, stride, pad)


def mistake_last_windows_left_out(x, kh, kw, stride, pad):
    """You left out the last row and column of windows: there is one position more than steps."""
    return average_pool_forward(x, kh, kw, stride, pad)[:, :, :-1, :-1]


def mistake_padding_ignored(x, kh, kw, stride, pad):
    """You did not pad. pad rows and columns of zeros on each side give the border its own windows."""
    return average_pool_forward(x, kh, kw, stride, 0)
