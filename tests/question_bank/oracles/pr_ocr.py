"""Independent computations for the questions on: the OCR pipeline (CNN, BiLSTM, CTC)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby, product

import numpy as np


def collapsed(path: str) -> str:
    """What a path of CTC reads: repeated symbols merged, then blanks (`-`) taken out."""
    return "".join(now for before, now in zip(" " + path, path, strict=False) if now != before).replace("-", "")


def shortest_ctc_path(text: str) -> int:
    """Breadth first over what has been read and the last symbol."""
    states, steps = {("", "")}, 0
    while not any(read == text for read, _ in states):
        steps += 1
        states = {
            (read if symbol in ("-", last) else read + symbol, symbol)
            for read, last in states
            for symbol in {*text, "-"}
            if text.startswith(read if symbol in ("-", last) else read + symbol)
        }
    return steps


def ctc_probability() -> float:
    return sum(collapsed("".join(path)) == "a" for path in product("a-", repeat=2)) / 4


def chain_of_ocr() -> float:
    words = np.arange(100)
    found = words[words < 80]
    read = found[np.arange(found.size) < 0.9 * found.size]
    return read.size / words.size


def decoded(p: int, q: int, r: int, s: int, t: int) -> int:
    labels = [label for label, _ in groupby((p, q, r, s, t)) if label != 0]
    return int("".join(map(str, labels)))


def paths_of(text: str, steps: int) -> int:
    return sum(collapsed("".join(path)) == text for path in product("ab-", repeat=steps))


def edits(one: str, other: str) -> int:
    """By recursion over the first letters."""
    if not one or not other:
        return len(one) + len(other)
    if one[0] == other[0]:
        return edits(one[1:], other[1:])
    return 1 + min(edits(one[1:], other[1:]), edits(one[1:], other), edits(one, other[1:]))


def columns() -> int:
    row = np.zeros(320)
    for _ in range(3):
        row = row.reshape(-1, 2).max(axis=1)
    return row.size


NUMBERS: dict[str, Callable[[], float]] = {
    "pr-ctc-min-steps": lambda: shortest_ctc_path("letter"),
    "pr-ctc-sum": ctc_probability,
    "pr-ocr-chain": chain_of_ocr,
    "pr-ctc-path-count": lambda: paths_of("ab", 3),
    "pr-cer": lambda: edits("kitten", "sitting") / len("kitten"),
    "pr-ocr-columns": columns,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "pr-gen-ctc-collapse": decoded,
}
