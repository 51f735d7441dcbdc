"""What the kinds with options share: shuffling them, and reading which one was meant."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence

from quizdl.domain.question import Problem

DIGITS = "123456789"


def shuffled(options: Iterable[str], rng: random.Random) -> tuple[str, ...]:
    """The options in an order of their own."""
    order = list(options)
    rng.shuffle(order)
    return tuple(order)


def picked(text: str, options: Sequence[str]) -> str | None:
    """The option that a text means: its digit, its letter (a for the first), or its words."""
    wanted = _plain(text)
    if len(wanted) == 1:
        index = DIGITS.find(wanted) if wanted.isdigit() else "abcdefghi".find(wanted)
        if 0 <= index < len(options):
            return options[index]
    return next((option for option in options if _plain(option) == wanted), None)


def reason_problems(field: str, options: Mapping[str, str | None], right: Sequence[str]) -> Iterator[Problem]:
    """Complaints about right options that are not there, and wrong ones that do not say why."""
    for answer in right:
        if answer not in options:
            yield Problem(("answer",), f"{answer!r} is not among the {field}; copy it from there")
    for option, reason in options.items():
        if option in right and reason is not None:
            yield Problem((field, option), "the right one has no reason; leave it empty")
        if option not in right and not reason:
            yield Problem((field, option), "say why it is wrong: what would one have to believe to pick it?")
    if len({_plain(option) for option in options}) < len(options):
        yield Problem((field,), "two of them are the same text; reword one")


def strike_one(options: Sequence[str], right: Sequence[str]) -> str:
    """The hint that every question with options can give."""
    wrong = next((option for option in options if option not in right), None)
    return f"It is not: {wrong}" if wrong else "All of them."


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")
