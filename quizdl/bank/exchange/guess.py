"""A card becomes a question that quizdl can grade, or it is said why a person must decide.

A question is only made if its own answer, typed as the card has it, is graded as correct.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from quizdl import kinds
from quizdl.bank.exchange.note import Card, clean, gaps, with_gaps
from quizdl.bank.exchange.render import to_card
from quizdl.domain.catalogue import ID
from quizdl.domain.expression import ExpressionError
from quizdl.domain.numbers import SCALES
from quizdl.domain.question import Question

NOT_GIVEN = "Not given."
"""Stands for an explanation or a reason that the note lacks: so short that the editorial rules point at it."""
LONGEST = 2_000
"""Characters: a bank's texts are no longer."""
TYPED_WORDS, TYPED_CHARACTERS = 6, 60
"""What can be typed in a few seconds."""
EXACT, ROUNDED, ABOUT = 0.0, 0.01, 0.1
"""The tolerance of a whole number, of one with a point, and of one that is `about` so much."""
_NUMBER = re.compile(
    r"(?P<about>[~≈]|about |approximately |ca\. ?|circa )?\s*"
    r"(?P<number>[-+−]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?(?:\s*/\s*\d+)?%?)(?:\s*(?P<unit>[^\W\d_][^\W\d_/·]*(?:/[^\W\d_]+)?))?",
    re.IGNORECASE,
)
_SCALE = re.compile(r"(thousand|million|billion|trillion)s?", re.IGNORECASE)
_OPTION = re.compile(r"\s*[(\[]?([A-Ia-i1-9])[.):\]]\s+(\S.*)")
_ITEM = re.compile(r"\s*(?:[-*•–]|\d{1,2}[.)])\s+(\S.*)")
_FORMULA = re.compile(r"\w\s*[*^=+]\s*\w|[)\]]\s*[*^=+]|\\[a-z]|\$.+\$|[∑∂√∫∇]")
_TRUTHS = ("true", "false")
_TRUTH = re.compile(r"(true|false)\.?(?:[:,;] *(\S.*))?", re.IGNORECASE | re.DOTALL)
_TYPED = ("numeric", "cloze", "recall")
"""The kinds whose answers are texts: a card's own must be read as right."""


class Made(NamedTuple):
    """A question that was made: its kind, and all its fields."""

    kind: str
    fields: dict[str, Any]
    question: Question


class Undecided(Exception):  # noqa: N818 - no error: a person goes on
    """Why a card is no question yet."""


def to_question(card: Card, subtopic: str, source: str) -> Made:
    """The question that a card is.

    Args:
        card: what was read.
        subtopic: where it belongs.
        source: where it is from, unless it says so itself.

    Raises:
        Undecided: quizdl could not grade it.
    """
    own = {
        "id": card.id if ID.fullmatch(card.id) else stable_id(card),
        "subtopic": subtopic,
        "level": card.level if card.level in (1, 2, 3) else 1,
    }
    after = {"explanation": clean(card.explanation) or NOT_GIVEN, "source": clean(card.source) or source}
    if made := _as_before(card, own | after):
        return made
    if not clean(card.front):
        raise Undecided("there is no question" + _only_media(card))
    long = max(len(text) for text in (card.front, card.back, *after.values()))
    if long > LONGEST:
        raise Undecided(f"a text of {long} characters; shorten it to {LONGEST}")
    for kind, fields in _guesses(card):
        if made := _sound(kind, own | fields | after, clean(card.back)):
            return made
    raise Undecided(_why_not(card))


def stable_id(card: Card) -> str:
    """An id that stays the same however often the note is edited and read again."""
    digest = hashlib.sha256(card.guid.encode(errors="replace")).hexdigest()[:12]
    return f"n-{digest}-{card.number + 1}" if card.number else f"n-{digest}"


