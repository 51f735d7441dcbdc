"""Sinusoidal positional encoding

The Transformer adds to the embedding of each position t = 0, 1, …, T − 1 a vector of `d` numbers. As in the paper, sines
and cosines **alternate**: with i = 0, 1, …, d/2 − 1,

    P[t, 2i] = sin(t / 10000^(2i/d))        P[t, 2i + 1] = cos(t / 10000^(2i/d))

Given the `length` T ≥ 1 and the even number `d` ≥ 2, return `encoding` = P, of shape (T, d).
"""

import numpy as np

SUBTOPIC = "dl.sequence"
LEVEL = 1
MINUTES = 5
RETURNS = ("encoding",)
HINTS = (
    "All angles form a table: one row per position, one column per frequency. How many frequencies are there?",
    "Column 2i and column 2i + 1 have the same angle t / 10000^(2i/d); one takes the sine of it, the other the cosine.",
    "angles = t[:, None] / 10000 ** (np.arange(0, d, 2) / d) is (T, d/2). A slice with step 2 takes every other column.",
)
SOLUTION = """
There are d/2 frequencies ω_i = 10000^(−2i/d), from 1 at i = 0 down to nearly 1/10000. The angles t · ω_i are an outer product of
positions and frequencies, (T, 1) times (d/2,) gives (T, d/2). Their sines fill the even columns, their cosines the odd ones.

The `2i` in the exponent is the number of the even **column**: it runs 0, 2, 4, …, so `arange(0, d, 2) / d` is 2i/d already,
and doubling it once more would reach nearly 10000² at the end. Both columns of a pair share one frequency; an exponent of its own for
the cosine, (2i + 1)/d, breaks what follows.

Position 0 is 0, 1, 0, 1, … Wavelengths grow from 2π to nearly 10000 · 2π, so near positions differ in the first columns and
distant ones in the last.

Why pairs: for a fixed offset δ, (sin, cos) at t + δ is (sin, cos) at t turned by the angle δω_i, a rotation that does not
depend on t. So a linear map can express "δ positions earlier".
"""
EQUIVALENT = {
    "angles = np.arange(length)[:, None] / 10000 ** (np.arange(0, d, 2) / d) → "
    "angles = np.arange(length)[:, None] / 10000 ** (np.arange(0, d - 1, 2) / d)": "d is even: both end with d - 2",
}
SOURCE = (
    "Vaswani et al. 2017, Attention is all you need, arXiv 1706.03762, section 3.5; Dive into Deep Learning, "
    "chapter_attention-mechanisms-and-transformers/self-attention-and-positional-encoding.md"
)
REVIEWED = "2026-11-22 fixed"


def positional_encoding(length, d):
    """A vector for each position.

    length: T, number of positions
    d: length of each vector, even
    Returns encoding (T, d).
    """
    angles = np.arange(length)[:, None] / 10000 ** (np.arange(0, d, 2) / d)
    return np.stack([np.sin(angles), np.cos(angles)], axis=2).reshape(length, d)


def inputs(rng):
    a, b, c = (int(n) for n in rng.permutation(np.arange(3, 9))[:3])
    d, e, f = (int(2 * n) for n in rng.permutation(np.arange(2, 9))[:3])
    yield "two positions", {"length": 2, "d": 4}
    yield "one position", {"length": 1, "d": d}
    yield "one pair", {"length": a, "d": 2}
    yield "a few positions", {"length": b, "d": e}
    yield "as many positions as numbers", {"length": f, "d": f}
    yield "long vectors", {"length": c, "d": 40 + d}
    yield "a longer sequence", {"length": 30 + a, "d": f}
    yield "a longer sequence, long vectors", {"length": 25 + b, "d": 20 + e}


def large(rng):
    return {"length": 400, "d": 128}


def naive(length, d):
    encoding = np.zeros((length, d))
    for t in range(length):
        for column in range(d):
            i = column // 2
            angle = t / 10000 ** (2 * i / d)
            encoding[t, column] = np.sin(angle) if column % 2 == 0 else np.sin(angle + np.pi / 2)
    return encoding


def _interleaved(sines, cosines):
    return np.stack([sines, cosines], axis=2).reshape(len(sines), -1)


def _angles(positions, exponents):
    return positions[:, None] / 10000.0**exponents


def mistake_sines_then_cosines(length, d):
    """You put all sines first and all cosines after them, as some libraries do. Here they alternate, column by column."""
    angles = _angles(np.arange(length), np.arange(0, d, 2) / d)
    return np.hstack([np.sin(angles), np.cos(angles)])


def mistake_cosine_first(length, d):
    """You put the cosines into the even columns. Column 0 is a sine: position 0 reads 0, 1, 0, 1, …"""
    angles = _angles(np.arange(length), np.arange(0, d, 2) / d)
    return _interleaved(np.cos(angles), np.sin(angles))


def mistake_exponent_not_doubled(length, d):
    """Your exponent is i/d with i = 0 … d/2 − 1, so the frequencies reach down to 1/100 only. It is 2i/d."""
    angles = _angles(np.arange(length), np.arange(d // 2) / d)
    return _interleaved(np.sin(angles), np.cos(angles))


def mistake_exponent_doubled_twice(length, d):
    """Your exponent is 2·(2i)/d: the even column's number is 2i already."""
    angles = _angles(np.arange(length), 2 * np.arange(0, d, 2) / d)
    return _interleaved(np.sin(angles), np.cos(angles))


def mistake_own_frequency_for_cosine(length, d):
    """You gave each column its own frequency, (2i + 1)/d for the cosine. Sine and cosine of a pair share the angle."""
    steps = np.arange(length)
    sines = np.sin(_angles(steps, np.arange(0, d, 2) / d))
    return _interleaved(sines, np.cos(_angles(steps, np.arange(1, d, 2) / d)))


def mistake_from_one(length, d):
    """You counted the positions from 1. The first one is 0."""
    angles = _angles(np.arange(1, length + 1), np.arange(0, d, 2) / d)
    return _interleaved(np.sin(angles), np.cos(angles))


def mistake_multiplied(length, d):
    """You multiplied the position by 10000^(2i/d). The frequencies fall from column to column: divide."""
    angles = _angles(np.arange(length), -np.arange(0, d, 2) / d)
    return _interleaved(np.sin(angles), np.cos(angles))


def mistake_sine_everywhere(length, d):
    """You used the sine in both columns of a pair. The odd column is the cosine."""
    angles = _angles(np.arange(length), np.arange(0, d, 2) / d)
    return _interleaved(np.sin(angles), np.sin(angles))
