"""Backward pass of average pooling

Forward, for each channel by itself, with xp = `x` (N, C, H, W) with `pad` rows and columns of zeros on each
of the four sides:

    out[n, c, i, j] = 1/(kh·kw) Σ_u Σ_v xp[n, c, i·stride + u, j·stride + v]        u < kh, v < kw

The padding counts: every window is divided by kh·kw, as PyTorch and MXNet do by default
(`count_include_pad=True`).

Given `dout` = ∂L/∂out, of shape (N, C, OH, OW) with OH = ⌊(H + 2·pad − kh) / stride⌋ + 1 and OW likewise,
return `dx` = ∂L/∂x, of shape (N, C, H, W). Windows may overlap, and there may be pixels that no window sees.
Of `x` only the shape matters.
"""

import numpy as np

SUBTOPIC = "dl.layers"
LEVEL = 2
MINUTES = 10
RETURNS = ("dx",)
GRADIENTS = {"dx": "x"}
HINTS = (
    "By how much does out move if one pixel of its window grows by 1? Is it the same for all pixels of the window?",
    "Each window sends dout/(kh·kw) to every pixel in it, the padding too. A pixel in several windows gets the sum.",
    "For each (u, v), the pixels that stand there in all windows form one strided slice of dxp: add "
    "dout/(kh·kw) to it; then cut the padding off.",
)
SOLUTION = """The forward pass is linear with the same weight 1/(kh·kw) for each pixel of a window, so

    dx[n, c, r, s] = 1/(kh·kw) Σ dout[n, c, i, j]   over the windows (i, j) that see pixel (r, s)

The values of x do not appear: the gradient of a linear map does not depend on where it is taken. A window
gives all of its pixels the same, and a pixel adds up what all windows that see it give. The padded zeros get
their share as well; it is lost when they are cut off, and this is right, as the forward pass divided by kh·kw
at the border too. Had it divided by the number of real pixels, so would the backward pass.

In code: for each place (u, v) in the window the target pixels of all windows are a strided slice that begins
at (u, v). They are all different pixels, so += on the slice is safe, and kh·kw such additions do it.

A check: without padding, the sum of dx is the sum of dout.
"""
SOURCE = (
    "MXNet (apache/mxnet), src/operator/nn/pool.h, unpool_sum_2d_cpu; PyTorch, torch/nn/modules/pooling.py, class "
    "AvgPool2d (count_include_pad)"
)
COVERS = ("16a",)
REVIEWED = "2026-11-22 fixed"


def average_pool_backward(dout, x, kh, kw, stride, pad):
    """The gradient at the input of average pooling.

    dout: (N, C, OH, OW) gradient of the loss at the output
    x: (N, C, H, W) input of the forward pass; only its shape matters
    kh, kw: rows and columns of a window
    stride: pixels from one window to the next
    pad: zeros added on each side
    Returns dx (N, C, H, W).
    """
    dxp = np.zeros(np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad))).shape)
    rows, columns = stride * dout.shape[2], stride * dout.shape[3]
    for u, v in np.ndindex(kh, kw):
        dxp[:, :, u : u + rows : stride, v : v + columns : stride] += dout / (kh * kw)
    return dxp[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]]


def _case(rng, kernel, stride, pad, *, n=None, c=None, size=None):
    """Images, channels, rows and columns are all different, except those that are given."""
    kh, kw = kernel
    rest = rng.permutation([2, 3, 4]).tolist()
    h, w = size or rng.permutation([5, 6, 7, 8])[:2].tolist()
    n, c = n or rest[0], c or rest[1]
    rows, columns = (h + 2 * pad - kh) // stride + 1, (w + 2 * pad - kw) // stride + 1
    dout, x = rng.normal(size=(n, c, rows, columns)), rng.normal(size=(n, c, h, w))
    return {"dout": dout, "x": x, "kh": kh, "kw": kw, "stride": stride, "pad": pad}


def inputs(rng):
    yield "two maps of 4 by 4, windows of 2 by 2", _case(rng, (2, 2), 2, 0, n=2, c=1, size=(4, 4))
    yield "one image", _case(rng, (3, 2), 1, 0, n=1)
    yield "windows that overlap, 3 by 3 with stride 2", _case(rng, (3, 3), 2, 0, size=(5, 7))
    yield "stride 2, padding 1, a row left over", _case(rng, (3, 4), 2, 1, size=(6, 8))
    yield "windows apart", _case(rng, (2, 1), 3, 0)
    yield "as many images as channels", _case(rng, (2, 3), 1, 1, n=3, c=3)
    yield "padding 2", _case(rng, (3, 4), 2, 2)
    yield "window as large as the image", _case(rng, (4, 3), 2, 0, size=(4, 3))
    case = _case(rng, (2, 4), 1, 1)
    yield "float32 arrays", case | {k: (np.round(4 * case[k]) / 4).astype(np.float32) for k in ("dout", "x")}


