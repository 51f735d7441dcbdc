"""Memory for training with Adam

How many bytes do the parameters, their gradients and Adam's state take, when a model with parameter arrays of the
given `shapes` is trained? (Activations, buffers and the few bytes of step counts are not counted.) A float32 number
takes 4 bytes, a float16 number 2.

* `mixed` false, all in float32: the parameters, their gradients, and Adam's two moments m and v.
* `mixed` true, mixed precision: the parameters and gradients that the forward and backward passes use are float16.
  The optimizer keeps a float32 copy of the parameters (the master copy) and both moments in float32.
* `amsgrad` true: one more moment, in float32, the maximum of v.

The master copy counts as part of the optimizer's state.

Return `state`, the bytes of the optimizer's state, and `total`, that of everything, as whole numbers.
"""

import math

import numpy as np

SUBTOPIC = "op.adam"
LEVEL = 1
MINUTES = 4
RETURNS = ("state", "total")
HINTS = (
    "Count the numbers first: each array has as many as the product of its shape, and the empty product is 1.",
    "How many float32 and how many float16 numbers go with one parameter, in each of the two precisions?",
    "State in float32: 4 + 4 bytes for each parameter. Mixed: 4 more for the master copy. Then parameter and gradient.",
)
SOLUTION = """
A model has P = Σ (product of the shape) parameters; a scalar, of shape (), counts as 1, and an array with a 0 in
its shape as 0. All else is proportional to P:

    float32:   parameter 4, gradient 4, m 4, v 4                 = 16 bytes, of which state 8
    mixed:     parameter 2, gradient 2, master 4, m 4, v 4       = 16 bytes, of which state 12
    AMSGrad:   4 bytes more in state and total

So mixed precision does not save memory here: what it saves in parameters and gradients goes into the master copy.
It saves on activations, and above all time. The master copy is needed since an update lr · m̂ / √v̂ is often
smaller than half a unit in the last place of a float16 parameter, and would be rounded away.

For 175 billion parameters the two moments alone take 1.4 TB, and everything 2.8 TB: hence optimizer states that are
spread over many devices.
"""
SOURCE = "Rajbhandari et al. 2020, ZeRO, arXiv 1910.02054, section 3.1 (2 + 2 bytes, K = 12)"
COVERS = ("18e",)
REVIEWED = "2026-11-22 agreed"


def adam_state_bytes(shapes, mixed, amsgrad):
    """Bytes of the optimizer's state, and of parameters, gradients and state together.

    shapes: list of tuples of whole numbers, the shapes of the parameter arrays
    mixed: True for mixed precision
    amsgrad: True for one more moment
    returns state: whole number, total: whole number
    """
    count = sum(math.prod(shape) for shape in shapes)
    state = 4 * count * (2 + mixed + amsgrad)
    return state, state + 2 * count * (2 if mixed else 4)


def inputs(rng):
    a, b, c, d, e = (int(n) for n in rng.permutation(np.arange(2, 12))[:5])
    yield "one number", {"shapes": [(1,)], "mixed": False, "amsgrad": False}
    yield "a small layer", {"shapes": [(2, 3), (3,)], "mixed": False, "amsgrad": False}
    yield "a small layer, mixed precision", {"shapes": [(2, 3), (3,)], "mixed": True, "amsgrad": False}
    yield "a convolution", {"shapes": [(a, b, 3, 3), (a,)], "mixed": False, "amsgrad": False}
    yield "two layers, mixed precision", {"shapes": [(a, b), (b,), (b, c), (c,)], "mixed": True, "amsgrad": False}
    yield "AMSGrad", {"shapes": [(d, e), (e,)], "mixed": False, "amsgrad": True}
    yield "AMSGrad, mixed precision", {"shapes": [(c, d, e)], "mixed": True, "amsgrad": True}
    yield "a scalar among them", {"shapes": [(a, c), (), (e,)], "mixed": True, "amsgrad": False}
    yield "an empty array among them", {"shapes": [(a, 0), (b, c)], "mixed": False, "amsgrad": False}
    yield "no parameters", {"shapes": [], "mixed": False, "amsgrad": False}
    large = [(12288, 4 * 12288 + int(rng.integers(1000)))] * 96
    yield "a very large model", {"shapes": large, "mixed": True, "amsgrad": False}


def naive(shapes, mixed, amsgrad):
    state = total = 0
    for shape in shapes:
        numbers = 1
        for n in shape:
            numbers *= n
        kinds = [2, 2] if mixed else [4, 4]
        moments = [4, 4, *([4] if mixed else []), *([4] if amsgrad else [])]
        for size in moments:
            state += size * numbers
        for size in kinds + moments:
            total += size * numbers
    return state, total


def _count(shapes):
    return sum(math.prod(shape) for shape in shapes)


def mistake_one_moment(shapes, mixed, amsgrad):
    """You counted one moment. Adam keeps two, m and v."""
    state, total = adam_state_bytes(shapes, mixed, amsgrad)
    return state - 4 * _count(shapes), total - 4 * _count(shapes)


def mistake_no_master_copy(shapes, mixed, amsgrad):
    """You left out the master copy: in mixed precision the optimizer keeps the parameters in float32 as well."""
    state, total = adam_state_bytes(shapes, mixed, amsgrad)
    return state - 4 * mixed * _count(shapes), total - 4 * mixed * _count(shapes)


def mistake_moments_in_float16(shapes, mixed, amsgrad):
    """You counted the moments as float16 in mixed precision. They stay in float32, or else v would underflow."""
    state, total = adam_state_bytes(shapes, mixed, amsgrad)
    saved = 2 * mixed * (2 + amsgrad) * _count(shapes)
    return state - saved, total - saved


def mistake_gradients_left_out(shapes, mixed, amsgrad):
    """Your total has no gradients. They are stored too, each as wide as its parameter."""
    state, total = adam_state_bytes(shapes, mixed, amsgrad)
    return state, total - (2 if mixed else 4) * _count(shapes)


def mistake_gradients_in_float32(shapes, mixed, amsgrad):
    """In mixed precision you counted the gradients as float32. They come out of the backward pass in float16."""
    state, total = adam_state_bytes(shapes, mixed, amsgrad)
    return state, total + 2 * mixed * _count(shapes)


def mistake_dimensions_added(shapes, mixed, amsgrad):
    """You added the dimensions of a shape. An array has as many numbers as their product."""
    return adam_state_bytes([(sum(shape),) for shape in shapes], mixed, amsgrad)


def mistake_amsgrad_left_out(shapes, mixed, amsgrad):
    """You left out AMSGrad's third moment."""
    return adam_state_bytes(shapes, mixed, False)


def mistake_scalar_counted_as_empty(shapes, mixed, amsgrad):
    """You counted an array of shape () as 0 numbers. It is a scalar: one number."""
    return adam_state_bytes([shape for shape in shapes if shape], mixed, amsgrad)
