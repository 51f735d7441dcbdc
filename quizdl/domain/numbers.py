"""Plain numbers: how they are typed, shown and compared."""

from __future__ import annotations

import math
import re
from collections.abc import Collection

from quizdl.domain.evaluation import Scalar, evaluate
from quizdl.domain.expression import ExpressionError
from quizdl.domain.parser import parse
from quizdl.domain.pattern import pattern
from quizdl.domain.units import ambiguous, factor, is_unit

_THOUSANDS = pattern(r"(?<![\w.,])[1-9]\d{0,2}(?:([, _\u00a0\u2009\u202f'’])\d{3})(?:\1\d{3})*(?![\d,])")
_DECIMAL_COMMA = pattern(r"([-+−]?\s*)(0,\d+|\d+,\d\d?)(?![\d,.])")
_WITH_UNIT = pattern(
    r"(.*?[\d.)}\]¼½¾⅐-⅞⁰¹²³⁴-⁹])\s*(?!e[+-]?\d)((?![⁰¹²³⁴-⁹₀-₉¼½¾⅐-⅞])[^\W\d]|[%‰°$])(.*)", re.IGNORECASE | re.DOTALL
)
_ABOUT = pattern(
    r"(?:[~≈]|(?:about|around|roughly|ca|approx(?:imately)?|it is|answer|the answer is)\b[.:]?)\s*", re.IGNORECASE
)
_PERCENT = pattern(r"\s*(?:\b(?:percent|per cent|pct)\b\.?|\\?%)$", re.IGNORECASE)
_POWER_OF_TEN = pattern(r"(?<=\d)(?:\s+[eE]\s?|[eE]\s)([+-]?\d+)(?![\d.])|(?<=\d)\s*×\s*[eE]([+-]?\d+)")
_TIMES = pattern(r"(?<=[\d.)])\s*(?<!\b0)[xX]\s*(?=[\d(.])")
_SCALE = pattern(r"(?<=[\d)])\s*(thousand|million|billion|trillion)s?\b|(?<=\d)([kKM])\s*$")
SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12, "k": 3, "K": 3, "M": 6}
"""Words and letters behind a number, and the power of ten that each is."""
_AT_ONCE = pattern(r"\b(sqrt|ln|minus)\s*(?=\d)", re.IGNORECASE)
_MIXED = pattern(r"(-?)(\d{1,3}) (\d\d?)\s*/\s*(\d\d?)")
_OUT_OF = pattern(r"(\d+) (?:in|out of|of) (\d+)")
_FOLD = pattern(r"(?<=[\d.)])\s*(?:x|×|times|-?\s?fold)$", re.IGNORECASE)
_COUNTED = pattern(r"(.*\d)((?:\s+[^\W\d_]{3,}){1,4}|\s*px)", re.DOTALL)
_NUMBERED = pattern(
    r"(axis|epoch|step|update|iteration|layer|level|depth|row|column|class|index)\s+([-+]?\d.*)", re.I | re.S
)
_PIXELS = frozenset({"px", "pixel", "pixels"})
"""Sizes of images are counted in them, whether the question says so or not."""
_NO_COUNT = frozenset(
    [
        "half",
        "third",
        "quarter",
        "hundred",
        "dozen",
        "thousand",
        "million",
        "billion",
        "trillion",
        "percent",
        "plus",
        "minus",
        "over",
    ]
)
NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
} | {
    "none": "0",
    "half": "1/2",
    "one half": "1/2",
    "a half": "1/2",
    "a third": "1/3",
    "one third": "1/3",
    "two thirds": "2/3",
    "a quarter": "1/4",
    "one quarter": "1/4",
    "quarter": "1/4",
    "three quarters": "3/4",
    "a tenth": "1/10",
    "one tenth": "1/10",
}
_LONGEST_WHOLE = 10**21


