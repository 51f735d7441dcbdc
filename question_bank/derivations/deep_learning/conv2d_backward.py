"""Backward pass of a 2-D convolution

The forward pass is a cross-correlation: with xp = `x` with `pad` rows and columns of zeros added
on each of the four sides,

    out[n, f, i, j] = b[f] + Σ_c Σ_u Σ_v xp[n, c, i·stride + u, j·stride + v] · w[f, c, u, v]

* `x`: (N, C, H, W) images, `w`: (F, C, HH, WW) filters, `b`: (F,) biases
* `stride` ≥ 1 and `pad` ≥ 0: integers, the same for both directions
* `dout` = ∂L/∂out: (N, F, OH, OW), OH = ⌊(H + 2·pad - HH) / stride⌋ + 1, OW likewise

Return `(dx, dw, db)`, the gradients of the scalar L by `x`, `w` and `b`, each in the shape of
what it is the gradient of. Windows may overlap, and with a stride there may be pixels that no
window sees. Whether L is a sum or a mean over the batch is already in `dout`. (`b` is passed for
completeness.) Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "dl.conv-backward"
LEVEL = 3
MINUTES = 20
RETURNS = ("dx", "dw", "db")
GRADIENTS = {"dx": "x", "dw": "w", "db": "b"}
HINTS = (
    "Follow one product xp[…] · w[…] of the sum: it sends dout · w to that pixel and dout · "
    "xp to that weight. Everything that a variable is sent is added up.",
    "Walk over the windows as in the forward pass. At (i, j) the window of xp adds dout[:, "
    ":, i, j] times itself to dw, and the same window of dxp, a padded array of zeros, "
    "receives dout[:, :, i, j] times w.",
    "Windows overlap, so every write is a +=. Sum db over images and positions. In the end "
    "dxp still has the padding: cut out rows pad to pad + H and columns pad to pad + W.",
)
SOLUTION = """
Follow one product of the sum: out[n, f, i, j] contains xp[n, c, r, s] · w[f, c, u, v] with r = i·stride + u and s = j·stride + v. On
the way back it sends dout[n, f, i, j] · w[f, c, u, v] to that pixel and dout[n, f, i, j] · xp[n, c, r, s] to that weight; everything
that a variable is sent is added up.

* **db[f]** = Σ dout[n, f, i, j] over n, i, j: the bias is in every output of its map.
* **dw[f, c, u, v]** = Σ_n,i,j dout[n, f, i, j] · xp[n, c, i·stride + u, j·stride + v]: weight (u, v) meets every stride-th pixel,
  beginning at (u, v).
* **dxp**: the same slice of an array of zeros receives Σ_f dout[n, f, i, j] · w[f, c, u, v], with **+=**, because windows overlap.

At the end the frame is cut off, rows pad to pad + H and columns pad to pad + W. Pixels that no window saw keep the gradient 0.

