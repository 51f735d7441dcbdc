"""Independent computations for the questions on the OCR pipeline."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby


def decoded(p: int, q: int, r: int, s: int, t: int) -> int:
    labels = [label for label, _ in groupby((p, q, r, s, t)) if label != 0]
    return int("".join(map(str, labels)))


TEMPLATES: dict[str, Callable[..., float]] = {"pr-gen-ctc-collapse": decoded}
