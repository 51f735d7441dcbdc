"""From TensorFlow's layout to PyTorch's: images and a convolution kernel

TensorFlow keeps images as (N, H, W, C) and a convolution kernel as (HH, WW, C, F): height, width, input channels,
output channels. PyTorch keeps images as (N, C, H, W) and the kernel as (F, C, HH, WW).

`x`, of shape (N, H, W, C), and `w`, of shape (HH, WW, C, F), come in TensorFlow's layout. Return `(x_new, w_new)`:
the same images and the same kernel in PyTorch's layout, so that the convolution gives the same numbers. (Both
frameworks compute a cross-correlation.) Every value keeps its meaning; only the order of the axes changes. Leave the
arguments as they are.
"""

import numpy as np

SUBTOPIC = "la.transpose"
LEVEL = 1
MINUTES = 5
RETURNS = ("x_new", "w_new")
HINTS = (
    "Reshape reads the values off in their old order; the order of the axes changes with something else.",
    "In np.transpose(x, axes), axes[i] names the old axis that comes to stand in place i.",
    "Images: new places N, C, H, W are the old axes 0, 3, 1, 2. For the kernel, write F, C, HH, WW as old axes "
    "in the same way.",
)
SOLUTION = """
Say it by an element. For the images,

    x_new[n, c, h, w] = x[n, h, w, c]

The new axes N, C, H, W are the old ones number 0, 3, 1, 2, and that is what np.transpose wants: in place i the number
of the **old** axis that comes there. For the kernel,

    w_new[f, c, u, v] = w[u, v, c, f]

so F, C, HH, WW are the old axes 3, 2, 0, 1.

A reshape to the same shape would not raise an error, but it reads the values in memory order and deals them out anew:
pixels of different channels are mixed. Sorted, the values are equal; in their places they are not.

x.T reverses all axes, N too, and x.swapaxes(1, 3) gives (N, C, W, H): with square images the shape does not show it.
The way back for images is (0, 2, 3, 1), the inverse permutation, not the same one again. A transpose copies nothing:
it only changes the strides.
"""
SOURCE = (
    "TensorFlow, tensorflow/python/ops/nn_ops.py, docstring of conv2d_v2 (data_format, filters); "
    "PyTorch, torch/nn/functional.py, docstring of conv2d (input, weight)"
)
COVERS = ("8b", "8d")
REVIEWED = "2026-11-22 fixed"


def nhwc_to_nchw(x, w):
    """Images and kernel with their axes in PyTorch's order.

    x: (N, H, W, C) images
    w: (HH, WW, C, F) kernel
    returns x_new: (N, C, H, W), w_new: (F, C, HH, WW)
    """
    return np.transpose(x, (0, 3, 1, 2)), np.transpose(w, (3, 2, 0, 1))


def _case(rng, n, h, w, c, hh, ww, f):
    return {"x": rng.normal(size=(n, h, w, c)), "w": rng.normal(size=(hh, ww, c, f))}


def inputs(rng):
    a, b, c, d, e, f, g = (int(n) for n in rng.permutation(np.arange(2, 9)))
    count = np.arange(2 * 2 * 3 * 2)
    yield "counted up", {"x": count.reshape(2, 2, 3, 2) * 1.0, "w": np.arange(2 * 1 * 2 * 3).reshape(2, 1, 2, 3) * 1.0}
    yield "one image", _case(rng, 1, a, b, c, d, e, f)
    yield "all sizes different", _case(rng, a, b, c, d, e, f, g)
    yield "square images and kernel", _case(rng, a, b, b, c, 3, 3, e)
    yield "grey images", _case(rng, d, e, f, 1, 2, 3, a)
    yield "all sizes equal", _case(rng, c, c, c, c, c, c, c)
    yield "1 by 1 kernel", _case(rng, b, d, e, g, 1, 1, f)
    yield "as many channels as rows and columns", _case(rng, 2, d, d, d, 3, 3, d)
    yield "no image", _case(rng, 0, a, b, c, d, e, f)
    yield (
        "bytes, as images are stored",
        {
            "x": rng.integers(0, 256, size=(f, a, e, 3)).astype(np.uint8),
            "w": rng.integers(-5, 6, size=(3, 3, 3, g)),
        },
    )
    yield "float32", {k: v.astype(np.float32) for k, v in _case(rng, e, g, d, b, 3, 5, c).items()}


def large(rng):
    return _case(rng, 10, 64, 64, 16, 3, 3, 32)


def naive(x, w):
    n, h, wide, c = x.shape
    hh, ww, _, f = w.shape
    x_new, w_new = np.zeros((n, c, h, wide), dtype=x.dtype), np.zeros((f, c, hh, ww), dtype=w.dtype)
    for i in range(n):
        for row in range(h):
            for column in range(wide):
                for channel in range(c):
                    x_new[i, channel, row, column] = x[i, row, column, channel]
    for u in range(hh):
        for v in range(ww):
            for channel in range(c):
                for out in range(f):
                    w_new[out, channel, u, v] = w[u, v, channel, out]
    return x_new, w_new


def mistake_reshaped(x, w):
    """You reshaped. That gives the right shapes, but it deals the values out in their old order, so that pixels and
    channels are mixed: the axes have to be transposed.
    """
    n, h, wide, c = x.shape
    hh, ww, _, f = w.shape
    return x.reshape(n, c, h, wide), w.reshape(f, c, hh, ww)


def mistake_height_and_width_exchanged(x, w):
    """Your height and width are exchanged, in the images and in the kernel. x.swapaxes(1, 3) and w.T put the channels
    in their place, but turn every picture over as well.
    """
    return np.transpose(x, (0, 3, 2, 1)), np.transpose(w, (3, 2, 1, 0))


def mistake_images_like_the_way_back(x, w):
    """Your images went through the permutation of the way back, (0, 2, 3, 1). In place i stands the old axis that
    comes there: the channels, old axis 3, come to place 1.
    """
    return np.transpose(x, (0, 2, 3, 1)), np.transpose(w, (3, 2, 0, 1))


def mistake_kernel_like_images(x, w):
    """You treated the kernel like the images. Its axes are HH, WW, C, F, and F has to come first, C second."""
    return np.transpose(x, (0, 3, 1, 2)), np.transpose(w, (0, 3, 1, 2))


def mistake_kernel_channels_exchanged(x, w):
    """Your kernel is (C, F, HH, WW). PyTorch has the output channels first, then the input channels."""
    return np.transpose(x, (0, 3, 1, 2)), np.transpose(w, (2, 3, 0, 1))


def mistake_kernel_unchanged(x, w):
    """You left the kernel in TensorFlow's layout: it is (HH, WW, C, F) there, and (F, C, HH, WW) in PyTorch."""
    return np.transpose(x, (0, 3, 1, 2)), w.copy()


def mistake_kernel_turned(x, w):
    """You turned the kernel by 180°. Both frameworks compute a cross-correlation, so it is only transposed."""
    return np.transpose(x, (0, 3, 1, 2)), np.transpose(w[::-1, ::-1], (3, 2, 0, 1))
