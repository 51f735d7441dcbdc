"""im2col: every patch a row

With xp = `x` with `pad` rows and columns of zeros added on each of the four sides, a kernel of `kh` × `kw`
pixels sees OH × OW windows,

    OH = ⌊(H + 2·pad − kh) / stride⌋ + 1        OW = ⌊(W + 2·pad − kw) / stride⌋ + 1

and window (i, j) of image n begins at row i·stride and column j·stride of xp. Return `cols`, of shape
(N·OH·OW, C·kh·kw): **one row for each window**, with

    cols[(n, i, j), (c, u, v)] = xp[n, c, i·stride + u, j·stride + v]

where (n, i, j) and (c, u, v) stand for one index each, the last letter running fastest, as `reshape` counts.
Despite the name, a patch is a row here; Caffe, MXNet and PyTorch's `Unfold` lay it out as a column.
"""

import numpy as np

SUBTOPIC = "dl.im2col"
LEVEL = 2
MINUTES = 12
RETURNS = ("cols",)
HINTS = (
    "Forget the two axes at first: an array with the six indices n, i, j, c, u, v holds all that is wanted.",
    "np.lib.stride_tricks.sliding_window_view gives all windows at stride 1, with axes n, c, i, j, u, v; take "
    "every stride-th i and j. Or copy, for each (u, v), one strided slice of xp.",
    "Bring the axes into the order n, i, j, c, u, v with transpose, and only then reshape to two.",
)
SOLUTION = """Take the six indices apart. What is wanted is an array

    A[n, i, j, c, u, v] = xp[n, c, i·stride + u, j·stride + v]

in which the first three axes become the rows and the last three the columns. `sliding_window_view` over the
image axes gives V[n, c, r, s, u, v] = xp[n, c, r + u, s + v] without copying anything; r = i·stride and
s = j·stride means every stride-th r and s. A transpose brings (n, c, i, j, u, v) into the order
(n, i, j, c, u, v), and a reshape joins the axes three by three. The order of these two steps matters: reshape
only cuts what lies in memory, it never moves an axis.

What it is good for: with the filters as rows of a matrix of shape (F, C·kh·kw), the whole convolution is one
matrix product, at which BLAS is fast. The price is memory: each pixel is written once for every window that
sees it, kh·kw times at stride 1 away from the border. A 3 × 3 kernel makes nine copies.
"""
SOURCE = "MXNet (apache/mxnet), src/operator/nn/im2col.h, im2col_cpu; PyTorch, torch/nn/modules/fold.py, class Unfold"
COVERS = ("15a", "21a", "21b", "21c")
REVIEWED = "2026-11-22 fixed"


def im2col(x, kh, kw, stride, pad):
    """All windows of all images, one in each row.

    x: (N, C, H, W) images
    kh, kw: rows and columns of a window
    stride: pixels from one window to the next
    pad: zeros added on each side
    Returns cols (N * OH * OW, C * kh * kw).
    """
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(xp, (kh, kw), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]  # (N, C, OH, OW, kh, kw)
    n, c, rows, columns = windows.shape[:4]
    return windows.transpose(0, 2, 3, 1, 4, 5).reshape(n * rows * columns, c * kh * kw)


def _case(rng, kernel, stride, pad, *, n=None, c=None, size=None):
    """Sizes are all different, except those that are given."""
    rest = [k for k in rng.permutation([2, 3, 4, 5]).tolist() if k not in kernel]
    h, w = size or rng.permutation([7, 8, 9, 10])[:2].tolist()
    x = rng.normal(size=(n or rest[0], c or rest[1], h, w))
    return {"x": x, "kh": kernel[0], "kw": kernel[1], "stride": stride, "pad": pad}