def shown(value: Scalar) -> str:
    """A number as a person writes it: whole numbers without a point, others to six digits."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    whole = isinstance(value, int) and abs(value) < _LONGEST_WHOLE
    return str(value) if whole else f"{value:.6g}"


def close(value: Scalar, expected: Scalar, tolerance: float) -> bool:
    """Whether a value is within a relative tolerance; 0 asks for the number itself (to rounding)."""
    return math.isclose(value, expected, rel_tol=max(tolerance, 1e-9), abs_tol=0.0 if expected else 1e-12)


def typed_number(text: str, unit: str | None = None, counted: Collection[str] = ()) -> Scalar:
    """The number that somebody typed: `0.25`, `1/4`, `2^-2`, `25%`, `1e-3`, `1,000`, `x = 3`, with or without its unit.

    Args:
        text: what was typed.
        unit: the unit of the question. A unit of the same kind in another size (`2 GiB` for `MiB`, `3 s` for `ms`) is converted.
        counted: words, as in the question, that may stand behind a number without a unit (`16 steps`).

    Raises:
        ExpressionError: it is no number, or has another unit.
    """
    written = re.sub(r"^\$(.*)\$$", r"\1", text.strip())
    written = _PERCENT.sub("%", _ABOUT.sub("", written, count=1).strip(" ?"))
    written = _digits(NUMBER_WORDS.get(" ".join(written.casefold().replace("-", " ").split()), written))
    size: Scalar = 1
    if unit:
        written = re.sub(r"^\$\s*(?=\d)", "", written) if factor("$", unit) else written
        if found := _WITH_UNIT.fullmatch(written):
            written, size = found[1], _conversion(found[2] + found[3], unit)
    elif written.endswith(("%", "‰")):
        written, size = written[:-1], 0.01 if written[-1] == "%" else 0.001
    else:
        written = _FOLD.sub("", _without(written, counted))
    try:
        node = parse(written)
    except ExpressionError:
        raise ExpressionError("not read as a number") from None
    value = evaluate(node, {})
    if size != 1:
        value *= size
    if not math.isfinite(value):
        raise ExpressionError("the number is too large")
    return value


def _digits(text: str) -> str:
    """A text with its numbers as programs write them."""
    written = _THOUSANDS.sub(lambda found: re.sub(r"[^\d]", "", found[0]), text)
    if written.count(",") == 1 and (found := _DECIMAL_COMMA.match(written)):
        written = written[: found.end()].replace(",", ".") + written[found.end() :]
    written = _POWER_OF_TEN.sub(lambda found: f"e{found[1] or found[2]}", written)
    written = _TIMES.sub(
        "*", _AT_ONCE.sub(lambda found: "-" if found[1].casefold() == "minus" else f"{found[1]} ", written)
    )
    if found := _MIXED.fullmatch(written):
        written = f"{found[1]}({found[2]} + {found[3]}/{found[4]})" if int(found[3]) < int(found[4]) else written
    return _OUT_OF.sub(r"\1/\2", written) if _OUT_OF.fullmatch(written) else written


def _without(written: str, counted: Collection[str]) -> str:
    """A number without the words for what is counted, or numbered; `2 million` as a product, unless the question asks for millions."""
    scale = _SCALE.search(written)
    if scale and f"{scale[1]}s" not in counted:
        word = scale[1] or scale[2]
        written = f"{written[: scale.start()]}*10^{SCALES[word]}{written[scale.end() :]}"
    elif scale:
        written = written[: scale.start()] + written[scale.end() :]
    known = {form for word in counted for form in (word, f"{word}s", word.removesuffix("s"))} | _PIXELS
    if (numbered := _NUMBERED.fullmatch(written)) and numbered[1].casefold() in known:
        written = numbered[2]
    found = _COUNTED.fullmatch(written.rstrip("."))
    words = found[2].casefold().split() if found else []
    if found and all(word in known and word not in _NO_COUNT and not is_unit(word) for word in words):
        return found[1]
    return written


def _conversion(typed: str, unit: str) -> Scalar:
    if ambiguous(typed, unit):
        raise ExpressionError(f"{typed} may be bits or bytes; write {typed[:-1]}B or {typed[:-1]}bit")
    if typed in ("%", "‰") and unit == "%":
        return 1 if typed == "%" else 0.1
    size = factor(typed, unit)
    if size is None:
        raise ExpressionError(f"the unit here is {unit}, not {typed}")
    return size
