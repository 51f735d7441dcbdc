"""The shape of a matrix product, batches included

Two arrays of shapes `a` and `b` are multiplied in NumPy by `@`: what is the shape of the result? `a` and `b` are
tuples of whole numbers, each at least 0. Follow the rule of `np.matmul`, which works on vectors, on matrices and on
stacks of matrices, without making arrays:

* a number, of shape `()`, cannot be multiplied by `@`;
* a vector is taken as a matrix with one row if it is the left factor, with one column if it is the right one; the axis
  that was put in for this is taken out of the result;
* all axes before the last two are batch axes; they broadcast against each other as in a sum.

Return `(fits, shape)`: `fits` is True or False, and `shape` the tuple of the result's sizes. If the two do not fit,
return `(False, ())`.
"""

from itertools import zip_longest

import numpy as np

SUBTOPIC = "la.matmul"
LEVEL = 2
MINUTES = 10
RETURNS = ("fits", "shape")
HINTS = (
    "Take the last two axes of each apart from the rest. Which of these four sizes must agree, and which two are left?",
    "The last of a must equal the last but one of b. Sizes of 1 are stretched in the batch axes only, never here.",
    "With vectors made matrices: batch = broadcast(a[:-2], b[:-2]); then a[-2], unless a was a vector; then "
    "b[-1], unless b was.",
)
SOLUTION = """
In a matrix product (n × k)(k × m) = n × m, each element is the sum over the shared index. So look at the last two axes:

    a[..., n, k] @ b[..., k, m]  →  [..., n, m]

**Inner sizes** must be equal. Here nothing is stretched: (2, 1) @ (3, 4) is an error, although 1 and 3 would
broadcast in a sum. A size of 0 is allowed, the empty sum being 0.

**Batch axes**, all before these two, broadcast as usual: aligned at the right, missing ones counted as 1, ones
stretched. So (5, 1, n, k) @ (7, k, m) has the shape (5, 7, n, m), and a plain matrix multiplies every one of a stack.

**Vectors** become (1, k) on the left and (k, 1) on the right, and that 1 is removed afterwards. Vector @ vector is a
number, of shape (), the inner product; matrix @ vector is a vector.

Note that b's inner axis is the last but one, except for a vector, which has only one. The cost is 2nkm operations for
each matrix of the batch.
"""
EQUIVALENT = {
    "batch = _broadcast(a[:-2], b[:-2]) → batch = _broadcast(b[:-2], a[:-2])": "batch axes broadcast in either order",
    "pairs = list(zip_longest(reversed(a), reversed(b), fillvalue=1))[::-1] → pairs = list(zip_longest(reversed(b), reversed(a), fillvalue=1))[::-1]": "batch axes broadcast in either order",
}
SOURCE = "NumPy, reference, numpy.matmul, section Notes"
COVERS = ("8b", "8d")
REVIEWED = "2026-11-22 agreed"


def matmul_shape(a, b):
    """The shape of a @ b.

    a: tuple of whole numbers, the shape of the left factor
    b: tuple of whole numbers, the shape of the right factor
    returns fits: True or False, shape: a tuple, () if the two do not fit
    """
    if not a or not b or a[-1] != b[-2:][0]:
        return False, ()
    batch = _broadcast(a[:-2], b[:-2])
    if batch is None:
        return False, ()
    return True, batch + a[-2:-1] + b[-2:][1:]


def _broadcast(a, b):
    pairs = list(zip_longest(reversed(a), reversed(b), fillvalue=1))[::-1]
    if any(p != q and 1 not in {p, q} for p, q in pairs):
        return None
    return tuple(q if p == 1 else p for p, q in pairs)


