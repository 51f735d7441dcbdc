"""Forward pass of inverted dropout

`x` (any shape) are the activations of a layer. `p` is the probability that an element is **dropped**, 0 ≤ p < 1, as in
`torch.nn.Dropout`. The random draw has been made already: `mask`, of the shape of x, is 1 where an element is kept and
0 where it is dropped.

*Inverted* dropout keeps the expected value of every element the same in training as in testing, and does all that is
needed for it **during training**.

Return `out`, of the shape of x, for `train` = True and for `train` = False. A mask is passed in testing too; it is then
of no concern. The share of zeros in the mask need not be p. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "dl.dropout"
LEVEL = 1
MINUTES = 4
RETURNS = ("out",)
HINTS = (
    "An element is kept with probability 1 − p. What is the expected value of mask · x?",
    "It is too small by a factor that you know. Undo that on what was kept, when the mask is applied.",
    "In training, what the mask keeps is divided by the probability of keeping. What is left to do in testing?",
)
SOLUTION = """
An element of the mask is 1 with probability 1 − p and 0 with probability p, so

    E[mask · x] = (1 − p) · x + p · 0 = (1 − p) x

The next layer would see sums that are smaller by the factor 1 − p than those without dropout. To keep the
expected value at x, divide what is kept by the probability of keeping it:

    training:  out = x · mask / (1 − p)        E[out] = x
    testing:   out = x

The factor is a constant of the layer: it is **not** the share of ones that this mask happens to have, which would tie
the elements to one another and fails when nothing is kept.

The first paper did it the other way about: nothing in training, and in testing the weights are multiplied by
1 − p. Both have the same expected values. The inverted form leaves the network as it stands when it is put to
use, and p can change without touching the code that predicts.
"""
SOURCE = (
    "PyTorch, torch/nn/modules/dropout.py, docstring of Dropout; Srivastava et al. 2014, Dropout: a simple way to prevent "
    "neural networks from overfitting, JMLR 15, section 10"
)
COVERS = ("16b",)
REVIEWED = "2026-11-22 fixed"


def dropout_forward(x, p, mask, train):
    """Activations after dropout.

    x: activations, any shape
    p: probability of dropping an element, 0 <= p < 1
    mask: 1 where an element is kept, 0 where it is dropped, same shape
    train: True in training, False in testing
    Returns out, same shape.
    """
    return x * mask / (1 - p) if train else x


def _case(rng, shape, p, train=True):
    """The first element is kept, the last one dropped."""
    mask = (rng.random(shape) >= p).astype(float)
    mask.flat[0], mask.flat[-1] = 1, 0
    return {"x": rng.uniform(0.2, 2, size=shape), "p": p, "mask": mask, "train": train}


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
    yield "mask of True and False, x of both signs", case | {"mask": case["mask"] > 0, "x": rng.normal(size=(w, d))}
    case = _case(rng, (d, n), 0.25)
    yield "in float32", case | {"x": np.float32(case["x"]), "mask": np.float32(case["mask"])}
    yield "testing, many dropped", _case(rng, (10 + n, d), 0.8, train=False)


def naive(x, p, mask, train):
    out = np.array(x)
    if train:
        for index in np.ndindex(x.shape):
            out[index] = x[index] / (1 - p) if mask[index] else 0.0
    return out


def mistake_not_scaled(x, p, mask, train):
    """You did not scale what is kept, so the expected value drops to (1 − p) x. Inverted dropout makes up for it
    in training.
    """
    return x * mask if train else x


def mistake_scaled_in_testing(x, p, mask, train):
    """You scaled in testing, as the first paper did. That is right without the word *inverted*: here training scales
    what is kept, and testing leaves x alone.
    """
    return x * mask if train else x * (1 - p)


def mistake_scaled_twice(x, p, mask, train):
    """You scaled in training and again in testing. Training has made up for the missing elements already, so testing
    is the identity.
    """
    return x * mask / (1 - p) if train else x * (1 - p)


def mistake_p_taken_for_keeping(x, p, mask, train):
    """You divided by p, taking it for the probability of keeping. Here p is the probability of dropping."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.divide(x * mask, p) if train else x


def mistake_multiplied_by_keep(x, p, mask, train):
    """You multiplied by 1 − p, which makes the kept elements smaller still. They have to grow: divide."""
    return x * mask * (1 - p) if train else x


def mistake_mask_in_testing(x, p, mask, train):
    """You dropped elements in testing too. The network is whole then: the output is x."""
    return x * mask / (1 - p)


def mistake_mask_reversed(x, p, mask, train):
    """You zeroed what should stay: the mask is 1 where an element is kept."""
    return x * (1 - np.asarray(mask, dtype=x.dtype)) / (1 - p) if train else x


def mistake_scaled_by_share_kept(x, p, mask, train):
    """You divided by the share of ones in this mask. The factor is 1 − p, the probability, whatever the draw."""
    return x * mask / np.mean(mask, dtype=x.dtype) if train else x
