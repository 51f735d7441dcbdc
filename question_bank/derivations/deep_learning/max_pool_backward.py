"""Backward pass of max pooling

Forward, for each channel by itself, with xp = `x` (N, C, H, W) with `pad` rows and columns of −∞ on each of
the four sides:

    out[n, c, i, j] = max over u, v of xp[n, c, i·stride + u, j·stride + v]        u < kh, v < kw

Given `dout` = ∂L/∂out, of shape (N, C, OH, OW) with OH = ⌊(H + 2·pad − kh) / stride⌋ + 1 and OW likewise,
return `dx` = ∂L/∂x, of shape (N, C, H, W). Windows may overlap; `pad` is smaller than `kh` and `kw`, so the
maximum is always a pixel of x.

**Ties:** if several pixels of a window are the largest, the **first** one, row by row from the left, counts
as the maximum, as in PyTorch; the others get nothing from this window. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "dl.layers"
LEVEL = 3
MINUTES = 15
RETURNS = ("dx",)
GRADIENTS = {"dx": "x"}
HINTS = (
    "Wiggle one pixel of a window that is not the largest: does the output move? And if it is the largest?",
    "Each window sends its whole dout to the one pixel that won it. A pixel that won several windows gets the sum.",
    "argmax over the window laid out as one row gives the first maximum; np.divmod(…, kw) turns it into u and "
    "v, and the pixel is (i·stride + u, j·stride + v).",
)
SOLUTION = """Near a point without ties, the output of a window equals one of its pixels, the winner. Its
derivative by the winner is 1, by all others 0. So a window passes its whole dout to its winner, and the chain
rule adds over windows:

    dx[n, c, r, s] = Σ dout[n, c, i, j]   over the windows (i, j) that pixel (r, s) wins

With windows that overlap, one strong pixel may win several of them: add, do not write. Windows that tile the
image hide this mistake.

For each window find the winner's place: argmax of its kh·kw pixels row by row, which takes the first of
equals, then u = ⌊place / kw⌋ and v = place mod kw. In the padded image the winner stands at
(i·stride + u, j·stride + v); at the end the padding is cut off. It never wins, if it is −∞.

