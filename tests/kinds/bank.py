"""Every question of the bank and every worked example, read as plain data: quick, and without the checks of a bank."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import yaml

from quizdl import kinds
from quizdl.domain.question import Question
from tests.conftest import BANK
from tests.kinds.made import example

NUMBERS = ("level", "seconds", "tolerance", "need")


@cache
def questions(kind: str) -> tuple[Question, ...]:
    """The worked example of a kind, and the bank's own questions of it."""
    return (example(kind), *(kinds.kind(kind)(**fields) for name, fields in _written() if name == kind))


@cache
def _written() -> tuple[tuple[str, dict[str, Any]], ...]:
    return tuple(_read())


def _text(value: Any) -> Any:
    """Numbers as they are written, where a text is meant."""
    if isinstance(value, dict):
        return {_text(key): _text(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_text(each) for each in value]
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _read() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(BANK.glob("*.yaml")):
        with path.open(encoding="utf-8") as file:
            contents = yaml.load(file, yaml.CSafeLoader)
        yield from (
            (
                fields["kind"],
                {name: value if name in NUMBERS else _text(value) for name, value in fields.items() if name != "kind"},
            )
            for fields in contents.get("questions", [])
        )
