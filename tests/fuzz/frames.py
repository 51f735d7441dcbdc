"""What a hostile child sends instead of results: bytes, frames, and values of the wrong type, size and meaning, graded to the end."""

from __future__ import annotations

import json
import math
import os
import struct
import tempfile
import warnings
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from quizdl.app.grade import Exam, grade
from quizdl.bank.check import Checked
from quizdl.cli.views.verdict import verdict_view
from quizdl.domain.run import Returned
from quizdl.errors import SandboxError
from quizdl.sandbox.processes import Fate
from quizdl.sandbox.protocol import DTYPES, ProtocolError, encode
from quizdl.sandbox.run import Sandbox, using
from tests.conftest import BANK
from tests.fuzz.mutator import mutated
from tests.fuzz.target import Target

ASKED = (
    "deep_learning/relu_backward",
    "deep_learning/affine_backward",
    "optimization/momentum",
    "linear_algebra/broadcast_shape",
    "frameworks/topological_order",
    "frameworks/recordio_frame",
    "supervised_learning/confusion_matrix",
)
"""Derivations with one output and with several; of numbers, of steps, of shapes, of lists and of bytes."""
FATES: tuple[Fate, ...] = (0, 1, -9, -11, -14, -24, 255, -64, "alive", "lost")
READY = {"holds": ["limits", "landlock", "seccomp"]}
TAGS = [
    *(tag.encode() for tag in "NTFifsbltda"),
    b"\xff" * 4,
    b"\xff" * 8,
    b"\x00" * 8,
    struct.pack("<I", 10**6),
    struct.pack("<Q", 2**62),
]
LARGE = 4000
ERRORS = (
    "NotImplementedError",
    "MemoryError",
    "ImportError",
    "SystemExit",
    "ValueError",
    "",
    "[red]",
    "x" * 999,
    1,
    None,
)
CHANGES: tuple[Callable[[NDArray[Any]], Any], ...] = (
    lambda a: -a if a.dtype.kind != "b" else ~a,
    lambda a: a * 2,
    lambda a: a.T,
    lambda a: a.ravel(),
    lambda a: a[None],
    lambda a: a[..., :0] if a.ndim else a[None],
    lambda a: a.astype(complex) + 1j,
    lambda a: a.astype(np.float16),
    lambda a: a.astype(np.int8),
    lambda a: a.astype(bool),
    lambda a: a * np.nan,
    lambda a: a * np.inf,
    lambda a: a + 1e300,
    lambda a: a.tolist(),
    lambda a: a + 1,
    lambda a: a.sum(),
    lambda a: a.mean(axis=0) if a.ndim else a,
    lambda a: a.astype(float) + np.arange(a.size).reshape(a.shape),
)


class Hostile:
    """A process that sends what it was told to: a file stands for the pipe."""

    def __init__(self, raw: bytes, fate: Fate) -> None:
        self._fate = fate
        self._files = tempfile.TemporaryFile(), tempfile.TemporaryFile()  # noqa: SIM115 - closed below
        for file, sent in zip(self._files, (raw, raw[:100]), strict=True):
            file.write(sent)
            file.seek(0)
        self.results, self.output = (file.fileno() for file in self._files)

    def kill(self) -> None:
        """There is nothing to end."""

    def fate(self, seconds: float) -> Fate:
        """How it is said to have ended."""
        return self._fate

    def words(self) -> str:
        """What nobody printed."""
        return ""

    def close(self) -> None:
        """Frees the files."""
        for file in self._files:
            file.close()


class Starter:
    """Starts hostile processes."""

    def __init__(self, raw: bytes, fate: Fate) -> None:
        self.start = lambda request: Hostile(raw, fate)

    def close(self) -> None:
        """There is nothing to end."""


@cache
def _exams() -> list[Exam]:
    """Exams of which all is known before the child has its say."""
    exams = []
    paths = [BANK / "derivations" / f"{name}.py" for name in ASKED]
    found = Checked(BANK, only=paths).derivations
    for path in paths:
        exam = Exam(found[path], 1)
        exam.expect()
        for i in range(len(exam.cases)):
            exam.numeric(i, list(exam.derivation.gradients))
        exams.append(exam)
    return exams


