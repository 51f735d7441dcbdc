"""What the kinds with words share: whether a typed word is the one that is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable

from quizdl.domain.expression import ExpressionError
from quizdl.domain.numbers import close, typed_number

Match = tuple[str, bool]
"""The spelling that matched, and whether only nearly."""


def plain(text: str) -> str:
    """A word or phrase without case, hyphens, plural spaces and quotes."""
    return " ".join(re.sub(r"[-_'\"`’]", " ", text.casefold()).split()).rstrip(".")


def matching(text: str, spellings: Iterable[str]) -> Match | None:
    """The accepted spelling that a text is: the same letters, the same number, or one slip (two in a long word).

    A slip is forgiven in words of five letters or more that have no digits; never between two accepted spellings.
    """
    typed = plain(text)
    if not typed:
        return None
    candidates = [(spelling, plain(spelling)) for spelling in spellings]
    for spelling, wanted in candidates:
        if typed == wanted or typed.replace(" ", "") == wanted.replace(" ", "") or _same_number(text, spelling):
            return spelling, False
    from rapidfuzz.distance import OSA  # only when it is not simply the same

    for spelling, wanted in candidates:
        allowed = 0 if len(wanted) < 5 or re.search(r"\d", wanted + typed) else 1 if len(wanted) < 9 else 2
        if typed in (wanted + "s", wanted + "es") or wanted in (typed + "s", typed + "es"):
            return spelling, False
        if allowed and OSA.distance(typed, wanted, score_cutoff=allowed) <= allowed:
            return spelling, True
    return None


def _same_number(text: str, spelling: str) -> bool:
    if not re.search(r"\d", spelling):
        return False
    try:
        return close(typed_number(text), typed_number(spelling), 1e-6)
    except ExpressionError:
        return False
