"""Forward pass of max pooling

For each channel by itself, the largest pixel in each window of `kh` × `kw`:

    out[n, c, i, j] = max over u, v of xp[n, c, i·stride + u, j·stride + v]

Here xp is `x`, of shape (N, C, H, W), with `pad` rows and columns added on each of the four sides that
**never win**: think of them as −∞. As many windows as lie wholly inside xp:

    OH = ⌊(H + 2·pad − kh) / stride⌋ + 1        OW = ⌊(W + 2·pad − kw) / stride⌋ + 1

as in PyTorch, and in MXNet with `valid`. Return `out`, of shape (N, C, OH, OW). Windows may overlap or lie
apart; `pad` is smaller than `kh` and `kw`, so every window holds at least one pixel of x. Pixels may all be
negative.
"""

import numpy as np

SUBTOPIC = "dl.layers"
LEVEL = 2
MINUTES = 8
RETURNS = ("out",)
HINTS = (
    "The output size is that of a convolution with this kernel and stride. What is different is what happens in "
    "a window.",
    "What can be put around the image so that it never is the largest? Zero is not it, if all pixels are negative.",
    "Pad with −np.inf. sliding_window_view with (kh, kw) over the image axes then gives all windows at stride 1; "
    "which of them are wanted?",
)
SOLUTION = """Pooling moves a window like a convolution does, so the number of positions is the same,
⌊(size + 2 pad − kernel)/stride⌋ + 1 for each axis. Kernel and stride are two things: the kernel says how much
a window sees, the stride how far it moves. Only if both are equal do the windows tile the image and is the
output H/kernel high. AlexNet's 3 × 3 with stride 2 overlaps.

In each window the largest pixel is taken, channel by channel; channels are never mixed and nothing is
learned. The neutral element of max is −∞, as 0 is that of a sum: padding must not change what a window with
pixels in it gives. Padding with zeros would give 0 at the border of an image that is negative there. Behind a
ReLU this cannot be seen, which is why the bug survives.

All windows at once: a sliding-window view of shape (N, C, ·, ·, kh, kw) over the padded image, every
stride-th position, then the maximum over the last two axes.
"""
SOURCE = (
    "MXNet (apache/mxnet), src/operator/nn/pool.h, pool_max_2d_cpu; PyTorch, torch/nn/modules/pooling.py, class "
    "MaxPool2d"
)
COVERS = ("16a",)
REVIEWED = "2026-11-22 fixed"


def max_pool_forward(x, kh, kw, stride, pad):
    """The largest pixel of each window.

    x: (N, C, H, W) feature maps
    kh, kw: rows and columns of a window
    stride: pixels from one window to the next
    pad: pixels added on each side that never win
    Returns out (N, C, OH, OW).
    """
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), constant_values=-np.inf)
    windows = np.lib.stride_tricks.sliding_window_view(xp, (kh, kw), axis=(2, 3))
    return windows[:, :, ::stride, ::stride].max(axis=(4, 5))


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
    case = _case(rng, (3, 2), 1, 1)
    yield "all pixels negative, padding 1", case | {"x": -1 - np.abs(case["x"])}
    case = _case(rng, (3, 4), 2, 2)
    yield "pixels in the thousands, padding 2", case | {"x": 1000 * case["x"]}
    yield "window as large as the image", _case(rng, (4, 3), 2, 0, size=(4, 3))
    case = _case(rng, (2, 3), 1, 1)
    yield "float32 arrays", case | {"x": case["x"].astype(np.float32)}


def naive(x, kh, kw, stride, pad):
    n_images, channels, height, width = x.shape
    rows = (height + 2 * pad - kh) // stride + 1
    columns = (width + 2 * pad - kw) // stride + 1
    out = np.zeros((n_images, channels, rows, columns))
    for n, c, i, j in np.ndindex(out.shape):
        seen = []
        for r in range(i * stride - pad, i * stride - pad + kh):
            for s in range(j * stride - pad, j * stride - pad + kw):
                if 0 <= r < height and 0 <= s < width:
                    seen.append(x[n, c, r, s])
        out[n, c, i, j] = max(seen)
    return out


def large(rng):
    return {"x": rng.normal(size=(4, 8, 32, 32)), "kh": 3, "kw": 3, "stride": 2, "pad": 1}


def _windows(x, kh, kw, steps, pad, fill=-np.inf):
    """(N, C, OH, OW, kh, kw), with a step for each axis."""
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), constant_values=fill)
    return np.lib.stride_tricks.sliding_window_view(xp, (kh, kw), axis=(2, 3))[:, :, :: steps[0], :: steps[1]]


def mistake_zeros_win(x, kh, kw, stride, pad):
    """You padded with zeros. Where all pixels of a window are negative, the padding wins; pad with −∞."""
    return _windows(x, kh, kw, (stride, stride), pad, 0.0).max(axis=(4, 5))


def mistake_stride_is_window(x, kh, kw, stride, pad):
    """You moved by the size of the window, as if windows had to tile the image. The stride is a number of its own:
    windows may overlap or lie apart.
    """
    return _windows(x, kh, kw, (kh, kw), pad).max(axis=(4, 5))


def mistake_window_is_stride(x, kh, kw, stride, pad):
    """Your windows are stride × stride. They are kh × kw; the stride only says how far they move."""
    rows, columns = max_pool_forward(x, kh, kw, stride, pad).shape[2:]
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad + stride), (pad, pad + stride)), constant_values=-np.inf)
    return max_pool_forward(xp, stride, stride, stride, 0)[:, :, :rows, :columns]


def mistake_averaged(x, kh, kw, stride, pad):
    """You took the mean of each window. Max pooling takes the largest pixel."""
    return np.nanmean(_windows(x, kh, kw, (stride, stride), pad, np.nan), axis=(4, 5))


def mistake_largest_magnitude(x, kh, kw, stride, pad):
    """You took the largest absolute value. −3 is smaller than 1: the sign counts."""
    return _windows(np.abs(x), kh, kw, (stride, stride), pad).max(axis=(4, 5))


def mistake_over_channels(x, kh, kw, stride, pad):
    """You took the maximum over the channels as well. Each channel is pooled by itself."""
    return max_pool_forward(x.max(axis=1, keepdims=True), kh, kw, stride, pad)


def mistake_last_windows_left_out(x, kh, kw, stride, pad):
    """You left out the last row and column of windows: there is one position more than steps."""
    return max_pool_forward(x, kh, kw, stride, pad)[:, :, :-1, :-1]


def mistake_padding_ignored(x, kh, kw, stride, pad):
    """You did not pad. pad rows and columns on each side give the border its own windows."""
    return max_pool_forward(x, kh, kw, stride, 0)
