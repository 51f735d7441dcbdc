"""Random crops of a batch of images, with padding

`x` is a batch of images, (N, C, H, W). Zeros are put around each: `pad` rows above and below, `pad` columns left and
right. From the padded image n a window of `height` rows and `width` columns is cut whose upper left pixel stands in row
`top[n]` and column `left[n]` **of the padded image**.

* `top`, `left`: (N,) whole numbers, drawn before; every window lies wholly inside the padded image
* `height`, `width`, `pad`: whole numbers, pad ≥ 0

Return `out` of shape (N, C, height, width).
"""

import numpy as np

SUBTOPIC = "dl.reg"
LEVEL = 2
MINUTES = 7
RETURNS = ("out",)
HINTS = (
    "Pad first: with pad = 1, what does row 0 of the padded image hold, and where is row 0 of x?",
    "One image is a slice, top[n] to top[n] + height and left[n] to left[n] + width; a loop over n is all it takes.",
    "Without a loop: all windows of the padded batch are a view (sliding_window_view over axes 2 and 3), of which you pick "
    "window (top[n], left[n]) of image n.",
)
SOLUTION = """
With xp = x inside a frame of `pad` zeros, of shape (N, C, H + 2 pad, W + 2 pad),

    out[n, c, i, j] = xp[n, c, top[n] + i, left[n] + j]        0 ≤ i < height, 0 ≤ j < width

In terms of x itself the row is top[n] + i − pad, and whatever falls outside of 0 … H − 1 is zero. So top = left = pad with the
size of the image gives the image back, and smaller or larger corners shift it by up to `pad` pixels: with 32 × 32 images and
pad 4, the usual recipe for CIFAR-10, there are 9 × 9 different crops.

Each image has a corner of its own, hence no single slice will do. Either loop over n, or index: rows top[:, None] + arange(height)
and columns left[:, None] + arange(width), shaped so that they broadcast to (N, height, width); an index array for n, too,
keeps them in step. A slice ends at corner **plus** size, and the size does not depend on the corner.
"""
SOURCE = (
    "He, Zhang, Ren, Sun 2015, Deep residual learning for image recognition, arXiv 1512.03385, section 4.2, for the recipe; "
    "Dive into Deep Learning, Computer Vision, 'Image Augmentation', section 'Flipping and Cropping'"
)
COVERS = ("16e",)
REVIEWED = "2026-11-22 agreed"


def random_crop(x, top, left, height, width, pad):
    """A window of each padded image.

    x: (N, C, H, W) images
    top: (N,) first row of the window in the padded image
    left: (N,) first column of the window in the padded image
    height: rows of the window
    width: columns of the window
    pad: rows and columns of zeros on each side
    Returns out (N, C, height, width).
    """
    xp = np.pad(x, [(0, 0)] * 2 + [(pad, pad)] * 2)
    windows = np.lib.stride_tricks.sliding_window_view(xp, (height, width), axis=(2, 3))
    return windows[np.arange(len(x)), :, top, left]


def _case(rng, n, c, h, w, height, width, pad):
    """The first window stands in one corner of the padded image, the last one in the opposite corner."""
    free_rows, free_columns = h + 2 * pad - height, w + 2 * pad - width
    top, left = rng.integers(free_rows + 1, size=n), rng.integers(free_columns + 1, size=n)
    if n > 1:
        top[0], left[0], top[-1], left[-1] = 0, free_columns, free_rows, 0
    x = rng.uniform(0.5, 2, size=(n, c, h, w))
    return {"x": x, "top": top, "left": left, "height": height, "width": width, "pad": pad}


