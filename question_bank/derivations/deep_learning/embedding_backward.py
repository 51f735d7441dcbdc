"""Backward pass of an embedding

An embedding layer looks rows up in a table. `table` has shape (V, E), a row of E numbers for each of V words;
`ids` holds integers from 0 to V − 1, in any shape, for example (N, T) for N sentences of T words. Forward:

    out[..., e] = table[ids[...], e]        so out has the shape of ids, and E as one axis more

The loss L is some scalar function of `out`. Given `dout` = ∂L/∂out, return `dtable` = ∂L/∂table, of shape
(V, E).

A word may stand in many places, or in none. There is no padding word with a rule of its own, and nothing is
divided by counts. (The values in `table` are passed for completeness.) Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "dl.backprop"
LEVEL = 2
MINUTES = 6
RETURNS = ("dtable",)
GRADIENTS = {"dtable": "table"}
HINTS = (
    "Which elements of out does one row of the table reach? What does a variable get that is used several times?",
    "Row v gets the sum of dout over all places where ids is v; a row that is never looked up gets 0.",
    "Start from zeros. dtable[ids] += dout does not add up repeated ids; np.add.at does.",
)
SOLUTION = """Look-up is a linear map: with one-hot rows h, out = h · table, where h has one row for each
place and a single 1 in the column of its word. The gradient of a linear map is the transposed map, so

    dtable = hᵀ dout        that is        dtable[v, e] = Σ over the places p with ids[p] = v of dout[p, e]

A word in k places is one variable that is used k times, and by the chain rule it gets the sum of what all of
them send back. A word that does not occur had no influence on L, so its row is 0. That is why these gradients
are called sparse: only few rows of a large table change in a step.

The product with h would be right, but h is large and almost all zeros. One pass over the places suffices,
adding each row of dout to its word's row. In NumPy `dtable[ids] += dout` reads, adds and writes back once per
place without seeing the other places of the same word, so only the last one stays;
`np.add.at(dtable, ids, dout)` adds them all.
"""
SOURCE = "PyTorch, torch/nn/modules/sparse.py, class Embedding (docstring); NumPy reference, numpy.ufunc.at"
REVIEWED = "2026-11-22 agreed"


def embedding_backward(dout, ids, table):
    """The gradient at the table of an embedding layer.

    dout: (..., E) gradient of the loss at the output
    ids: (...) integers from 0 to V - 1, the words
    table: (V, E) the table of the forward pass
    Returns dtable (V, E).
    """
    dtable = np.zeros(table.shape)
    np.add.at(dtable, ids, dout)
    return dtable


def _sizes(rng, count, low, high):
    """So many different sizes from low..high."""
    return tuple(int(n) for n in rng.permutation(np.arange(low, high + 1))[:count])


def _case(rng, shape, v, e, ids=None):
    ids = rng.integers(v, size=shape) if ids is None else ids
    return {"dout": rng.normal(size=(*shape, e)), "ids": ids, "table": rng.normal(size=(v, e))}


def inputs(rng):
    n, t, v, e = _sizes(rng, 4, 3, 8)
    yield "one word", _case(rng, (1,), v, e)
    yield "four words, one of them three times", _case(rng, (4,), 3, 2, np.array([1, 0, 1, 1]))
    yield "a sentence, words repeated", _case(rng, (v + 2,), v, e)
    yield "a batch of sentences", _case(rng, (n, t), v, e)
    yield "every word once", _case(rng, (v,), v, e, rng.permutation(v))
    yield "the same word everywhere", _case(rng, (n, t), v, e, np.full((n, t), int(rng.integers(v))))
    yield "most words never seen", _case(rng, (t,), 20 + n, e)
    yield "embeddings of length 1", _case(rng, (t, n), v, 1)
    yield "as many words as dimensions", _case(rng, (n, v), e, e)
    yield "three axes of words", _case(rng, (2, t, n), v, e)
    case = _case(rng, (t, n), e, v)
    yield "float32 arrays", case | {k: np.round(4 * case[k]).astype(np.float32) / 4 for k in ("dout", "table")}


def loss(dout, ids, table):
    return np.sum(dout * table[ids])


def naive(dout, ids, table):
    dtable = np.zeros(table.shape)
    for v in range(len(table)):
        for place in np.ndindex(ids.shape):
            if ids[place] == v:
                for e in range(table.shape[1]):
                    dtable[v, e] += dout[place][e]
    return dtable


def large(rng):
    return _case(rng, (60, 50), 400, 64)


def mistake_repeats_overwritten(dout, ids, table):
    """Of a word that occurs several times only the last place counts: += with an array of ids reads and writes each
    place once, without seeing the others. np.add.at adds them all.
    """
    dtable = np.zeros(table.shape)
    dtable[ids] += dout
    return dtable


def mistake_first_place_only(dout, ids, table):
    """Of a word that occurs several times only the first place counts. Every place sends its part back; add them."""
    dtable = np.zeros(table.shape)
    dtable[ids.ravel()[::-1]] = dout.reshape(-1, dout.shape[-1])[::-1]
    return dtable


def mistake_averaged_by_count(dout, ids, table):
    """You divided each row by the number of times its word occurs. A variable used several times gets the sum of what
    comes back, not the mean.
    """
    counts = np.bincount(ids.ravel(), minlength=len(table))
    return embedding_backward(dout, ids, table) / np.maximum(counts, 1)[:, None]


def mistake_averaged_over_places(dout, ids, table):
    """You divided by the number of places. If the loss is a mean, its factor is already in dout."""
    return embedding_backward(dout, ids, table) / max(ids.size, 1)


def mistake_word_zero_is_padding(dout, ids, table):
    """You left row 0 without a gradient, as if word 0 were padding. Here it is a word like the others."""
    dtable = embedding_backward(dout, ids, table)
    dtable[0] = 0.0
    return dtable


def mistake_only_words_seen(dout, ids, table):
    """You returned rows for the words that occur, and nothing for the others. A gradient has the shape of its
    variable: rows never looked up are 0.
    """
    return embedding_backward(dout, ids, table)[np.unique(ids)]


def mistake_multiplied_by_the_row(dout, ids, table):
    """You multiplied by the table's row. out is the row itself, so its slope by the row is 1: dout comes back as it
    is.
    """
    return embedding_backward(dout * table[ids], ids, table)
