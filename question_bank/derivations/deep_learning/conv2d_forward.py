"""Forward pass of a 2-D convolution

As in the usual deep-learning libraries, "convolution" means cross-correlation: the kernel is **not**
turned. With xp = `x` with `pad` rows and columns of zeros added on each of the four sides,

    out[n, f, i, j] = b[f] + Σ_c Σ_u Σ_v xp[n, c, i·stride + u, j·stride + v] · w[f, c, u, v]

* `x`: (N, C, H, W) images
* `w`: (F, C, HH, WW) filters
* `b`: (F,) biases
* `stride` ≥ 1 and `pad` ≥ 0: integers, the same for both directions

Return `out` of shape (N, F, OH, OW), where OH and OW are as many positions as fit: each window
lies wholly inside the padded image, and rows or columns left over at the end are not used.
Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "dl.convolution"
LEVEL = 2
MINUTES = 12
RETURNS = ("out",)
HINTS = (
    "First the size: how far can the first row of the window move in H + 2 pad rows, in steps of stride?",
    "OH = (H + 2·pad - HH) // stride + 1. Window (i, j) begins at row i·stride and column "
    "j·stride of the padded image.",
    "Two loops over i and j are enough: cut xp[:, :, rows, columns], of shape (N, C, HH, "
    "WW), and sum its product with w over c, u and v (np.einsum or np.tensordot); add b "
    "once.",
)
SOLUTION = """
**Size.** The window's first row can be 0, stride, 2·stride, … as long as its last row, i·stride + HH − 1, is at most H + 2·pad − 1. So
i ≤ (H + 2·pad − HH)/stride, and counting i = 0 as well,

    OH = ⌊(H + 2·pad − HH) / stride⌋ + 1        OW likewise

**Values.** Window (i, j) covers rows i·stride … i·stride + HH − 1 of the padded image, and columns likewise, in all C channels. Output
(n, f, i, j) is the sum of the elementwise product of that window with filter f, over c, u and v, plus b[f] once.

All windows together are a view of shape (N, C, OH, OW, HH, WW), and the sum over c, u, v contracts it with w. Copied out as the
rows of a matrix (im2col), the same sum is one matrix product; that costs memory, about HH·WW/stride² times the input.

