"""Independent computations for the questions on RNN, LSTM and attention: the weights of each gate and head, counted."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def lstm(i: int, h: int, biases: int) -> int:
    blocks = ("input", "forget", "output", "candidate")
    return sum(np.zeros((h, i)).size + np.zeros((h, h)).size + biases * np.zeros(h).size for _ in blocks)


def attention(d: int, h: int) -> int:
    one_head = sum(np.zeros((d // h, d)).size for _ in ("query", "key", "value"))
    return h * one_head + np.zeros((d, d)).size


TEMPLATES: dict[str, Callable[..., float]] = {
    "dl-gen-lstm-params-torch": lambda i, h: lstm(i, h, 2),
    "dl-gen-lstm-params-keras": lambda i, h: lstm(i, h, 1),
    "dl-gen-attention-params": attention,
}
