"""What the kinds with words share: whether a typed word is the one that is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable

from quizdl.domain.expression import ExpressionError
from quizdl.domain.numbers import close, typed_number

SHORTEST, LONG = 5, 9
Match = tuple[str, bool]
"""The spelling that matched, and whether only nearly."""

_HYPHEN = re.compile(r"(?<=[^\W\d_]{2})\s*-\s*(?=\w)|(?<=\w)\s*-\s*(?=[^\W\d_]{2})")
_ARTICLE = re.compile(r"^(?:an?|the) (?=[^\W\d_]{3})")
"""Not before a symbol: `A x` is a product."""
_DASHES = str.maketrans("‐‑–−", "----")


def plain(text: str) -> str:
    """A word or phrase without case, quotes, underscores, an article before it, and hyphens of words; a minus sign stays."""
    written = re.sub(r"[_'\"`’]", " ", text.casefold().translate(_DASHES))
    return _ARTICLE.sub("", " ".join(_HYPHEN.sub(" ", written).split()).rstrip("."))


def letters(text: str) -> str:
    """What two forms of the same word or phrase have in common: `drop-out` and `dropout`."""
    return plain(text).replace(" ", "")


def matching(text: str, spellings: Iterable[str]) -> Match | None:
    """The spelling that a text is: the same letters, the same number, the plural, or else the one that it is by a slip.

    A slip is one letter in a word of five letters or more, two far apart in one of nine or more; never the first letter, which makes
    another word too often (`supervised`, `unsupervised`), and never in a word with digits.
    """
    typed = plain(text)
    if not typed:
        return None
    own = letters(text)
    candidates = [(spelling, plain(spelling)) for spelling in spellings]
    for spelling, wanted in candidates:
        if own == letters(wanted) or _same_number(text, spelling):
            return spelling, False
    for spelling, wanted in candidates:
        if typed in (wanted + "s", wanted + "es") or wanted in (typed + "s", typed + "es"):
            return spelling, False
    return next(((spelling, True) for spelling, wanted in candidates if _slipped(typed, wanted)), None)


def _slipped(typed: str, wanted: str) -> bool:
    """Whether two phrases are the same but for slips, word by word (or as one word, where one of them is)."""
    words = list(zip(typed.split(), wanted.split(), strict=False))
    if typed.count(" ") != wanted.count(" "):
        words = [(letters(typed), letters(wanted))] if " " not in typed or " " not in wanted else []
    return bool(words) and all(_slipped_word(*pair) for pair in words)


def _slipped_word(typed: str, wanted: str) -> bool:
    if typed == wanted:
        return True
    shortest = min(len(typed), len(wanted))
    if shortest < SHORTEST or typed[0] != wanted[0] or not (typed + wanted).isalpha():
        return False
    from rapidfuzz.distance import OSA  # only when it is not simply the same

    def near(a: str, b: str) -> bool:
        return OSA.distance(a, b, score_cutoff=1) <= 1

    half = len(wanted) // 2
    cuts = range(half - 1, half + 2) if shortest >= LONG else ()
    return near(typed, wanted) or any(near(typed[:i], wanted[:half]) and near(typed[i:], wanted[half:]) for i in cuts)


def _same_number(text: str, spelling: str) -> bool:
    if not re.search(r"\d", spelling):
        return False
    try:
        return close(typed_number(text), typed_number(spelling), 1e-6)
    except ExpressionError:
        return False
