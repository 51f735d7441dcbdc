"""A bank to start from: an example of each kind of question, and a derivation. It passes its own check."""

from __future__ import annotations

import inspect
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from quizdl import kinds
from quizdl.bank.find import CONTENTS
from quizdl.bank.json_schema import FILE, MODELINE, schema_of_files, written
from quizdl.errors import UsageError

TOPIC = "examples"
_HEAD = """\
# The table of contents: topics with their subtopics in teaching order, and tracks of derivations.
# A topic's questions stand in <topic>.yaml beside this file, a derivation in derivations/<topic>/<id>.py.
format: 1
"""
_DERIVATION = '''\
"""Backward pass of the square

Given `dout` = dL/dy and `x`, where y = x² elementwise, return `dx` = dL/dx.
"""

import numpy as np

SUBTOPIC = "derivations"
LEVEL = 1
MINUTES = 3
RETURNS = ("dx",)
GRADIENTS = {"dx": "x"}
HINTS = (
    "Look at one element: y depends on that element of x only.",
    "The derivative of x² is 2 x.",
    "The chain rule multiplies it by dout.",
)
SOLUTION = """
L depends on each x through one y = x² only, and dy/dx = 2 x. By the chain rule dL/dx = dL/dy · dy/dx, so

    dx = dout * 2 * x
"""
SOURCE = "quizdl, quizdl/app/new_bank.py, the example of a derivation"


def square_backward(dout, x):
    """dx, of the shape of x.

    dout, x: any shape, the same
    """
    return dout * 2 * x


def inputs(rng):
    for shape in ((1,), (5,), (2, 3), (3, 2), (4, 4), (2, 1, 3), (6,), (1, 7)):
        yield f"shape {shape}", {"dout": rng.normal(size=shape), "x": rng.normal(size=shape)}


def loss(dout, x):
    return np.sum(dout * x**2)


def mistake_no_chain(dout, x):
    """You returned dy/dx; the chain rule multiplies it by dout."""
    return 2 * x


def mistake_missing_two(dout, x):
    """You left out the 2 that the square brings down."""
    return dout * x


def mistake_square_kept(dout, x):
    """You multiplied by x² itself; its derivative is 2 x."""
    return dout * x**2
'''


def new_bank(folder: Path) -> Path:
    """Makes a bank in a new folder, all at once.

    Returns:
        The folder.

    Raises:
        UsageError: it is there already, or cannot be made.
    """
    if os.path.lexists(folder):
        raise UsageError(f"{folder} is there already", "name a folder that is not")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=folder.parent) as work:
            made = Path(work, "bank")
            for name, text in _files(folder.name):
                path = made / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            made.rename(folder)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"{folder}: cannot be made ({getattr(error, 'strerror', None) or error})", "name another folder"
        ) from None
    return folder


def _files(name: str) -> Iterator[tuple[str, str]]:
    contents = {
        "title": name or "A bank",
        "topics": {
            TOPIC: {
                "title": "Examples",
                "subtopics": {**{kind: _about(kind) for kind in kinds.names()}, "derivations": "what is written in NumPy"},
            }
        },
        "tracks": {"first-steps": {"title": "First steps", "derivations": ["square_backward"]}},
        "ignore": {
            "BANK007": "nobody has answered them cold yet; take this out when somebody has",
        },
    }  # fmt: skip
    yield CONTENTS, MODELINE + _HEAD + _yaml(contents)
    questions = [_question(kind) for kind in kinds.names()]
    yield f"{TOPIC}.yaml", MODELINE + f"topic: {TOPIC}\nquestions:\n" + "\n".join(map(_listed, questions))
    yield f"derivations/{TOPIC}/square_backward.py", _DERIVATION
    yield FILE, written(schema_of_files())


def _question(kind: str) -> dict[str, Any]:
    name = kind.replace("_", "-")
    return {
        "id": f"example-{name}",
        "kind": kind,
        "subtopic": kind,
        "level": 1,
        **kinds.example(kind).fields,
        "explanation": f"This is the worked example of {name}; here you say in a sentence why the answer is right.",
        "source": f"quizdl, quizdl/kinds/{kind}.py, EXAMPLE",
    }


def _about(kind: str) -> str:
    """The first sentence about a kind."""
    module = inspect.getdoc(sys.modules[kinds.kind(kind).__module__]) or kind
    return " ".join(module.split("\n\n")[0].split()).partition(". ")[0].rstrip(".")


def _listed(question: dict[str, Any]) -> str:
    """A question as an item of a list."""
    lines = _yaml(question).splitlines()
    return "\n".join(["  - " + lines[0], *(f"    {line}" if line else "" for line in lines[1:])]) + "\n"


def _yaml(data: Any) -> str:
    return str(yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=110))
