"""Horizontal flip of some images of a batch

`x` is a batch of images, (N, C, H, W): N images, C channels, H rows, W columns. `mask`, of shape (N,), is True for the
images that are to be flipped: left and right exchanged, as in a mirror beside the image. The others stay as they are.

Return `out` of shape (N, C, H, W), a new array: `x` itself must not change. (In training the mask is drawn anew for each
batch; here it is given.)
"""

import numpy as np

SUBTOPIC = "dl.reg"
LEVEL = 1
MINUTES = 4
RETURNS = ("out",)
HINTS = (
    "Left and right: which of the four axes counts the columns?",
    "A slice with step −1 turns an axis round. Apply it to the chosen images only.",
    "Pick per image between x and x[..., ::-1]: np.where does so, once the mask has shape (N, 1, 1, 1).",
)
SOLUTION = """
Mirrored, column j comes to stand where column W − 1 − j was; image, channel and row stay:

    out[n, c, i, j] = x[n, c, i, W − 1 − j]   if mask[n],   else x[n, c, i, j]

In the order (N, C, H, W) the columns are the **last** axis. Axis 2 would be upside down; in TensorFlow's order
(N, H, W, C) it is axis 2 that holds the columns, which is where the slip comes from.

The choice is per image. A mask of shape (N,) lines up with the last axis in broadcasting, so it has to be given three
more axes, (N, 1, 1, 1), for NumPy's where; or it is used as an index, on a **copy**, because a slice is a view: writing
through it would change the caller's batch, and a loop over the columns would read the second half of a row after it was
overwritten.

Flipping keeps the label for cats and street scenes, but not for letters and digits, for text, or for left and right turns.
"""
SOURCE = "Dive into Deep Learning, Computer Vision, 'Image Augmentation', section 'Flipping and Cropping'"
COVERS = ("16e",)
REVIEWED = "2026-11-22 fixed"


def horizontal_flip(x, mask):
    """The batch with some images flipped.

    x: (N, C, H, W) images
    mask: (N,) True where the image is to be flipped
    Returns out (N, C, H, W).
    """
    return np.where(mask[:, None, None, None], x[..., ::-1], x)


def _case(rng, n, c, h, w, mask=None):
    """Of three and more images one at least is flipped and one is not."""
    if mask is None:
        mask = rng.random(n) < 0.5
        mask[0], mask[-1] = True, n == 1
    return {"x": rng.normal(size=(n, c, h, w)), "mask": np.asarray(mask)}


def inputs(rng):
    n, c, h, w, k = (int(size) for size in rng.permutation(np.arange(3, 9))[:5])
    yield "one grey image of two rows", {"x": rng.integers(10, size=(1, 1, 2, 3)) + 0.5, "mask": np.array([True])}
    yield "one image, not flipped", _case(rng, 1, c, h, w, [False])
    yield "some of a batch", _case(rng, n, c, h, w)
    yield "all sizes equal", _case(rng, k, k, k, k)
    yield "none of a batch", _case(rng, n, 1, w, k, np.zeros(n, dtype=bool))
    yield "all of a batch", _case(rng, k, 2, h, w, np.ones(k, dtype=bool))
    yield "one column", _case(rng, n, c, h, 1)
    yield "one row, an even number of columns", _case(rng, k, c, 1, 2 * w)
    case = _case(rng, w, 3, k, h)
    yield "pixels from 0 to 255", case | {"x": rng.integers(256, size=case["x"].shape).astype(np.uint8)}
    case = _case(rng, c, k, w, n)
    yield "in float32", case | {"x": np.float32(case["x"])}


def large(rng):
    return _case(rng, 64, 3, 48, 48)


def naive(x, mask):
    out = np.zeros(x.shape, dtype=x.dtype)
    for n, c, i, j in np.ndindex(x.shape):
        out[n, c, i, j] = x[n, c, i, x.shape[3] - 1 - j if mask[n] else j]
    return out


def _flipped(x, mask, turned):
    return np.where(mask[:, None, None, None], turned, x)


def mistake_upside_down(x, mask):
    """You turned the rows round, so the images stand on their heads. The columns are the last axis of (N, C, H, W)."""
    return _flipped(x, mask, x[:, :, ::-1])


def mistake_channels_reversed(x, mask):
    """You turned the channels round, RGB to BGR. The columns are the last axis of (N, C, H, W)."""
    return _flipped(x, mask, x[:, ::-1])


def mistake_turned_by_180(x, mask):
    """You turned both axes of the image round, which rotates it by 180°. Only left and right change places."""
    return _flipped(x, mask, x[:, :, ::-1, ::-1])


def mistake_all_flipped(x, mask):
    """You flipped every image. Only those where the mask is True are to be flipped."""
    return x[:, :, :, ::-1].copy()


def mistake_none_flipped(x, mask):
    """Nothing was flipped: the batch came back as it was."""
    return x.copy()


def mistake_others_flipped(x, mask):
    """You flipped the images where the mask is False."""
    return _flipped(x, ~mask, x[:, :, :, ::-1])


def mistake_written_while_read(x, mask):
    """You wrote into the array from which you were still reading: the left half was overwritten before it got to the
    right. Read from x and write to a copy, or use a slice with step −1.
    """
    out = x.copy()
    for j in range(x.shape[3]):
        out[mask, :, :, j] = out[mask, :, :, x.shape[3] - 1 - j]
    return out


def mistake_batch_reversed(x, mask):
    """You took the images of the batch in reverse order. Each image stays at its place n; its columns are reversed."""
    return _flipped(x, mask, x[::-1])
