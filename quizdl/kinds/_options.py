"""What the kinds with options share: shuffling them, and reading which one was meant."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from quizdl.domain.question import Problem

DIGITS, LETTERS = "123456789", "abcdefghi"


def shuffled(options: Iterable[str], rng: random.Random) -> tuple[str, ...]:
    """The options in an order of their own."""
    order = list(options)
    rng.shuffle(order)
    return tuple(order)


def keys(options: Sequence[str]) -> str:
    """The key of each option: digits, or letters where a digit is an option itself."""
    plain = {_plain(option) for option in options}
    return (LETTERS if plain & set(DIGITS) else DIGITS)[: len(options)]


def picked(text: str, options: Sequence[str]) -> str | None:
    """The option that a text means: its words, its digit, or its letter (a for the first)."""
    wanted = _plain(text)
    by_key = dict(zip(LETTERS, options, strict=False)) | dict(zip(keys(options), options, strict=False))
    by_words = {_plain(option): option for option in options}
    return by_words.get(wanted) or by_key.get(wanted.strip("()[]."))


def listed(text: str, options: Sequence[str]) -> list[str]:
    """The options that a text names, in its order: words with commas or > between, or keys; none if it is neither."""
    wanted, found, at = _plain(text), list[str](), 0
    words = "|".join(re.escape(_plain(option)) for option in sorted(options, key=len, reverse=True))
    one = re.compile(rf"({words}|\w)\.?(?:\s*(?:,|;|-?>|→)\s*|$)")
    while at < len(wanted) and (match := one.match(wanted, at)):
        found.append(match[1])
        at = match.end()
    if at < len(wanted):
        wanted = re.sub(r"\band\b", ",", wanted)
        found = re.findall(r"\w", wanted) if re.fullmatch(r"(?:\w[\s,;.>&+-]*)+", wanted) else []
    chosen = [option for one in found if (option := picked(one, options)) is not None]
    return chosen if len(chosen) == len(found) else []


def reason_problems(
    field: str, options: Mapping[str, str | None], right: Sequence[str], answer: str = "answer"
) -> Iterator[Problem]:
    """Complaints about right options (those of the field `answer`) that are not there, and wrong ones that do not say why."""
    missing = [option for option in right if option not in options]
    for option in missing:
        yield Problem((answer,), f"{option!r} is not among the {field}; copy it from there")
    if missing:  # which of the options needs a reason is not known
        return
    for option, reason in options.items():
        if option in right and reason is not None:
            yield Problem((field, option), "the right one has no reason; leave it empty")
        if option not in right and not reason:
            yield Problem((field, option), "say why it is wrong: what would one have to believe to pick it?")


def text_problems(field: str, options: Iterable[str], *, typed: bool = False) -> Iterator[Problem]:
    """Complaints about options that cannot be told from each other or from their keys (always digits when they are `typed`)."""
    plain = [_plain(option) for option in options]
    if not all(plain):
        yield Problem((field,), "one of them is empty; fill it in")
    if len(set(plain)) < len(plain):
        yield Problem((field,), "two of them are the same text; reword one")
    if set(plain) & set(DIGITS) and (typed or set(plain) & set(LETTERS)):
        yield Problem((field,), "a single digit looks like the key of another one; write more than the digit")


def strike_one(options: Sequence[str], right: Sequence[str]) -> str:
    """The hint that every question with options can give."""
    wrong = next((option for option in options if option not in right), None)
    return f"It is not: {wrong}" if wrong else "All of them."


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")
