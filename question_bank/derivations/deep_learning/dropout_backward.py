"""Backward pass of inverted dropout

Forward, with `p` the probability that an element is **dropped** (0 ≤ p < 1), and `mask` 1 where it is kept, 0 where not:

    training:  out = x · mask / (1 − p)        testing:  out = x

You are given `dout` = ∂L/∂out, the input `x`, `p`, the `mask` of the forward pass and `train` (True or False). Return
`dx` = ∂L/∂x. All arrays have the same shape, which may be of any number of axes. The mask is fixed: it is no function of
x. (`x` is passed for completeness; some of its elements may be 0.) Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "dl.dropout"
LEVEL = 1
MINUTES = 3
RETURNS = ("dx",)
GRADIENTS = {"dx": "x"}
HINTS = (
    "For a fixed mask, dropout multiplies each element by a number. What is the derivative of such a function?",
    "The gradient goes back through the same multiplication as x came forward, with the same mask.",
    "Write the forward pass as out = s · x, once for training and once for testing: dx is dout times that s.",
)
SOLUTION = """
The mask was drawn before, so it is a constant. In training each output depends on one input only:

    out[k] = s[k] · x[k]        s[k] = mask[k] / (1 − p)

which is linear in x with the slope s[k]. By the chain rule

    dx[k] = dout[k] · s[k] = dout[k] · mask[k] / (1 − p)

In words: where an element was dropped, the output did not depend on it and nothing flows back; where it was kept, the
gradient grows by the same factor 1/(1 − p) by which the activation grew. Forgetting that factor is hard to notice, as
the network still learns, with gradients that are too small by 1 − p below every dropout layer. A gradient check
with the mask held fixed finds it at once.

In testing, out = x and therefore dx = dout. It must be the mask of the forward pass: a new draw would be the
gradient of another network. And it cannot be read off from out ≠ 0, because an input may be 0 and kept, as
after a ReLU.
"""
SOURCE = (
    "PyTorch, torch/nn/modules/dropout.py, docstring of Dropout; Srivastava et al. 2014, Dropout: a simple way to prevent "
    "neural networks from overfitting, JMLR 15, section 5.1"
)
COVERS = ("16b",)
REVIEWED = "2026-11-22 fixed"


def dropout_backward(dout, x, p, mask, train):
    """The gradient at the input of dropout.

    dout: gradient of the loss at the output, any shape
    x: input of the forward pass, same shape
    p: probability of dropping an element, 0 <= p < 1
    mask: 1 where an element was kept, 0 where it was dropped, same shape
    train: True in training, False in testing
    Returns dx, same shape.
    """
    return dout * mask / (1 - p) if train else dout


def _case(rng, shape, p, train=True):
    """The first element is kept, the last one dropped; of both kinds one x is zero."""
    mask = (rng.random(shape) >= p).astype(float)
    mask.flat[0], mask.flat[-1], mask.flat[1] = 1, 0, 1
    x = rng.normal(size=shape)
    x.flat[1] = 0
    return {"dout": rng.normal(size=shape), "x": x, "p": p, "mask": mask, "train": train}


def inputs(rng):
    n, d, h, w = (int(size) for size in rng.permutation(np.arange(3, 8))[:4])
    p = float(rng.uniform(0.2, 0.4))
    yield "one row", _case(rng, (1, d), p)
    yield "a batch", _case(rng, (n, d), p)
    yield "the same p, testing", _case(rng, (n, d), p, train=False)
    yield "as many rows as columns", _case(rng, (h, h), 1 - p)
    yield "feature maps", _case(rng, (n, 2, h, w), p)
    yield "p = 0, and yet a mask with zeros", _case(rng, (d, w), 0.0)
    yield "nine of ten dropped", _case(rng, (h, w), 0.9)
    case = _case(rng, (w, d), p)
    yield "mask of True and False", case | {"mask": case["mask"] > 0}
    case = _case(rng, (d, n), 0.25)
    yield "in float32", case | {name: np.float32(case[name]) for name in ("dout", "x", "mask")}
    yield "testing, many dropped", _case(rng, (10 + n, d), 0.8, train=False)


def loss(dout, x, p, mask, train):
    return np.sum(dout * (x * mask / (1 - p) if train else x))


def naive(dout, x, p, mask, train):
    dx = np.array(dout)
    if train:
        for index in np.ndindex(dout.shape):
            dx[index] = dout[index] / (1 - p) if mask[index] else 0.0
    return dx


def mistake_not_scaled(dout, x, p, mask, train):
    """You applied the mask but not the factor. What was kept was multiplied by 1/(1 − p) on the way forward, and so is
    its gradient on the way back.
    """
    return dout * mask if train else dout


def mistake_scale_undone(dout, x, p, mask, train):
    """You multiplied by 1 − p, as if the backward pass undid the forward one. The slope of a·x is a, not 1/a."""
    return dout * mask * (1 - p) if train else dout


def mistake_p_taken_for_keeping(dout, x, p, mask, train):
    """You divided by p, taking it for the probability of keeping. Here p is the probability of dropping."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.divide(dout * mask, p) if train else dout


def mistake_no_mask(dout, x, p, mask, train):
    """You scaled but did not mask. A dropped element had no influence on the output, so its gradient is 0."""
    return dout / (1 - p) if train else dout


def mistake_mask_in_testing(dout, x, p, mask, train):
    """You masked in testing too. There the forward pass was the identity, so dx = dout."""
    return dout * mask / (1 - p)


def mistake_mask_from_output(dout, x, p, mask, train):
    """You took the mask from where the output is not 0. An element that was kept may be 0 itself, and has a gradient
    all the same: use the mask.
    """
    return dout * (x * mask != 0) / (1 - p) if train else dout


def mistake_mask_reversed(dout, x, p, mask, train):
    """You let the gradient through where elements were dropped: the mask is 1 where one was kept."""
    return dout * (1 - np.asarray(mask, dtype=dout.dtype)) / (1 - p) if train else dout


def mistake_value_for_slope(dout, x, p, mask, train):
    """You multiplied dout by the output of the forward pass. The chain rule wants its slope, mask/(1 − p)."""
    return dout * x * mask / (1 - p) if train else dout
