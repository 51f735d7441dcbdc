"""col2im: the way back from im2col

im2col copies the windows of the images `x` (N, C, H, W) into rows: with xp = `x` with `pad` zeros on each of
the four sides,

    cols[(n, i, j), (c, u, v)] = xp[n, c, i·stride + u, j·stride + v]

for OH × OW windows of `kh` × `kw` pixels, OH = ⌊(H + 2·pad − kh) / stride⌋ + 1, OW likewise. (n, i, j) and
(c, u, v) are one index each, the last letter fastest.

Given `dcols` = ∂L/∂cols, of shape (N·OH·OW, C·kh·kw), return `dx` = ∂L/∂x, of shape (N, C, H, W). This is
what libraries call col2im. Windows may overlap, and there may be pixels that no window sees. Of `x` only the
shape matters.
"""

import numpy as np

SUBTOPIC = "dl.im2col"
LEVEL = 2
MINUTES = 12
RETURNS = ("dx",)
GRADIENTS = {"dx": "x"}
HINTS = (
    "im2col copies pixels, some of them several times. What is the gradient of something that is copied?",
    "First undo the reshape and the transpose, so that dcols has the axes n, c, i, j, u, v; then send each "
    "number to the pixel it was copied from.",
    "For each (u, v), add the slice for all i and j at once: dxp[:, :, u::stride, v::stride], cut to OH rows "
    "and OW columns. At the end take the padding off.",
)
SOLUTION = """Every entry of cols is a copy of one pixel of xp. So the gradient of a pixel is the sum of dcols
over all its copies:

    dxp[n, c, r, s] = Σ dcols[(n, i, j), (c, u, v)]   over all i, j, u, v with i·stride + u = r and j·stride + v = s

Read as a loop: walk over dcols and **add** each number to the pixel it came from. For fixed (u, v) the targets
of all (i, j) are different pixels, the strided slice that begins at (u, v), so the walk needs kh·kw additions
of whole slices, and in none of them does a pixel occur twice. The pixels of the padding get gradients too, but
they are no part of x: cut them off.

col2im is the transpose of im2col, not its inverse: ⟨im2col(x), c⟩ = ⟨x, col2im(c)⟩ for all x and c, while
col2im(im2col(x)) is x times the number of windows that see each pixel. Only if every pixel lies in exactly
one window are the two the same, which is why a test with stride = kernel proves nothing about the sums.
"""
SOURCE = "MXNet (apache/mxnet), src/operator/nn/im2col.h, col2im_cpu; PyTorch, torch/nn/modules/fold.py, class Fold"
COVERS = ("15a", "21a", "21b", "21c")
REVIEWED = "2026-11-22 fixed"


def col2im(dcols, x, kh, kw, stride, pad):
    """The gradient at the images from the gradient at their windows.

    dcols: (N * OH * OW, C * kh * kw) gradient of the loss at the windows
    x: (N, C, H, W) the images; only their shape matters
    kh, kw: rows and columns of a window
    stride: pixels from one window to the next
    pad: zeros added on each side
    Returns dx (N, C, H, W).
    """
    n, c, h, w = x.shape
    rows, columns = (h + 2 * pad - kh) // stride + 1, (w + 2 * pad - kw) // stride + 1
    windows = dcols.reshape(n, rows, columns, c, kh, kw).transpose(0, 3, 1, 2, 4, 5)
    dxp = np.zeros(np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad))).shape)
    for u, v in np.ndindex(kh, kw):
        seen = np.s_[:, :, u : u + stride * rows : stride, v : v + stride * columns : stride]
        dxp[seen] += windows[:, :, :, :, u, v]
    return dxp[:, :, pad : pad + h, pad : pad + w]


def _size(x, kh, kw, stride, pad):
    return (x.shape[2] + 2 * pad - kh) // stride + 1, (x.shape[3] + 2 * pad - kw) // stride + 1


def _case(rng, kernel, stride, pad, *, n=None, c=None, size=None):
    """Images, channels, rows and columns are all different, except those that are given."""
    kh, kw = kernel
    rest = rng.permutation([2, 3, 4]).tolist()
    h, w = size or rng.permutation([5, 6, 7, 8])[:2].tolist()
    x = rng.normal(size=(n or rest[0], c or rest[1], h, w))
    rows, columns = _size(x, kh, kw, stride, pad)
    dcols = rng.normal(size=(len(x) * rows * columns, x.shape[1] * kh * kw))
    return {"dcols": dcols, "x": x, "kh": kh, "kw": kw, "stride": stride, "pad": pad}