def loss(dout, x, kh, kw, stride, pad):
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(xp, (kh, kw), axis=(2, 3))
    return np.sum(dout * windows[:, :, ::stride, ::stride].mean(axis=(4, 5)))


def naive(dout, x, kh, kw, stride, pad):
    _, _, height, width = x.shape
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        for r in range(i * stride - pad, i * stride - pad + kh):
            for s in range(j * stride - pad, j * stride - pad + kw):
                if 0 <= r < height and 0 <= s < width:
                    dx[n, c, r, s] += dout[n, c, i, j] / (kh * kw)
    return dx


def large(rng):
    x, dout = rng.normal(size=(4, 8, 32, 32)), rng.normal(size=(4, 8, 32, 32))
    return {"dout": dout, "x": x, "kh": 3, "kw": 3, "stride": 1, "pad": 1}


def _padded(dout, x, kh, kw, stride, pad):
    """dxp, with the padding."""
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    return average_pool_backward(dout, xp, kh, kw, stride, 0)


def mistake_overwritten(dout, x, kh, kw, stride, pad):
    """Each window overwrote what the windows before it had written. A pixel in several windows gets the sum: +=
    instead of =.
    """
    dxp = np.zeros(_padded(dout, x, kh, kw, stride, pad).shape)
    for i, j in np.ndindex(dout.shape[2:]):
        share = dout[:, :, i : i + 1, j : j + 1] / (kh * kw)
        dxp[:, :, i * stride : i * stride + kh, j * stride : j * stride + kw] = share
    return dxp[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]]


def mistake_not_divided(dout, x, kh, kw, stride, pad):
    """Each pixel got the whole dout of its window. In the mean it has the weight 1/(kh·kw), and in the gradient too."""
    return average_pool_backward(dout * (kh * kw), x, kh, kw, stride, pad)


def mistake_padding_not_counted(dout, x, kh, kw, stride, pad):
    """At the border you divided by the number of real pixels, as TensorFlow's SAME does. Here every window is divided
    by kh·kw, padding counted.
    """
    xp = np.pad(np.ones(x.shape), ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(xp, (kh, kw), axis=(2, 3))
    share = windows[:, :, ::stride, ::stride].mean(axis=(4, 5))
    return average_pool_backward(dout / share, x, kh, kw, stride, pad)


def mistake_not_cropped(dout, x, kh, kw, stride, pad):
    """Your dx still contains the padding. The zeros around the image are not part of x: cut out rows pad to pad + H and
    columns pad to pad + W.
    """
    return _padded(dout, x, kh, kw, stride, pad)


def mistake_cut_at_minus_pad(dout, x, kh, kw, stride, pad):
    """You cut dx out with pad:-pad. Without padding that is 0:0, which is empty: end at pad + H and pad + W."""
    return _padded(dout, x, kh, kw, stride, pad)[:, :, pad:-pad, pad:-pad]


def mistake_windows_not_strided(dout, x, kh, kw, stride, pad):
    """Your window (i, j) begins at row i and column j. It begins at i·stride and j·stride, as in the forward pass."""
    return average_pool_backward(dout, x, kh, kw, 1, pad)


def mistake_like_max_pooling(dout, x, kh, kw, stride, pad):
    """You sent dout to the largest pixel of each window, as max pooling does. In a mean every pixel has the same
    influence.
    """
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dxp = np.zeros(xp.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        window = xp[n, c, i * stride : i * stride + kh, j * stride : j * stride + kw]
        u, v = np.unravel_index(window.argmax(), window.shape)
        dxp[n, c, i * stride + u, j * stride + v] += dout[n, c, i, j]
    return dxp[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]]


def mistake_averaged_over_windows(dout, x, kh, kw, stride, pad):
    """You divided each pixel by the number of windows that see it. A gradient is the sum over all of them."""
    seen = average_pool_backward(np.ones(dout.shape), x, kh, kw, stride, pad) * (kh * kw)
    return average_pool_backward(dout, x, kh, kw, stride, pad) / np.maximum(seen, 1)
