"""Answers that are alike are pointed out, whatever was done to hide it; those that the question makes alike are not."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizdl.grading.similarity import similar

STARTER = "import numpy as np\n\n\ndef softmax(x, axis):\n    '''Docstring.'''\n    raise NotImplementedError\n"
ANSWER = """import numpy as np


def softmax(x, axis):
    largest = np.maximum.reduce(x, axis=axis, keepdims=True)
    moved = [row - one for row, one in zip(x, largest)]
    total = 0
    for row in moved:
        total += np.exp(row).sum() if row.ndim else float(np.exp(row))
    if not total > 0:
        raise ValueError("no total: " + repr(total))
    powers = {i: np.exp(row) for i, row in enumerate(moved)}
    return np.stack([powers[i] / total for i in sorted(powers)])
"""
OTHER = """import numpy as np


def softmax(x, axis):
    x = np.asarray(x, dtype=float)
    x = np.moveaxis(x, axis, -1)
    flat = x.reshape(-1, x.shape[-1])
    out = np.empty_like(flat)
    while len(flat) == 0:
        return x
    for i in range(flat.shape[0]):
        e = np.exp(flat[i] - max(flat[i]))
        out[i] = e / sum(e)
    return np.moveaxis(out.reshape(x.shape), -1, axis)
"""


def renamed(source: str) -> str:
    """With other names, numbers' spelling, layout and comments."""
    source = re.sub(r"\b(largest|moved|total|row|powers|one)\b", r"my_\1", source)
    return source.replace("    ", "  ").replace(" = 0", " = 0.0").replace("\n  return", "\n\n  # the end\n  return")


def test_a_disguised_copy_is_pointed_out_and_another_way_is_not() -> None:
    (pair,) = similar({"a": ANSWER, "b": renamed(ANSWER), "c": OTHER}, STARTER)
    assert pair == ("a", "b", 1.0)


def test_a_part_that_was_added_hides_nothing() -> None:
    longer = ANSWER + "\n\ndef another(x):\n    return [y for y in (x, x + 1, x * 2) if y > 3 and y < 9]\n"
    (pair,) = similar({"a": ANSWER, "b": longer}, STARTER)
    assert pair.share > 0.95


def test_what_was_given_does_not_count() -> None:
    assert similar({"a": ANSWER, "b": renamed(ANSWER)}, ANSWER) == []


def test_what_many_wrote_does_not_count_but_copies_count_once() -> None:
    own = {f"{i}": ANSWER + f"\ndef more(x):\n    return np.way_{i}(x)\n" for i in range(12)}
    assert similar(own, STARTER) == []
    copies = {f"{i}": ANSWER for i in range(12)}
    assert similar(copies, STARTER) == [("0", f"{i}", 1.0) for i in sorted(range(1, 12), key=str)]


def test_short_answers_are_alike_by_chance() -> None:
    one_line = "def relu(x):\n    return x * (x > 0)\n"
    assert similar({"a": one_line, "b": one_line}, "def relu(x):\n    raise NotImplementedError\n") == []


@given(st.lists(st.text() | st.sampled_from(["'''", "(((", "if x:\n\t \ty", "\0", ANSWER]), max_size=5))
def test_whatever_was_handed_in_can_be_compared(sources: list[str]) -> None:
    named = {str(i): source for i, source in enumerate(sources)}
    for first, second, share in similar(named, STARTER):
        assert first in named and second in named and 0.8 <= share <= 1


@pytest.mark.slow
def test_thousands_are_compared_in_seconds() -> None:
    sources = {
        f"{i}": ANSWER.replace("total += ", f"total += {' + '.join('x' * (1 + i % 40))} + ") + f"\n{'y' * i}(1, 2)\n"
        for i in range(3000)
    }
    started = time.process_time()
    similar(sources, STARTER)
    assert time.process_time() - started < 30