def inputs(rng):
    n, c = (int(size) for size in rng.permutation(np.arange(3, 7))[:2])
    h, w = (int(size) for size in rng.permutation(np.arange(8, 12))[:2])
    small, other = (int(size) for size in rng.permutation(np.arange(3, 7))[:2])
    tiny = {"x": rng.integers(1, 10, size=(2, 1, 2, 3)) + 0.5, "height": 2, "width": 3, "pad": 1}
    yield "two grey images of two rows, padding 1", tiny | {"top": np.array([0, 1]), "left": np.array([2, 1])}
    yield "one image, no padding", _case(rng, 1, c, h, w, small, other, 0)
    yield "a batch, no padding", _case(rng, n, c, h, w, small, other, 0)
    yield "padding 1", _case(rng, n, c, h, w, other, small, 1)
    yield "as large as the image, padding 2", _case(rng, c, n, h, w, h, w, 2)
    yield "square images, square windows, padding 3", _case(rng, n, 3, h, h, small + 2, small + 2, 3)
    yield "the whole padded image", _case(rng, n, 2, h, w, h + 2, w + 2, 1)
    yield "windows of one pixel", _case(rng, 9, c, w, h, 1, 1, 1)
    case = _case(rng, n, 3, w, h, small, small + 1, 2)
    yield "pixels from 0 to 255", case | {"x": rng.integers(1, 256, size=case["x"].shape).astype(np.uint8)}
    case = _case(rng, c, n, w, h, other, other + 1, 1)
    yield "in float32", case | {"x": np.float32(case["x"])}


def large(rng):
    return _case(rng, 100, 3, 32, 32, 32, 32, 4)


def naive(x, top, left, height, width, pad):
    n_images, channels, rows, columns = x.shape
    out = np.zeros((n_images, channels, height, width), dtype=x.dtype)
    for n, c, i, j in np.ndindex(out.shape):
        r, s = top[n] + i - pad, left[n] + j - pad
        if 0 <= r < rows and 0 <= s < columns:
            out[n, c, i, j] = x[n, c, r, s]
    return out


def _cut(xp, corners, height, width):
    """Windows of the padded images; those that reach beyond them are filled with zeros."""
    xp = np.pad(xp, ((0, 0), (0, 0), (0, height + xp.shape[3]), (0, width + xp.shape[2])))
    return np.stack([image[:, r : r + height, s : s + width] for image, (r, s) in zip(xp, corners, strict=True)])


def _padded(x, pad, **mode):
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), **mode)


def mistake_corner_swapped(x, top, left, height, width, pad):
    """You used top for the columns and left for the rows."""
    return _cut(_padded(x, pad), zip(left, top, strict=True), height, width)


def mistake_same_corner_for_all(x, top, left, height, width, pad):
    """You cut every image at the corner of the first one. Each image n has its own top[n] and left[n]."""
    return _cut(_padded(x, pad), [(top[0], left[0])] * len(x), height, width)


def mistake_size_swapped(x, top, left, height, width, pad):
    """You exchanged height and width: rows come before columns in (N, C, height, width)."""
    return _cut(_padded(x, pad), zip(top, left, strict=True), width, height)


def mistake_not_padded(x, top, left, height, width, pad):
    """You cut from x itself, or put all the zeros below and to the right. top and left count in the padded image, whose
    first pad rows and columns are zeros.
    """
    return _cut(x, zip(top, left, strict=True), height, width)


def mistake_padded_with_the_edge(x, top, left, height, width, pad):
    """You repeated the outermost pixels in the padding. Here the padding is zeros."""
    return _cut(_padded(x, pad, mode="edge"), zip(top, left, strict=True), height, width)


def mistake_one_row_late(x, top, left, height, width, pad):
    """Your windows begin one row and one column too late: top and left count from 0."""
    return _cut(_padded(x, pad), zip(top + 1, left + 1, strict=True), height, width)


def mistake_centre_crop(x, top, left, height, width, pad):
    """You cut the middle of every image, which is what one does in testing. Here the corners are given."""
    xp = _padded(x, pad)
    corner = (xp.shape[2] - height) // 2, (xp.shape[3] - width) // 2
    return _cut(xp, [corner] * len(x), height, width)