def inputs(rng):
    n, k, m, s, t, u = (int(size) for size in rng.permutation(np.arange(2, 12))[:6])
    yield "two matrices", {"a": (n, k), "b": (k, m)}
    yield "inner sizes differ", {"a": (n, k), "b": (m, k)}
    yield "outer sizes agree, inner sizes differ", {"a": (n, k), "b": (m, n)}
    yield "square matrices", {"a": (n, n), "b": (n, n)}
    yield "matrix and vector", {"a": (n, k), "b": (k,)}
    yield "vector and matrix", {"a": (k,), "b": (k, m)}
    yield "vector and vector", {"a": (k,), "b": (k,)}
    yield "vectors of different length", {"a": (k,), "b": (n,)}
    yield "column and row", {"a": (n, 1), "b": (1, m)}
    yield "row and column", {"a": (1, k), "b": (k, 1)}
    yield "an inner size of 1 is not stretched", {"a": (n, 1), "b": (k, m)}
    yield "a vector of length 1 is not stretched", {"a": (n, k), "b": (1,)}
    yield "a number and a matrix", {"a": (), "b": (n, k)}
    yield "a number and a row", {"a": (), "b": (1, k)}
    yield "a matrix and a number", {"a": (n, k), "b": ()}
    yield "two stacks of the same size", {"a": (s, n, k), "b": (s, k, m)}
    yield "two stacks of different size", {"a": (s, n, k), "b": (t, k, m)}
    yield "a stack and a matrix", {"a": (s, n, k), "b": (k, m)}
    yield "a matrix and a stack", {"a": (n, k), "b": (s, k, m)}
    yield "a stack and a vector", {"a": (s, t, n, k), "b": (k,)}
    yield "a vector and a stack", {"a": (k,), "b": (s, k, m)}
    yield "both stacks are stretched", {"a": (s, 1, n, k), "b": (t, k, m)}
    yield "the second axis of the stack is stretched", {"a": (u, s, n, k), "b": (u, 1, k, m)}
    yield "a batch as large as the matrices", {"a": (n, n, k), "b": (k, k)}
    yield "nothing to sum", {"a": (n, 0), "b": (0, m)}
    yield "a stack of none", {"a": (0, n, k), "b": (1, k, m)}


def naive(a, b):
    """From the right: columns, rows, then the batch axes one after the other."""
    if len(a) == 0 or len(b) == 0:
        return False, ()
    inner = b[-2] if len(b) >= 2 else b[0]
    if a[-1] != inner:
        return False, ()
    shape = ([a[-2]] if len(a) >= 2 else []) + ([b[-1]] if len(b) >= 2 else [])
    for i in range(3, max(len(a), len(b)) + 1):
        sizes = {x[-i] for x in (a, b) if i <= len(x)} - {1}
        if len(sizes) > 1:
            return False, ()
        shape.insert(0, sizes.pop() if sizes else 1)
    return True, tuple(shape)


def mistake_added_axis_kept(a, b):
    """You kept the axis that was put in to make a matrix of a vector. It is taken out of the result again."""
    fits, shape = matmul_shape(a if len(a) != 1 else (1, *a), b if len(b) != 1 else (*b, 1))
    return fits, shape


def mistake_inner_size_stretched(a, b):
    """You stretched an inner size of 1. Only batch axes broadcast; the inner sizes must be equal."""
    if () in (a, b):
        return False, ()
    inner = b[-2:-1] or b
    if 1 in (a[-1], *inner):
        return matmul_shape((*a[:-1], 1), (*b[:-2], 1, b[-1]) if len(b) > 1 else (1,))
    return matmul_shape(a, b)


def mistake_batch_axes_must_be_equal(a, b):
    """You asked for equal batch axes. They broadcast: missing ones are added in front, and ones are stretched."""
    return matmul_shape(a, b) if a[:-2] == b[:-2] else (False, ())


def mistake_dot_instead(a, b):
    """That is the rule of np.dot, which puts the batch axes of both behind each other. With @ they are matched, not
    combined.
    """
    if () in (a, b):
        return False, ()
    if a[-1] != (b[-2] if len(b) > 1 else b[-1]):
        return False, ()
    return True, a[:-1] + b[:-2] + b[-1:] * (len(b) > 1)


def mistake_last_sizes_compared(a, b):
    """You compared the last sizes of both. The last of a is matched with the last but one of b: the columns of one
    with the rows of the other.
    """
    return matmul_shape(a, (*b[:-2], b[-1], b[-2]) if len(b) > 1 else b)


def mistake_numbers_allowed(a, b):
    """You let a number be multiplied. For @ each factor needs an axis to sum over; np.matmul refuses numbers."""
    return (True, a or b) if () in (a, b) else matmul_shape(a, b)


def mistake_batch_axes_of_the_first(a, b):
    """You took the batch axes of the left factor for the result. Those of both broadcast against each other."""
    fits, shape = matmul_shape(a, b)
    return fits, a[:-2] + shape[max(len(a), len(b)) - 2 :] if fits and len(a) > 1 else shape


def mistake_batch_axes_not_compared(a, b):
    """You did not test the batch axes. Sizes that differ fit only if one of them is 1."""
    if () in (a, b) or a[-1] != (b[-2:-1] or b)[0]:
        return False, ()
    axes = max(len(a), len(b), 2) - 2
    batches = [(1,) * (axes - len(x[:-2])) + x[:-2] for x in (a, b)]
    batch = tuple(q if p == 1 else p for p, q in zip(*batches, strict=True))
    return True, batch + a[-2:-1] + b[-1:] * (len(b) > 1)
