"""The shape that two arrays broadcast to

Two arrays of shapes `a` and `b` are added in NumPy: what is the shape of the result? `a` and `b` are tuples of whole
numbers, each at least 0; either may be `()`, the shape of a number. Follow NumPy's rule, without calling NumPy's own
`broadcast` functions and without making arrays.

Return `(fits, shape)`: `fits` is True or False, and `shape` the tuple of the result's sizes. If the two do not fit,
return `(False, ())`.
"""

from itertools import zip_longest

import numpy as np

SUBTOPIC = "la.broadcasting"
LEVEL = 1
MINUTES = 7
RETURNS = ("fits", "shape")
HINTS = (
    "The last axes are written below each other, and the shapes are compared from the right. What about missing axes?",
    "A missing axis counts as one of size 1. An axis of size 1 is stretched to the other's size, whatever that is.",
    "Fill the shorter one with ones on its left. Each pair must be equal or hold a 1; the result is the one "
    "that is not 1.",
)
SOLUTION = """
Write the two shapes below each other, **aligned at the right**, and fill the shorter one with ones on its left:

    a      5  1  4
    b         3  1      →   1  3  1
    sum    5  3  4

Look at each pair of sizes p and q:

* p = q: this is the result's size.
* one of them is 1: that axis is stretched, the same values being used over again, and the result has the other size.
* anything else: the shapes do not fit, and NumPy raises ValueError.

The result is not always the larger size: with 1 and 0 it is 0, for the axis of size 1 is repeated no times. So `max` is
wrong even for pairs that fit, and without a test it would accept 2 and 3, too.

The shape () has no axis at all; filled with ones it fits everything. A common trap is (N, 1) with (N,): the result is
(N, N), not (N,), as the second N stands below the 1. Predictions of shape (N, 1) minus targets of shape (N,) make such
a matrix without any error.
"""
EQUIVALENT = {
    "pairs = list(zip_longest(reversed(a), reversed(b), fillvalue=1))[::-1] → pairs = list(zip_longest(reversed(b), reversed(a), fillvalue=1))[::-1]": "a sum's shape does not depend on the order",
}
SOURCE = "NumPy, user guide, 'Broadcasting', section 'General broadcasting rules'"
COVERS = ("8a", "8c")
REVIEWED = "2026-11-22 fixed"


def broadcast_shape(a, b):
    """The shape of the sum of two arrays.

    a: tuple of whole numbers, the shape of one array
    b: tuple of whole numbers, the shape of the other
    returns fits: True or False, shape: a tuple, () if the two do not fit
    """
    pairs = list(zip_longest(reversed(a), reversed(b), fillvalue=1))[::-1]
    if any(p != q and 1 not in {p, q} for p, q in pairs):
        return False, ()
    return True, tuple(q if p == 1 else p for p, q in pairs)


def inputs(rng):
    p, q, r, s, t = (int(n) for n in rng.permutation(np.arange(2, 11))[:5])
    yield "the same shape twice", {"a": (p, q), "b": (p, q)}
    yield "a row and a column", {"a": (q, 1), "b": (r,)}
    yield "a column and a row", {"a": (r,), "b": (q, 1)}
    yield "a matrix and a vector as long as its rows", {"a": (p, q), "b": (q,)}
    yield "a matrix and a vector as long as its columns", {"a": (p, q), "b": (p,)}
    yield "vectors of different length", {"a": (p,), "b": (r,)}
    yield "vectors of different length, the longer first", {"a": (max(p, r),), "b": (min(p, r),)}
    yield "a number and an array", {"a": (), "b": (s, 1, t)}
    yield "an array and a number", {"a": (s, t), "b": ()}
    yield "two numbers", {"a": (), "b": ()}
    yield "both are stretched", {"a": (s, 1, p), "b": (q, 1)}
    yield "the shorter one is first", {"a": (r, 1), "b": (t, 1, q)}
    yield "a square and a vector", {"a": (p, p), "b": (p,)}
    yield "images and channels first", {"a": (q, r, s, t), "b": (r, 1, 1)}
    yield "no examples, and a row", {"a": (0, p), "b": (1, p)}
    yield "one example, and none", {"a": (1, p), "b": (0, 1)}
    yield "none and some", {"a": (0,), "b": (s,)}
    yield "one pair in the middle does not fit", {"a": (p, q, r), "b": (p, s, r)}
    yield "the first pair does not fit", {"a": (p, q), "b": (t, 1)}


def naive(a, b):
    """From the right, one axis after the other."""
    shape = []
    for i in range(1, max(len(a), len(b)) + 1):
        sizes = [x[-i] for x in (a, b) if i <= len(x)]
        others = sorted({size for size in sizes if size != 1})
        if len(others) > 1:
            return False, ()
        shape.insert(0, others[0] if others else 1)
    return True, tuple(shape)


def _filled(a, b):
    axes = max(len(a), len(b))
    return (1,) * (axes - len(a)) + a, (1,) * (axes - len(b)) + b


def _combined(pairs):
    if any(p != q and 1 not in (p, q) for p, q in pairs):
        return False, ()
    return True, tuple(q if p == 1 else p for p, q in pairs)


def mistake_aligned_at_the_left(a, b):
    """You compared the shapes from the left. They are aligned at their last axes, and missing axes are added in
    front.
    """
    axes = max(len(a), len(b))
    return _combined(list(zip(a + (1,) * (axes - len(a)), b + (1,) * (axes - len(b)), strict=True)))


def mistake_larger_size_without_test(a, b):
    """You took the larger size of each pair without a test. Sizes that differ fit only if one of them is 1."""
    return True, tuple(max(pair) for pair in zip(*_filled(a, b), strict=True))


def mistake_larger_size_beside_a_one(a, b):
    """Beside a 1 you took the larger size. That fails for an empty axis: 1 and 0 give 0, for the axis of size 1 is
    the one that is stretched.
    """
    fits, _ = broadcast_shape(a, b)
    return fits, mistake_larger_size_without_test(a, b)[1] if fits else ()


def mistake_ones_not_stretched(a, b):
    """You let only equal sizes fit. An axis of size 1 is stretched to the other's size."""
    a, b = _filled(a, b)
    return (True, a) if a == b else (False, ())


def mistake_only_the_second_is_stretched(a, b):
    """You stretched b to the shape of a, as in an assignment. In a sum either may be stretched."""
    fits, shape = broadcast_shape(a, b)
    return (fits, shape) if shape == a else (False, ())


def mistake_missing_axes_do_not_fit(a, b):
    """You let only arrays with the same number of axes fit. The shorter shape is filled with ones on its left."""
    return broadcast_shape(a, b) if len(a) == len(b) else (False, ())


def mistake_extra_axes_lost(a, b):
    """You compared the last axes and forgot the rest of the longer shape: it belongs to the result."""
    common = min(len(a), len(b))
    return _combined(list(zip(a[len(a) - common :], b[len(b) - common :], strict=True)))