def _as_before(card: Card, own: dict[str, Any]) -> Made | None:
    """The question that the card was in quizdl, if it still says the same."""
    try:
        data = json.loads(card.data) if card.data else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or not isinstance(kind := data.pop("kind", None), str):
        return None
    common = {name: own[name] for name in ("id", "subtopic", "level", "explanation", "source")}
    made = _sound(kind, {**data, **common})
    return made if made and _says(to_card(made.question)) == _says(card) else None


def _says(card: Card) -> list[str]:
    """What can be seen of a card, however its lines are broken."""
    front, options = _options(clean(card.front), card)
    return [" ".join(clean(text).split()) for text in (front if card.back else with_gaps(front), card.back, *options)]


def _sound(kind: str, fields: dict[str, Any], back: str = "") -> Made | None:
    """The question, if it is whole and takes its own answer; for a number that is the `back` of the card."""
    from pydantic import ValidationError

    from quizdl.bank.validation import adapter

    if kind not in kinds.names():
        return None
    try:
        question: Question = adapter(kinds.kind(kind)).validate_python(fields)
        if any(question.problems()):
            return None
        answer = back if kind == "numeric" and back else question.expected()
        verdict = question.ask(random.Random(0)).grade(answer)  # noqa: S311
    except (ValidationError, ExpressionError, ValueError, ArithmeticError, RecursionError):
        return None
    if verdict.outcome != "correct" and kind in _TYPED:
        return None
    return Made(kind, fields, question)


def _guesses(card: Card) -> Iterator[tuple[str, dict[str, Any]]]:
    """The kinds that the card could be, with their fields, the best first."""
    front, back = clean(card.front), clean(card.back)
    if not back:
        yield from _gap(card)
        return
    prompt, options = _options(front, card)
    right = [line for line in back.split("\n") if line]
    if options:
        yield from _choice(prompt, options, right)
    if found := _TRUTH.fullmatch(back):
        said, why = found[1].casefold(), found[2] or NOT_GIVEN
        yield "choice", {"prompt": prompt, "answer": said, "choices": dict.fromkeys(_TRUTHS, why) | {said: None}}
    if options:
        return  # to type what stands there among others is no question
    if found := _NUMBER.fullmatch(back.rstrip(".")):
        yield from _number(front, found)
    if found_order := _in_order(front, right):
        yield "order", found_order
        return
    if _FORMULA.search(back):
        return
    items = [found[1] for line in right if (found := _ITEM.match(line))]
    if len(items) > 1 and len(items) == len(right) and all(map(_can_be_typed, items)):
        yield "recall", {"prompt": front, "need": len(items), "answer": {item: list[str]() for item in items}}
    if _can_be_typed(back):
        yield "cloze", {"prompt": f"{_without_blanks(front)}\n{{{{{back}}}}}"}


def _in_order(front: str, right: list[str]) -> dict[str, Any] | None:
    """Items that stand in the question as a list, and in the answer as another with numbers."""
    lines = front.split("\n")
    shown = [line[2:] for line in lines if line.startswith("- ")]
    numbered = [found[1] for number, line in enumerate(right, 1) if (found := re.fullmatch(rf"{number}\. (.+)", line))]
    if len(numbered) < 3 or sorted(shown) != sorted(numbered):
        return None
    return {"prompt": "\n".join(line for line in lines if not line.startswith("- ")), "answer": numbered}


def _gap(card: Card) -> Iterator[tuple[str, dict[str, Any]]]:
    """The text with the gaps of one number."""
    if "{{" in card.front and with_gaps(card.front) != card.front:
        yield "cloze", {"prompt": clean(card.front)}
        return
    parts = gaps(card.front)
    asked = [part for part in parts if part.number == card.number + 1]
    if not all(_can_be_typed(clean(part.text)) for part in asked):
        return
    prompt = clean(
        "".join(
            f"{{{{{clean(part.text)}}}}}" if part.number == card.number + 1 else _without_blanks(part.text)
            for part in parts
        )
    )
    hints = [clean(part.hint) for part in asked if clean(part.hint)]
    yield "cloze", {"prompt": prompt} | ({"hint": hints[0]} if len(hints) == 1 else {})


