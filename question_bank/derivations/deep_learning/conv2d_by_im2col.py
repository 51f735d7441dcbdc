"""A convolution as one matrix product

The convolution of deep learning (the kernel is not turned): with xp = `x` with `pad` zeros on each of the
four sides,

    out[n, f, i, j] = b[f] + Σ_c Σ_u Σ_v xp[n, c, i·stride + u, j·stride + v] · w[f, c, u, v]

* `x`: (N, C, H, W) images, `w`: (F, C, HH, WW) filters, `b`: (F,) biases
* OH = ⌊(H + 2·pad − HH) / stride⌋ + 1, OW likewise

Do it by im2col. Return `(cols, out)`:

* `cols`: (N·OH·OW, C·HH·WW), one window in each row, cols[(n, i, j),
  (c, u, v)] = xp[n, c, i·stride + u, j·stride + v]; the last letter of each triple is the fastest
* `out`: (N, F, OH, OW), from a single product of `cols` with the filters
"""

import numpy as np

SUBTOPIC = "dl.im2col"
LEVEL = 3
MINUTES = 15
RETURNS = ("cols", "out")
HINTS = (
    "Join c, u, v to one index k, and n, i, j to one index p. What does the triple sum become?",
    "out2[p, f] = Σ_k cols[p, k] · W[f, k]: so W is w with its last three axes joined, and the product is cols Wᵀ.",
    "The product has shape (N·OH·OW, F). Reshape it to (N, OH, OW, F), then move the axis of F to the second place.",
)
SOLUTION = """Join the three summed indices to one, k = (c, u, v), and the three that name a window to
another, p = (n, i, j). Then the definition reads

    out2[p, f] = b[f] + Σ_k cols[p, k] · W[f, k]

with W = w reshaped to (F, C·HH·WW), the same order c, u, v as in the rows of cols. This is the matrix product
cols Wᵀ, of shape (N·OH·OW, F), and b is added to every row.

The rows of the product are windows, so its memory order is n, i, j, f. It can be reshaped to (N, OH, OW, F),
and a transpose then brings F to the second place. Reshaping straight to (N, F, OH, OW) would have the right
shape and wrong numbers.

For cols take all windows, every stride-th of them, bring the axes into the order n, i, j, c, u, v and join
them. Multiplications: N·OH·OW·F·C·HH·WW, the same as in the loops; the gain is that one large product uses
the cache and the vector units well. What it costs is memory for cols, about HH·WW times that of x at stride
1.
"""
SOURCE = "MXNet (apache/mxnet), src/operator/nn/im2col.h, im2col_cpu, and src/operator/nn/convolution-inl.h"
COVERS = ("15a", "21a", "21b", "21d")
REVIEWED = "2026-11-22 agreed"


def conv2d_by_im2col(x, w, b, stride, pad):
    """All windows as rows, and the convolution from them.

    x: (N, C, H, W) images
    w: (F, C, HH, WW) filters
    b: (F,) biases
    stride, pad: integers
    Returns cols (N * OH * OW, C * HH * WW) and out (N, F, OH, OW).
    """
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(xp, w.shape[2:], axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]  # (N, C, OH, OW, HH, WW)
    n, c, rows, columns, hh, ww = windows.shape
    cols = windows.transpose(0, 2, 3, 1, 4, 5).reshape(n * rows * columns, c * hh * ww)
    out = cols @ w.reshape(len(w), c * hh * ww).T + b
    return cols, out.reshape(n, rows, columns, len(w)).transpose(0, 3, 1, 2)


def _case(rng, kernel, stride, pad, *, n=None, c=None, f=None, size=None):
    """Sizes are all different, except those that are given."""
    rest = [k for k in rng.permutation([2, 3, 4, 5, 6]).tolist() if k not in kernel]
    h, w = size or rng.permutation([7, 8, 9, 10])[:2].tolist()
    n, c, f = n or rest[0], c or rest[1], f or rest[2]
    case = {"x": rng.normal(size=(n, c, h, w)), "w": rng.normal(size=(f, c, *kernel)), "b": rng.normal(size=f)}
    return case | {"stride": stride, "pad": pad}