def inputs(rng):
    yield "two images of 3 by 3, windows of 2 by 2", _case(rng, (2, 2), 1, 0, n=2, c=1, size=(3, 3))
    yield "one image", _case(rng, (3, 2), 1, 0, n=1)
    yield "padding 1", _case(rng, (2, 3), 1, 1)
    yield "stride 2, windows that overlap", _case(rng, (3, 4), 2, 0)
    yield "stride 2, padding 1, a row left over", _case(rng, (3, 2), 2, 1, size=(8, 10))
    yield "stride 3, windows apart", _case(rng, (2, 1), 3, 2)
    yield "as many images as channels", _case(rng, (3, 3), 1, 1, n=4, c=4)
    yield "window as large as the image", _case(rng, (4, 3), 2, 0, size=(4, 3))
    yield "1 by 1 windows", _case(rng, (1, 1), 1, 0)
    case = _case(rng, (2, 3), 1, 1)
    yield "float32 arrays", case | {"x": case["x"].astype(np.float32)}


def naive(x, kh, kw, stride, pad):
    n_images, channels, height, width = x.shape
    rows = (height + 2 * pad - kh) // stride + 1
    columns = (width + 2 * pad - kw) // stride + 1
    cols = []
    for n in range(n_images):
        for i in range(rows):
            for j in range(columns):
                row = []
                for c in range(channels):
                    for u in range(kh):
                        for v in range(kw):
                            r, s = i * stride + u - pad, j * stride + v - pad
                            inside = 0 <= r < height and 0 <= s < width
                            row.append(x[n, c, r, s] if inside else 0.0)
                cols.append(row)
    return np.array(cols)


def large(rng):
    return {"x": rng.normal(size=(4, 8, 32, 32)), "kh": 3, "kw": 3, "stride": 1, "pad": 1}


def _windows(x, kh, kw, stride, pad):
    """(N, C, OH, OW, kh, kw)."""
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    return np.lib.stride_tricks.sliding_window_view(xp, (kh, kw), axis=(2, 3))[:, :, ::stride, ::stride]


def mistake_transposed(x, kh, kw, stride, pad):
    """You laid each patch out as a column, as Caffe and MXNet do. Here a patch is a row: (N·OH·OW, C·kh·kw)."""
    return im2col(x, kh, kw, stride, pad).T


def mistake_reshaped_without_transpose(x, kh, kw, stride, pad):
    """You reshaped without bringing the axes into order first, so each row mixes several windows. Reshape cuts what
    lies in memory; only transpose moves an axis.
    """
    return _windows(x, kh, kw, stride, pad).reshape(-1, x.shape[1] * kh * kw)


def mistake_channels_fastest(x, kh, kw, stride, pad):
    """In each row you let the channel run fastest. Here the order is c, u, v: all of one channel, then the next."""
    windows = _windows(x, kh, kw, stride, pad).transpose(0, 2, 3, 4, 5, 1)
    return windows.reshape(-1, x.shape[1] * kh * kw)


def mistake_images_fastest(x, kh, kw, stride, pad):
    """Your rows run over the positions, and within them over the images. The order is n, i, j: first all windows of
    image 0.
    """
    windows = _windows(x, kh, kw, stride, pad).transpose(2, 3, 0, 1, 4, 5)
    return windows.reshape(-1, x.shape[1] * kh * kw)


def mistake_columns_before_rows(x, kh, kw, stride, pad):
    """Your windows go down the image first. j, the column, runs faster than i, the row."""
    windows = _windows(x, kh, kw, stride, pad).transpose(0, 3, 2, 1, 4, 5)
    return windows.reshape(-1, x.shape[1] * kh * kw)


def mistake_windows_not_strided(x, kh, kw, stride, pad):
    """You took every window. With a stride, window (i, j) begins at i·stride and j·stride."""
    return im2col(x, kh, kw, 1, pad)


def mistake_padding_at_the_end(x, kh, kw, stride, pad):
    """You put all the zeros below and to the right. pad rows and columns belong on each side."""
    return im2col(np.pad(x, ((0, 0), (0, 0), (0, 2 * pad), (0, 2 * pad))), kh, kw, stride, 0)


def mistake_last_windows_left_out(x, kh, kw, stride, pad):
    """You left out the last row and column of windows: there is one position more than steps."""
    windows = _windows(x, kh, kw, stride, pad)[:, :, :-1, :-1].transpose(0, 2, 3, 1, 4, 5)
    return windows.reshape(-1, x.shape[1] * kh * kw)
