"""Independent computations for the questions on losses, cross-entropy and KL."""

from __future__ import annotations

from collections.abc import Callable
from math import log


def expected_bits(p: list[float], q: list[float]) -> float:
    """What an outcome of p costs on average in a code made for q."""
    return sum(share * log(1 / probability) / log(2) for share, probability in zip(p, q, strict=True) if share)


def entropy(a: int, b: int, c: int, d: int) -> float:
    p = [a / 8, b / 8, c / 8, d / 8]
    return expected_bits(p, p)


def cross_entropy(a: int, b: int, c: int, i: int, j: int, k: int) -> float:
    return expected_bits([a / 4, b / 4, c / 4], [0.5**i, 0.5**j, 0.5**k])


def kl(a: int, b: int, c: int, i: int, j: int, k: int) -> float:
    pairs = zip((a / 4, b / 4, c / 4), (0.5**i, 0.5**j, 0.5**k), strict=True)
    return sum(p * (log(p / q) / log(2)) for p, q in pairs if p)


TEMPLATES: dict[str, Callable[..., float]] = {
    "dl-gen-cross-entropy-bits": cross_entropy,
    "dl-gen-entropy-bits": entropy,
    "dl-gen-kl-bits": kl,
}