def inputs(rng):
    yield "two images of 3 by 3, kernels of 2 by 2", _case(rng, (2, 2), 1, 0, n=2, c=1, f=3, size=(3, 3))
    yield "one image", _case(rng, (3, 2), 1, 0, n=1)
    yield "padding 1", _case(rng, (2, 3), 1, 1)
    yield "stride 2, windows that overlap", _case(rng, (3, 4), 2, 0, size=(7, 10))
    yield "stride 2, padding 1, a row left over", _case(rng, (3, 2), 2, 1, size=(8, 10))
    yield "stride 3, padding 2", _case(rng, (3, 2), 3, 2)
    yield "as many filters as images and channels", _case(rng, (3, 3), 1, 1, n=4, c=4, f=4)
    yield "kernel as large as the image", _case(rng, (4, 3), 2, 0, size=(4, 3))
    yield "1 by 1 kernels", _case(rng, (1, 1), 1, 0)
    case = _case(rng, (2, 3), 1, 1)
    yield "float32 arrays", case | {k: np.round(4 * case[k]).astype(np.float32) / 4 for k in ("x", "w", "b")}


def naive(x, w, b, stride, pad):
    n_images, _, height, width = x.shape
    filters, channels, hh, ww = w.shape
    rows, columns = (height + 2 * pad - hh) // stride + 1, (width + 2 * pad - ww) // stride + 1
    cols = np.zeros((n_images * rows * columns, channels * hh * ww))
    out = np.zeros((n_images, filters, rows, columns))
    for p, (n, i, j) in enumerate(np.ndindex(n_images, rows, columns)):
        for k, (c, u, v) in enumerate(np.ndindex(channels, hh, ww)):
            r, s = i * stride + u - pad, j * stride + v - pad
            if 0 <= r < height and 0 <= s < width:
                cols[p, k] = x[n, c, r, s]
        for f in range(filters):
            out[n, f, i, j] = b[f]
            for k, weight in enumerate(w[f].flat):
                out[n, f, i, j] += cols[p, k] * weight
    return cols, out


def large(rng):
    return {
        "x": rng.normal(size=(4, 4, 20, 20)),
        "w": rng.normal(size=(8, 4, 3, 3)),
        "b": rng.normal(size=8),
        "stride": 1,
        "pad": 1,
    }


def mistake_out_reshaped_only(x, w, b, stride, pad):
    """You reshaped the product straight to (N, F, OH, OW). Its memory order is n, i, j, f: reshape to (N, OH, OW, F)
    and move the last axis.
    """
    cols, out = conv2d_by_im2col(x, w, b, stride, pad)
    return cols, (cols @ w.reshape(len(w), -1).T + b).reshape(out.shape)


def mistake_filters_reshaped_to_columns(x, w, b, stride, pad):
    """You reshaped w to (C·HH·WW, F). That cuts the numbers of one filter into several columns: reshape to
    (F, C·HH·WW) and transpose.
    """
    cols, out = conv2d_by_im2col(x, w, b, stride, pad)
    wrong = w.reshape(-1, len(w)).T.reshape(w.shape)
    return cols, conv2d_by_im2col(x, wrong, b, stride, pad)[1].reshape(out.shape)


def mistake_kernel_turned(x, w, b, stride, pad):
    """You turned the kernels by 180°, the convolution of mathematics. In a network w[f, c, 0, 0] meets the upper left
    corner of the window.
    """
    cols, _ = conv2d_by_im2col(x, w, b, stride, pad)
    return cols, conv2d_by_im2col(x, w[:, :, ::-1, ::-1], b, stride, pad)[1]


def mistake_bias_forgotten(x, w, b, stride, pad):
    """You did not add the bias: b[f] goes to every position of output map f."""
    return conv2d_by_im2col(x, w, np.zeros_like(b), stride, pad)


def mistake_cols_transposed(x, w, b, stride, pad):
    """Your cols has a patch in each column, as Caffe and MXNet have it. Here a patch is a row."""
    cols, out = conv2d_by_im2col(x, w, b, stride, pad)
    return cols.T, out


def mistake_channels_fastest(x, w, b, stride, pad):
    """Within a row of cols you let the channel run fastest, and joined the axes of w as they stand: each weight met
    another pixel than its own. The order of both is c, u, v.
    """
    cols, out = conv2d_by_im2col(x, w, b, stride, pad)
    channels = x.shape[1]
    mixed = cols.reshape(len(cols), channels, -1).transpose(0, 2, 1).reshape(cols.shape)
    product = mixed @ w.reshape(len(w), -1).T + b
    n, f, rows, columns = out.shape
    return mixed, product.reshape(n, rows, columns, f).transpose(0, 3, 1, 2)


def mistake_windows_not_strided(x, w, b, stride, pad):
    """You took every window. With a stride, window (i, j) begins at i·stride and j·stride."""
    return conv2d_by_im2col(x, w, b, 1, pad)