Nothing is turned round: w[f, c, 0, 0] meets the upper left corner of the window. Turned by 180° it would be the convolution of
mathematics.
"""
SOURCE = (
    "Dumoulin and Visin, A guide to convolution arithmetic for deep learning, arXiv "
    "1603.07285, section 2.4, relationship 6; Dive into Deep Learning, Convolutional Neural "
    "Networks, 'The Cross-Correlation Operation'"
)
COVERS = ("15a",)
REVIEWED = "2026-11-22 fixed"


def conv2d_forward(x, w, b, stride, pad):
    """A batch of images correlated with a bank of filters.

    x: (N, C, H, W) images
    w: (F, C, HH, WW) filters
    b: (F,) biases
    stride: step of the window, at least 1
    pad: rows and columns of zeros on each side
    Returns out (N, F, OH, OW).
    """
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(xp, w.shape[2:], axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]  # (N, C, OH, OW, HH, WW)
    return np.einsum("ncijuv,fcuv->nfij", windows, w) + b[:, None, None]


def _case(rng, stride, pad, *, n=None, c=None, kernel=None, size=None):
    """Sizes are all different, except those that are given."""
    hh, ww = kernel or rng.permutation([2, 3, 4])[:2].tolist()
    rest = [k for k in rng.permutation([2, 3, 4, 5, 6]).tolist() if k not in (hh, ww)]
    h, wide = size or rng.permutation([7, 8, 9, 10])[:2].tolist()
    n, c, f = n or rest[0], c or rest[1], rest[2]
    return {
        "x": rng.normal(size=(n, c, h, wide)),
        "w": rng.normal(size=(f, c, hh, ww)),
        "b": rng.normal(size=f),
        "stride": stride,
        "pad": pad,
    }


def inputs(rng):
    yield "one image", _case(rng, 1, 0, n=1)
    yield "padding 1", _case(rng, 1, 1)
    yield "stride 2, windows that overlap", _case(rng, 2, 0, kernel=(3, 4), size=(7, 10))
    yield "stride 2, padding 1, a row left over", _case(rng, 2, 1, kernel=(3, 2), size=(8, 10))
    yield "stride 3, padding 2", _case(rng, 3, 2, kernel=(3, 2), size=(7, 10))
    yield "grey images", _case(rng, 1, 1, c=1)
    yield "kernel as large as the image", _case(rng, 2, 0, kernel=(4, 3), size=(4, 3))
    yield "1 by 1 kernel", _case(rng, 1, 0, kernel=(1, 1))
    case = _case(rng, 2, 1, kernel=(2, 3), size=(8, 7))
    yield "in float32", case | {name: np.float32(case[name]) for name in ("x", "w", "b")}


def large(rng):
    case = _case(rng, 1, 1, n=6, c=3, kernel=(3, 3), size=(16, 16))
    return case | {"w": rng.normal(size=(8, 3, 3, 3)), "b": rng.normal(size=8)}


def naive(x, w, b, stride, pad):
    n_images, channels, height, width = x.shape
    filters, _, hh, ww = w.shape
    rows = (height + 2 * pad - hh) // stride + 1
    columns = (width + 2 * pad - ww) // stride + 1
    out = np.zeros((n_images, filters, rows, columns))
    for n in range(n_images):
        for f in range(filters):
            for i in range(rows):
                for j in range(columns):
                    total = b[f]
                    for c in range(channels):
                        for u in range(hh):
                            for v in range(ww):
                                r, s = i * stride + u - pad, j * stride + v - pad
                                if 0 <= r < height and 0 <= s < width:
                                    total += x[n, c, r, s] * w[f, c, u, v]
                    out[n, f, i, j] = total
    return out


def mistake_kernel_turned(x, w, b, stride, pad):
    """You turned the kernel by 180°, the convolution of mathematics. A convolutional layer is a
    cross-correlation: w[f, c, 0, 0] meets the upper left corner of the window.
    """
    return conv2d_forward(x, w[:, :, ::-1, ::-1], b, stride, pad)


def mistake_windows_not_strided(x, w, b, stride, pad):
    """The shape is right, but your window (i, j) begins at row i and column j. With a stride it
    begins at i·stride and j·stride.
    """
    rows, columns = conv2d_forward(x, w, b, stride, pad).shape[2:]
    return conv2d_forward(x, w, b, 1, pad)[:, :, :rows, :columns]


def mistake_size_without_plus_one(x, w, b, stride, pad):
    """Your output lacks its last row and column: (H + 2·pad - HH) // stride counts the steps,
    and there is one position more than steps.
    """
    return conv2d_forward(x, w, b, stride, pad)[:, :, :-1, :-1]


def mistake_bias_forgotten(x, w, b, stride, pad):
    """You did not add the bias: b[f] goes to every position of output map f."""
    return conv2d_forward(x, w, np.zeros_like(b), stride, pad)


def mistake_bias_per_channel(x, w, b, stride, pad):
    """You added the bias once for every input channel, inside the loop over c. It belongs
    outside the sum: once for every output element.
    """
    return conv2d_forward(x, w, b * x.shape[1], stride, pad)


def mistake_padding_at_the_end(x, w, b, stride, pad):
    """You put all the zeros below and to the right. pad rows and columns belong on each side,
    so the image begins at row pad and column pad.
    """
    zeros_at_the_end = np.pad(x, ((0, 0), (0, 0), (0, 2 * pad), (0, 2 * pad)))
    return conv2d_forward(zeros_at_the_end, w, b, stride, 0)
