"""What the kinds with words share: whether a typed word is the one that is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from quizdl.domain.expression import ExpressionError
from quizdl.domain.notation import GREEK, plainly
from quizdl.domain.numbers import NUMBER_WORDS, close, typed_number
from quizdl.kinds._terms import TERMS

SHORTEST, LONG = 5, 9
LONGEST_SYMBOLS = 200
Match = tuple[str, bool]
"""The spelling that matched, and whether only nearly."""

_HYPHEN = re.compile(r"(?<=[^\W\d_]{2})\s*-\s*(?=\w)|(?<=\w)\s*-\s*(?=[^\W\d_]{2})")
_ARTICLE = re.compile(r"^(?:the |an? (?=[^\W\d_]{3}))")
"""`a` not before a symbol: `A x` is a product."""
_CALL = re.compile(r"(?<=\w)\(\)$")
"""What makes a call of a name: `backward()`."""
_PERCENT = re.compile(r"%|\bper\s?cent")
_DASHES = str.maketrans("‐‑–−", "----")
_PRIME = re.compile(r"(?<![\w'\"`’])([^\W\d_])(?:['’′ᵀ]|\^\\?(?:top|t)\b|\.t\b)(?!\w)")
"""A transposition or derivative, which is no quotation mark."""
_SAME_SPELLING = (
    (re.compile(r"(?<=\w\w)is(?=(?:ations?|e|ed|ing|ers?|es)\b)"), "iz"),
    (re.compile(r"(?<=\w{3})our"), "or"),
    (re.compile(r"ll(?=ed\b|ing\b|er\b)"), "l"),
    (re.compile(r"tre\b"), "ter"),
)
"""British and American."""
_ALGEBRA = re.compile(r"[\^*/+=<>\\·×⁰¹²³⁴-⁹ⁿ₀-₉α-ωΔΩ≤≥√−-]")


@lru_cache(4096)
def plain(text: str) -> str:
    """A word or phrase without case, quotes, underscores, an article before it, `()` behind it, and hyphens of words; a minus sign stays."""
    written = _PRIME.sub(r"\1^t", text.casefold().translate(_DASHES))
    written = re.sub(r"[_'\"`’“”‘]", " ", written)
    return _ARTICLE.sub("", " ".join(_HYPHEN.sub(" ", _CALL.sub("", written.strip())).split()).rstrip(".?"))


@lru_cache(4096)
def letters(text: str) -> str:
    """What two forms of the same word or phrase have in common: `drop-out` and `dropout`, `normalise` and `normalize`."""
    written = plain(text)
    for pattern, spelling in _SAME_SPELLING:
        written = pattern.sub(spelling, written)
    return written.replace(" ", "")


@lru_cache(4096)
def symbols(text: str) -> str:
    r"""Algebra without spaces and signs of multiplication, Greek letters by name: `σ²`, `\sigma^{2}` and `sigma^2`."""
    if not _ALGEBRA.search(text) or len(text) > LONGEST_SYMBOLS:
        return letters(text).replace("epsilon", "eps")
    written = "".join(GREEK.get(sign, sign) for sign in plainly(text)[0].strip("$ ").rstrip("."))
    written = re.sub(r"\^T\b|\.T\b|'", "^t", written).casefold().replace("**", "^").replace("·", "*")
    return re.sub(r"(?<!\d)\s*\*\s*|\s*\*\s*(?!\d|\s)|\s+|_(?=\d)", "", written).replace("epsilon", "eps")


def matching(text: str, spellings: Iterable[str]) -> Match | None:
    """The spelling that a text is: the same letters, the same number, the plural, or else the one that it is by a slip.

    A slip is one letter in a word of five letters or more, two far apart in one of nine or more; never the first letter, which makes
    another word too often (`supervised`, `unsupervised`), never in a word with digits, and never what is another term (`macro`, `micro`).
    """
    return _matching(text.strip(), tuple(spellings))


@lru_cache(1024)
def _matching(text: str, known: tuple[str, ...]) -> Match | None:
    typed = plain(text)
    if not typed:
        return None
    own, algebra = letters(text), symbols(text)
    for spelling in known:
        if own == letters(spelling) or algebra == symbols(spelling) or _same_number(text, spelling):
            return spelling, False
    if found := next((spelling for spelling in known if _plural(text, spelling) or _plural(spelling, text)), None):
        return found, False
    return next(((spelling, True) for spelling in known if _slipped(typed, plain(spelling))), None)


def _plural(one: str, many: str) -> bool:
    """Whether the second is the plural of the first; of two letters only where it is written so, as `SVs`."""
    short, long = letters(one), letters(many)
    if long not in (short + "s", short + "es") or not short[-1:].isalpha():
        return False
    return len(short) > 2 or re.search(r"[A-Z]s$", many.strip()) is not None


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
    if typed in TERMS or typed.removesuffix("s") in TERMS:
        return typed.removesuffix("s") == wanted.removesuffix("s")
    if shortest < SHORTEST or typed[0] != wanted[0] or not (typed + wanted).isalpha():
        return False
    from rapidfuzz.distance import OSA  # only when it is not simply the same

    def near(a: str, b: str) -> bool:
        return OSA.distance(a, b, score_cutoff=1) <= 1

    half = len(wanted) // 2
    cuts = range(half - 1, half + 2) if shortest >= LONG else ()
    return near(typed, wanted) or any(near(typed[:i], wanted[:half]) and near(typed[i:], wanted[half:]) for i in cuts)


def _same_number(text: str, spelling: str) -> bool:
    if not re.search(r"\d", spelling) and not NUMBER_WORDS.get(plain(spelling), "").isdigit():
        return False
    if _PERCENT.search(spelling) and not _PERCENT.search(text):
        return False  # where 75% is meant as 75, 0.75 is not
    try:
        return close(typed_number(text), typed_number(spelling), 1e-6)
    except ExpressionError:
        return False