def inputs(rng):
    yield "two images of 3 by 3, windows of 2 by 2", _case(rng, (2, 2), 1, 0, n=2, c=1, size=(3, 3))
    yield "one image", _case(rng, (3, 2), 1, 0, n=1)
    yield "padding 1", _case(rng, (2, 3), 1, 1)
    yield "stride 2, windows that overlap", _case(rng, (3, 4), 2, 0)
    yield "stride 2, padding 1, a row left over", _case(rng, (3, 2), 2, 1, size=(6, 8))
    yield "stride 3, pixels that no window sees", _case(rng, (2, 1), 3, 1)
    yield "as many images as channels", _case(rng, (3, 3), 1, 1, n=3, c=3)
    yield "window as large as the image", _case(rng, (4, 3), 2, 0, size=(4, 3))
    yield "stride as large as the window", _case(rng, (2, 2), 2, 0)
    case = _case(rng, (2, 3), 1, 1)
    yield "float32 arrays", case | {k: np.round(4 * case[k]).astype(np.float32) / 4 for k in ("dcols", "x")}


def loss(dcols, x, kh, kw, stride, pad):
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(xp, (kh, kw), axis=(2, 3))[:, :, ::stride, ::stride]
    return np.sum(dcols * windows.transpose(0, 2, 3, 1, 4, 5).reshape(dcols.shape))


def naive(dcols, x, kh, kw, stride, pad):
    n_images, channels, height, width = x.shape
    rows, columns = _size(x, kh, kw, stride, pad)
    dx = np.zeros(x.shape)
    values = iter(dcols.ravel())
    for n, i, j, c, u, v in np.ndindex(n_images, rows, columns, channels, kh, kw):
        value = next(values)
        r, s = i * stride + u - pad, j * stride + v - pad
        if 0 <= r < height and 0 <= s < width:
            dx[n, c, r, s] += value
    return dx


def large(rng):
    x = rng.normal(size=(4, 4, 32, 32))
    return {"dcols": rng.normal(size=(4 * 32 * 32, 4 * 9)), "x": x, "kh": 3, "kw": 3, "stride": 1, "pad": 1}


def _added(dcols, x, kh, kw, stride, pad):
    """dxp, with the padding."""
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    return col2im(dcols, xp, kh, kw, stride, 0)


def mistake_overwritten(dcols, x, kh, kw, stride, pad):
    """Each window overwrote what the windows before it had written. A pixel that lies in several windows gets the sum
    of what they send: += instead of =.
    """
    n, c, h, w = x.shape
    rows, columns = _size(x, kh, kw, stride, pad)
    windows = dcols.reshape(n, rows, columns, c, kh, kw)
    dxp = np.zeros((n, c, h + 2 * pad, w + 2 * pad))
    for i, j in np.ndindex(rows, columns):
        dxp[:, :, i * stride : i * stride + kh, j * stride : j * stride + kw] = windows[:, i, j]
    return dxp[:, :, pad : pad + h, pad : pad + w]


def mistake_averaged(dcols, x, kh, kw, stride, pad):
    """You divided by the number of windows that see a pixel. That puts an image together again, but a gradient is
    the sum over all copies.
    """
    return col2im(dcols, x, kh, kw, stride, pad) / np.maximum(col2im(np.ones(dcols.shape), x, kh, kw, stride, pad), 1)


def mistake_not_cropped(dcols, x, kh, kw, stride, pad):
    """Your dx still contains the padding. The zeros around the image are not part of x: cut out rows pad to pad + H and
    columns pad to pad + W.
    """
    return _added(dcols, x, kh, kw, stride, pad)


def mistake_cut_at_minus_pad(dcols, x, kh, kw, stride, pad):
    """You cut dx out with pad:-pad. Without padding that is 0:0, which is empty: end at pad + H and pad + W."""
    return _added(dcols, x, kh, kw, stride, pad)[:, :, pad:-pad, pad:-pad]


def mistake_cut_at_the_start(dcols, x, kh, kw, stride, pad):
    """You kept the first H rows and W columns. The image begins behind the padding, at row and column pad."""
    return _added(dcols, x, kh, kw, stride, pad)[:, :, : x.shape[2], : x.shape[3]]


def mistake_channels_fastest(dcols, x, kh, kw, stride, pad):
    """You read each row as if the channel ran fastest. The order within a row is c, u, v."""
    shape = (len(dcols), kh, kw, x.shape[1])
    return col2im(dcols.reshape(shape).transpose(0, 3, 1, 2).reshape(dcols.shape), x, kh, kw, stride, pad)


def mistake_columns_before_rows(dcols, x, kh, kw, stride, pad):
    """You read the windows as if they went down the image first. j, the column, runs faster than i, the row."""
    rows, columns = _size(x, kh, kw, stride, pad)
    turned = dcols.reshape(len(x), columns, rows, -1).transpose(0, 2, 1, 3)
    return col2im(turned.reshape(dcols.shape), x, kh, kw, stride, pad)


def mistake_positions_not_strided(dcols, x, kh, kw, stride, pad):
    """Your window (i, j) begins at row i and column j. It begins at i·stride and j·stride, as in im2col."""
    n, c, h, w = x.shape
    rows, columns = _size(x, kh, kw, stride, pad)
    windows = dcols.reshape(n, rows, columns, c, kh, kw)
    dxp = np.zeros((n, c, h + 2 * pad, w + 2 * pad))
    for i, j in np.ndindex(rows, columns):
        dxp[:, :, i : i + kh, j : j + kw] += windows[:, i, j]
    return dxp[:, :, pad : pad + h, pad : pad + w]