At a tie there is no derivative, and any rule that splits the gradient among the winners is defensible; giving
each of them all of it is not, as a window would then send back more than it got.
"""
SOURCE = (
    "MXNet (apache/mxnet), src/operator/nn/pool.h, unpool_max_2d_cpu; PyTorch, torch/nn/modules/pooling.py, class "
    "MaxPool2d"
)
COVERS = ("16a",)
REVIEWED = "2026-11-22 fixed"


def max_pool_backward(dout, x, kh, kw, stride, pad):
    """The gradient at the input of max pooling.

    dout: (N, C, OH, OW) gradient of the loss at the output
    x: (N, C, H, W) input of the forward pass
    kh, kw: rows and columns of a window
    stride: pixels from one window to the next
    pad: pixels added on each side that never win
    Returns dx (N, C, H, W).
    """
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), constant_values=-np.inf)
    windows = np.lib.stride_tricks.sliding_window_view(xp, (kh, kw), axis=(2, 3))[:, :, ::stride, ::stride]
    winner = windows.reshape(*dout.shape, kh * kw).argmax(axis=4)
    u, v = np.divmod(winner, kw)
    n, c, i, j = np.indices(dout.shape)
    dxp = np.zeros(xp.shape)
    np.add.at(dxp, (n, c, i * stride + u, j * stride + v), dout)
    return dxp[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]]


def _case(rng, kernel, stride, pad, *, n=None, c=None, size=None):
    """Images, channels, rows and columns are all different, except those that are given. No two pixels are nearer than
    0.01.
    """
    kh, kw = kernel
    rest = rng.permutation([2, 3, 4]).tolist()
    h, w = size or rng.permutation([5, 6, 7, 8])[:2].tolist()
    n, c = n or rest[0], c or rest[1]
    rows, columns = (h + 2 * pad - kh) // stride + 1, (w + 2 * pad - kw) // stride + 1
    pixels = n * c * h * w
    x = (rng.permutation(pixels) - pixels // 2).reshape(n, c, h, w) / 64
    return {"dout": rng.normal(size=(n, c, rows, columns)), "x": x, "kh": kh, "kw": kw, "stride": stride, "pad": pad}


def inputs(rng):
    yield "two maps of 4 by 4, windows of 2 by 2", _case(rng, (2, 2), 2, 0, n=2, c=1, size=(4, 4))
    yield "one image", _case(rng, (3, 2), 1, 0, n=1)
    yield "windows that overlap, 3 by 3 with stride 2", _case(rng, (3, 3), 2, 0, size=(5, 7))
    yield "stride 2, padding 1, a row left over", _case(rng, (3, 4), 2, 1, size=(6, 8))
    yield "windows apart", _case(rng, (2, 1), 3, 0)
    yield "as many images as channels", _case(rng, (2, 3), 1, 1, n=3, c=3)
    case = _case(rng, (3, 2), 1, 1)
    yield "all pixels negative, padding 1", case | {"x": case["x"] - 20}
    case = _case(rng, (3, 4), 2, 2)
    yield "ties: pixels of three values, in the thousands", case | {"x": 1000.0 * rng.integers(1, 4, case["x"].shape)}
    yield "window as large as the image", _case(rng, (4, 3), 2, 0, size=(4, 3))
    case = _case(rng, (2, 3), 1, 1)
    dout = (np.round(4 * case["dout"]) / 4).astype(np.float32)
    yield "float32 arrays", case | {"dout": dout, "x": case["x"].astype(np.float32)}


def loss(dout, x, kh, kw, stride, pad):
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), constant_values=-np.inf)
    windows = np.lib.stride_tricks.sliding_window_view(xp, (kh, kw), axis=(2, 3))
    return np.sum(dout * windows[:, :, ::stride, ::stride].max(axis=(4, 5)))


def naive(dout, x, kh, kw, stride, pad):
    _, _, height, width = x.shape
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        best, at = -np.inf, (0, 0)
        for r in range(i * stride - pad, i * stride - pad + kh):
            for s in range(j * stride - pad, j * stride - pad + kw):
                if 0 <= r < height and 0 <= s < width and x[n, c, r, s] > best:
                    best, at = x[n, c, r, s], (r, s)
        dx[(n, c, *at)] += dout[n, c, i, j]
    return dx


def large(rng):
    return {
        "dout": rng.normal(size=(4, 8, 32, 32)),
        "x": rng.normal(size=(4, 8, 32, 32)),
        "kh": 3,
        "kw": 3,
        "stride": 1,
        "pad": 1,
    }


def _scatter(dout, x, kh, kw, stride, pad, shares, fill=-np.inf):
    """dx if each window sends shares(window) · dout; windows and shares are (N, C, kh, kw)."""
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), constant_values=fill)
    dxp = np.zeros(xp.shape)
    for i, j in np.ndindex(dout.shape[2:]):
        seen = np.s_[:, :, i * stride : i * stride + kh, j * stride : j * stride + kw]
        dxp[seen] += shares(xp[seen]) * dout[:, :, i : i + 1, j : j + 1]
    return dxp[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]]


def _first(windows, *, last=False):
    """1 at the first, or last, maximum of each window, 0 elsewhere."""
    flat = windows.reshape(*windows.shape[:2], -1)
    place = flat.shape[2] - 1 - flat[:, :, ::-1].argmax(axis=2) if last else flat.argmax(axis=2)
    return (np.arange(flat.shape[2]) == place[:, :, None]).astype(float).reshape(windows.shape)


def _top(windows):
    """Where the maxima of each window are."""
    return (windows == windows.max(axis=(2, 3), keepdims=True)).astype(float)


def mistake_overwritten(dout, x, kh, kw, stride, pad):
    """A pixel that won several windows got the dout of the last one only. It gets the sum: += instead of =. Windows
    that do not overlap hide this.
    """
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), constant_values=-np.inf)
    dxp = np.zeros(xp.shape)
    for i, j in np.ndindex(dout.shape[2:]):
        seen = np.s_[:, :, i * stride : i * stride + kh, j * stride : j * stride + kw]
        dxp[seen] = np.where(_first(xp[seen]) > 0, dout[:, :, i : i + 1, j : j + 1], dxp[seen])
    return dxp[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]]


def mistake_all_ties(dout, x, kh, kw, stride, pad):
    """Every pixel that equals the maximum got the whole dout, so at a tie more comes back than went out. Only the first
    one gets it.
    """
    return _scatter(dout, x, kh, kw, stride, pad, _top)


def mistake_ties_shared(dout, x, kh, kw, stride, pad):
    """You shared dout among equal maxima. That is a fair rule, but not the one asked for: the first one, row by row,
    gets all.
    """
    return _scatter(dout, x, kh, kw, stride, pad, lambda a: _top(a) / _top(a).sum(axis=(2, 3), keepdims=True))


def mistake_last_tie(dout, x, kh, kw, stride, pad):
    """At a tie you gave dout to the last of the equal pixels (>= where > was meant). The first one counts."""
    return _scatter(dout, x, kh, kw, stride, pad, lambda a: _first(a, last=True))


def mistake_zeros_win(dout, x, kh, kw, stride, pad):
    """You padded with zeros, and where all pixels are negative the gradient went into the padding and was cut off.
    Pad with −∞.
    """
    return _scatter(dout, x, kh, kw, stride, pad, _first, 0.0)


def mistake_like_average(dout, x, kh, kw, stride, pad):
    """You spread dout evenly over each window, as average pooling does. Only the largest pixel had any influence."""
    return _scatter(dout, x, kh, kw, stride, pad, lambda a: np.full(a.shape, 1 / (kh * kw)))


def mistake_whole_window(dout, x, kh, kw, stride, pad):
    """Every pixel of a window got the whole dout. Only the winner had any influence on the output."""
    return _scatter(dout, x, kh, kw, stride, pad, lambda a: np.ones(a.shape))


def mistake_place_divided_by_height(dout, x, kh, kw, stride, pad):
    """You turned the winner's place in its window into row and column with kh. The window is laid out row by row, and a
    row has kw pixels.
    """

    def shares(windows):
        place = windows.reshape(*windows.shape[:2], -1).argmax(axis=2)[:, :, None, None]
        u, v = np.divmod(place, kh)
        rows, columns = np.arange(kh)[:, None], np.arange(kw)
        return ((rows == np.minimum(u, kh - 1)) & (columns == np.minimum(v, kw - 1))).astype(float)

    return _scatter(dout, x, kh, kw, stride, pad, shares)