For stride 1, dx is dout, padded, correlated with the kernel turned by 180°.
"""
SOURCE = "MXNet (master b84609d3fc), src/operator/nn/convolution-inl.h, _BackwardData and _BackwardWeightsBias"
COVERS = ("15a",)
REVIEWED = "2026-11-22 fixed"


def conv2d_backward(dout, x, w, b, stride, pad):
    """Gradients of a 2-D convolution.

    dout: (N, F, OH, OW) gradient of the loss at the output
    x: (N, C, H, W) images
    w: (F, C, HH, WW) filters
    b: (F,) biases
    stride: step of the window, at least 1
    pad: rows and columns of zeros on each side
    Returns dx (N, C, H, W), dw (F, C, HH, WW), db (F,).
    """
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dxp, dw = np.zeros_like(xp), np.empty_like(w)
    rows, columns = stride * dout.shape[2], stride * dout.shape[3]
    for u, v in np.ndindex(w.shape[2:]):
        # the pixels that weight (u, v) meets, one for each output position
        met = np.s_[:, :, u : u + rows : stride, v : v + columns : stride]
        dw[:, :, u, v] = np.einsum("nfij,ncij->fc", dout, xp[met])
        dxp[met] += np.einsum("nfij,fc->ncij", dout, w[:, :, u, v])
    dx = dxp[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]]
    return dx, dw, dout.sum(axis=(0, 2, 3))


def _padded(x, pad):
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))


def _case(rng, stride, pad, *, n=None, c=None, kernel=None, size=None):
    """Sizes are all different, except those that are given."""
    hh, ww = kernel or rng.permutation([2, 3, 4])[:2].tolist()
    rest = [k for k in rng.permutation([2, 3, 4, 5, 6]).tolist() if k not in (hh, ww)]
    h, wide = size or rng.permutation([7, 8, 9])[:2].tolist()
    n, c, f = n or rest[0], c or rest[1], rest[2]
    rows, columns = (h + 2 * pad - hh) // stride + 1, (wide + 2 * pad - ww) // stride + 1
    return {
        "dout": rng.normal(size=(n, f, rows, columns)),
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
    yield "stride 2, padding 1, a row left over", _case(rng, 2, 1, n=2, kernel=(3, 2), size=(8, 10))
    yield "stride 3, windows that do not overlap", _case(rng, 3, 1, n=2, kernel=(3, 2), size=(7, 10))
    yield "grey images, padding 2", _case(rng, 1, 2, c=1)
    yield "kernel as large as the image", _case(rng, 2, 0, kernel=(4, 3), size=(4, 3))
    yield "1 by 1 kernel", _case(rng, 1, 0, kernel=(1, 1))
    case = _case(rng, 2, 1, n=2, kernel=(2, 3), size=(5, 7))
    yield "in float32", case | {name: np.float32(case[name]) for name in ("dout", "x", "w", "b")}


def large(rng):
    case = _case(rng, 1, 1, n=4, c=3, kernel=(3, 3), size=(12, 12))
    w, b = rng.normal(size=(8, 3, 3, 3)), rng.normal(size=8)
    return case | {"dout": rng.normal(size=(4, 8, 12, 12)), "w": w, "b": b}


def loss(dout, x, w, b, stride, pad):
    windows = np.lib.stride_tricks.sliding_window_view(_padded(x, pad), w.shape[2:], axis=(2, 3))
    out = np.tensordot(windows[:, :, ::stride, ::stride], w, axes=((1, 4, 5), (1, 2, 3))) + b  # (N, OH, OW, F)
    return np.sum(dout.transpose(0, 2, 3, 1) * out)


def naive(dout, x, w, b, stride, pad):
    _, channels, height, width = x.shape
    _, _, hh, ww = w.shape
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), np.zeros(b.shape)
    for n, f, i, j in np.ndindex(dout.shape):
        g = dout[n, f, i, j]
        db[f] += g
        for c in range(channels):
            for u in range(hh):
                for v in range(ww):
                    r, s = i * stride + u - pad, j * stride + v - pad
                    if 0 <= r < height and 0 <= s < width:
                        dx[n, c, r, s] += g * w[f, c, u, v]
                        dw[f, c, u, v] += g * x[n, c, r, s]
    return dx, dw, db


def mistake_dx_overwritten(dout, x, w, b, stride, pad):
    """In your dx each window overwrote what the windows before it had written. A pixel that lies
    in several windows gets the sum of what they send: += instead of =.
    """
    _, dw, db = conv2d_backward(dout, x, w, b, stride, pad)
    dxp = np.zeros_like(_padded(x, pad))
    hh, ww = w.shape[2:]
    for i, j in np.ndindex(dout.shape[2:]):
        r, s = i * stride, j * stride
        dxp[:, :, r : r + hh, s : s + ww] = np.einsum("nf,fcuv->ncuv", dout[:, :, i, j], w)
    return dxp[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]], dw, db


def mistake_dx_last_filter_only(dout, x, w, b, stride, pad):
    """In your dx each pass of the loop overwrote the one before, over the windows and over the
    filters too, so only the last filter is left. Every filter and every window that sees a
    pixel adds its part: += instead of =.
    """
    dx, _, _ = mistake_dx_overwritten(dout[:, -1:], x, w[-1:], b[-1:], stride, pad)
    _, dw, db = conv2d_backward(dout, x, w, b, stride, pad)
    return dx, dw, db


def mistake_dx_not_cropped(dout, x, w, b, stride, pad):
    """Your dx still contains the padding. The zeros around the image are not part of x: cut out
    rows pad to pad + H and columns pad to pad + W.
    """
    _, dw, db = conv2d_backward(dout, x, w, b, stride, pad)
    dxp, _, _ = conv2d_backward(dout, _padded(x, pad), w, b, stride, 0)
    return dxp, dw, db


def mistake_dx_cut_at_minus_pad(dout, x, w, b, stride, pad):
    """You cut dx out with pad:-pad. Without padding that is 0:0, which is empty: end at pad + H
    and pad + W.
    """
    _, dw, db = conv2d_backward(dout, x, w, b, stride, pad)
    dxp, _, _ = conv2d_backward(dout, _padded(x, pad), w, b, stride, 0)
    return dxp[:, :, pad:-pad, pad:-pad], dw, db


def mistake_kernel_turned_in_dx(dout, x, w, b, stride, pad):
    """In your dx the kernel is turned by 180° against the right one. Either scatter w as it
    stands over each window, or correlate the padded dout with w turned: one of the two, not a
    mixture.
    """
    dx, _, _ = conv2d_backward(dout, x, w[:, :, ::-1, ::-1], b, stride, pad)
    _, dw, db = conv2d_backward(dout, x, w, b, stride, pad)
    return dx, dw, db


def mistake_windows_not_strided(dout, x, w, b, stride, pad):
    """Your window (i, j) begins at row i and column j. It begins at i·stride and j·stride, in
    the backward pass as in the forward pass.
    """
    return conv2d_backward(dout, x, w, b, 1, pad)


def mistake_db_over_batch_only(dout, x, w, b, stride, pad):
    """Your db still has the axes of the image. b[f] is added at every position of every image,
    so sum dout over the batch and over both image axes.
    """
    dx, dw, _ = conv2d_backward(dout, x, w, b, stride, pad)
    return dx, dw, dout.sum(axis=0)