def _stream(rng: Random) -> bytes:
    """Which exam and which end, then frames: results as they are right, edited as bytes or as values."""
    number, fate = rng.randrange(len(_exams())), rng.randrange(len(FATES))
    exam = _exams()[number]
    messages: list[Any] = [READY, {}]
    for result in exam.reference:
        assert isinstance(result, Returned)
        messages.append({"value": result.value, "seconds": 0.001, "changed": []})
    for _ in range(rng.choice((0, 0, 1, 1, 2, 5))):
        messages[rng.randrange(len(messages))] = _message(rng)
    for _ in range(rng.choice((0, 1, 1, 1, 3))):
        i = rng.randrange(2, len(messages))
        if isinstance(messages[i], dict) and "value" in messages[i]:
            messages[i] = messages[i] | {"value": _spoilt(rng, messages[i]["value"])}
    frames = [_frame(message) for message in messages]
    if rng.random() < 0.4:
        i = rng.randrange(len(frames))
        frames[i] = mutated(rng, frames[i], frames, TAGS)[:LARGE]
    stream = b"".join(len(frame).to_bytes(8, "little") + frame for frame in frames)
    if rng.random() < 0.2:
        stream = mutated(rng, stream, frames, TAGS)
    return bytes([number, fate]) + stream


def _frame(message: Any) -> bytes:
    try:
        return encode(message)
    except ProtocolError:  # nested too deeply: what the child's own encoder refuses, a hostile one sends
        return b"l\1\0\0\0" * 99 + b"N"


def _message(rng: Random) -> Any:
    """What could be taken for a message of the worker."""
    return rng.choice(
        (
            {
                "value": _value(rng, 3),
                "seconds": rng.choice((0.0, -1.0, math.nan, math.inf, 1e300, 1, "1", None)),
                "changed": ["x", 1],
            },
            {
                "value": _value(rng, 3),
                "seconds": 0.1,
                "changed": rng.choice(([], (), {}, "x", [[]], [_value(rng, 1)], ["[red]"] * 9)),
            },
            {"missing": rng.choice(("f", "", 1, "[/]")), "there": rng.choice(([], ["g"] * 99, [1], {}, "g"))},
            {
                "raised": rng.choice(ERRORS),
                "says": rng.choice(("", "x" * 9999, "[/red]", "\x1b[2J", "\ud800", 1)),
                "line": _value(rng, 0),
            },
            {"unreadable": _value(rng, 1)},
            {"holds": _value(rng, 2)},
            _value(rng, 2),
        )
    )


def _spoilt(rng: Random, value: Any) -> Any:
    """A right value with something wrong somewhere: its numbers, its shape, its type, its packing."""
    if isinstance(value, list | tuple) and value and rng.random() < 0.7:
        items = list(value)
        i = rng.randrange(len(items))
        items[i] = _spoilt(rng, items[i])
        return type(value)(items)
    if isinstance(value, np.ndarray | np.generic) and rng.random() < 0.8:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return rng.choice(CHANGES)(np.array(value))
    return rng.choice((_value(rng, 2), [value], (value,), {"dx": value}, [value] * 3, str(value)[:100]))


def _value(rng: Random, depth: int) -> Any:
    """Any value that crosses."""
    if depth == 0:
        return rng.choice(
            (
                None,
                True,
                0,
                -1,
                1 << 40,
                -(1 << 4000),
                0.5,
                math.nan,
                -math.inf,
                1e308,
                "",
                "x" * 500,
                "\ud800",
                b"",
                b"\xff" * 9,
            )
        )
    if rng.random() < 0.5:
        shape = rng.choice(((), (0,), (1,), (3,), (2, 3), (3, 2), (0, 3), (1,) * 16, (5, 1, 4), (300,), (40, 40)))
        raw = rng.choice((bytes, rng.randbytes))(16 * math.prod(shape))
        dtype = np.dtype(rng.choice(DTYPES))
        return np.frombuffer(raw, dtype, math.prod(shape)).reshape(shape)
    items = [_value(rng, rng.randrange(depth)) for _ in range(rng.choice((0, 1, 2, 3, 30)))]
    return rng.choice((items, tuple(items), {f"k{i}": item for i, item in enumerate(items)}))


def _check(raw: bytes) -> None:
    exam = _exams()[raw[0]]
    with using(Sandbox(by=Starter(raw[2:], FATES[raw[1]]))), warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            judgement = grade(exam, f"def {exam.derivation.id}(*_): ...\n", filename="answer.py")
        except SandboxError as error:
            assert error.message
            return
    assert 0 <= judgement.score <= 1
    json.dumps(asdict(judgement))
    for width in (60, 120):
        with Path(os.devnull).open("w", encoding="utf-8") as stream:
            Console(file=stream, width=width).print(verdict_view(judgement, exam.derivation, "answer.py", width))


TARGETS = {"frames": Target(_stream, _check, 10_000)}
