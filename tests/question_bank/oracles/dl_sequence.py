"""Independent computations for the questions on: RNN, LSTM, attention."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Array, Oracle, Point, softmax


def entries(*shapes: tuple[int, ...]) -> int:
    return sum(np.zeros(shape).size for shape in shapes)


def lstm_parameters() -> int:
    blocks = ["input gate", "forget gate", "output gate", "candidate"]
    return sum(entries((3, 2), (3, 3), (3,)) for _ in blocks)


def gru_step() -> float:
    """From the old state towards the candidate, by the part that is not kept."""
    old, candidate, keep = 1.0, -1.0, 0.75
    return old + (1 - keep) * (candidate - old)


def perplexity() -> float:
    """As many equally probable tokens as cost 5 bits each."""
    tokens = 1
    while math.log2(tokens) < 5:
        tokens += 1
    return tokens


def attention() -> float:
    weights = softmax(np.array([math.log(3), 0.0]))
    return float(weights @ np.array([4.0, 8.0]))


def multi_head() -> int:
    heads = [entries((100, 25), (100, 25), (100, 25)) for _ in range(4)]
    return sum(heads) + entries((100, 100))


def cell_state(rng: np.random.Generator) -> tuple[Point, Array]:
    """Unit by unit."""
    f, i = rng.uniform(0.1, 0.9, size=(2, 5))
    g, c = rng.normal(size=(2, 5))
    kept = [state * gate for state, gate in zip(c, f, strict=True)]
    let_in = [new * gate for new, gate in zip(g, i, strict=True)]
    return {"f": f, "i": i, "g": g, "c": c}, np.array([sum(parts) for parts in zip(kept, let_in, strict=True)])


def lstm(i: int, h: int, biases: int) -> int:
    blocks = ("input", "forget", "output", "candidate")
    return sum(np.zeros((h, i)).size + np.zeros((h, h)).size + biases * np.zeros(h).size for _ in blocks)


def attention_parameters(d: int, h: int) -> int:
    one_head = sum(np.zeros((d // h, d)).size for _ in ("query", "key", "value"))
    return h * one_head + np.zeros((d, d)).size


NUMBERS: dict[str, Callable[[], float]] = {
    "dl-seq-rnn-params": lambda: entries((4, 3), (4, 4), (4,)),
    "dl-seq-lstm-params": lstm_parameters,
    "dl-seq-gru-step": gru_step,
    "dl-seq-perplexity-bits": perplexity,
    "dl-seq-attention-output": attention,
    "dl-seq-multihead-params": multi_head,
}
FORMULAS: dict[str, Oracle] = {
    "dl-seq-lstm-cell": cell_state,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "dl-gen-lstm-params-torch": lambda i, h: lstm(i, h, 2),
    "dl-gen-lstm-params-keras": lambda i, h: lstm(i, h, 1),
    "dl-gen-attention-params": attention_parameters,
}