def _options(front: str, card: Card) -> tuple[str, dict[str, str]]:
    """The question without the options that stand below it, and these: at least two lines that are counted from the first letter or digit."""
    if card.options:
        return front, card.options
    lines = front.split("\n")
    options: list[str] = []
    marks = ""
    while lines and (found := _OPTION.match(lines[-1])):
        options.insert(0, found[2].strip())
        marks = found[1] + marks
        lines.pop()
    counted = marks.casefold() in ("abcdefghi"[: len(marks)], "123456789"[: len(marks)])
    if len(options) < 2 or not counted or not (prompt := clean("\n".join(lines))):
        return front, {}
    return prompt, dict.fromkeys(options, "")


def _choice(prompt: str, options: dict[str, str], right: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    names = list(options)
    by_words = {_words(name): name for name in names}
    chosen = []
    for line in right:
        found = by_words.get(_words(line))
        if found is None and (mark := _OPTION.match(f"{line} .")):  # `b) its words`, or `b` alone
            found = by_words.get(_words(mark[2].removesuffix(" .")))
        if found is None and re.fullmatch(r"[(\[]?[A-Ia-i1-9][.):\]]?", line):
            letter = line.strip("()[].:").casefold()
            place = "abcdefghi".find(letter) if letter.isalpha() else int(letter) - 1
            found = names[place] if place < len(names) else None
        if found is None:
            return
        chosen.append(found)
    choices = {name: None if name in chosen else clean(reason) or NOT_GIVEN for name, reason in options.items()}
    fields = {"prompt": prompt, "choices": choices}
    if len(chosen) == 1:
        yield "choice", fields | {"answer": chosen[0]}
        yield "multiple_choice", fields | {"answer": chosen}
    else:
        yield "multiple_choice", fields | {"answer": chosen}


def _words(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")


def _number(prompt: str, found: re.Match[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    number, unit = found["number"].replace(",", "").replace("−", "-").replace(" ", ""), found["unit"]
    if number.endswith("%"):
        number, unit = number[:-1], "%" if unit is None else None
    if unit and (word := _SCALE.fullmatch(unit)):
        number, unit = f"{number}e{SCALES[word[1].casefold()]}", None
    whole = re.fullmatch(r"[-+]?\d+", number) is not None
    tolerance = ABOUT if found["about"] else EXACT if whole else ROUNDED
    fields = {"prompt": prompt, "answer": number.removeprefix("+"), "tolerance": tolerance}
    yield "numeric", fields | ({"unit": unit} if unit else {})


def _can_be_typed(text: str) -> bool:
    """Whether a text can be a blank's: short, in one line, without the signs that a blank has itself."""
    short = 0 < len(text) <= TYPED_CHARACTERS and len(text.split()) <= TYPED_WORDS
    return short and not re.search(r"[|\n]|\{\{|\}\}|^\{|\}$", text)


def _without_blanks(text: str) -> str:
    """A text in which no blank starts by chance."""
    return text.replace("{{", "{ {").replace("}}", "} }")


def _only_media(card: Card) -> str:
    return " but pictures or sound" if card.media else ""


def _why_not(card: Card) -> str:
    back = clean(card.back)
    if not back and not any(part.number == card.number + 1 for part in gaps(card.front)):
        return "there is no answer" + _only_media(card)
    if not back:
        return "what is left out is too long to be typed, or has a sign in it that a blank cannot have; shorten it"
    if card.options or _options(clean(card.front), card)[1]:
        return "the answer is none of the options, or there are too many or too few of them"
    if _FORMULA.search(back):
        return "a formula is graded by its value, so quizdl must know its variables: write it into the bank as `kind: formula`"
    words = len(back.split())
    if words > TYPED_WORDS or "\n" in back:
        return f"an answer of {words} words cannot be graded: make it a short one, a list, a number or a choice"
    return "the answer cannot be read as something to type: make it a word, a list, a number or a choice"
