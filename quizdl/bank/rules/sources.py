"""Where a question is from, and who else has answered it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizdl.bank.rules.rule import Rule, each_sample

_REVIEWED = re.compile(r"20\d\d-[01]\d-[0-3]\d (agreed|fixed)")
_ADDRESS = re.compile(r"\S+/\S*|\b[\w-]+(\.[\w-]+)*\.(ch|com|edu|io|net|org|tech|xyz)\b")
_PLACE = re.compile(
    r'"[^"]+"|\'[^\']+\'|\barXiv \d{4}\.\d{4,5}|\bdoi 10\.\d+|\b(sections?|chapters?|appendix|pages?|figure|abstract|rules?|step) |'
    r"\w[\w.-]*/[\w.~-]+|\b\d+\(\d+\)|\babstract$|: algorithm"
)


def placeless(source: str) -> Iterator[str]:
    """What is said of a source that nobody could open where the author did."""
    if not is_title_and_place(source):
        yield "the source needs a title and a place in it: a section, an arXiv number, a page's path, a file"


def is_title_and_place(source: str) -> bool:
    """Whether a source names what was opened, and where in it: no bare host, no title alone."""
    return bool(re.search(r"[A-Za-z]{2,}", _ADDRESS.sub("", source)) and _PLACE.search(source))


def unread(reviewed: str | None) -> Iterator[str]:
    """What is said of what has no second reader."""
    if not _REVIEWED.fullmatch(reviewed or ""):
        yield "no second reader: after somebody else answered it cold, add `reviewed: 2026-11-22 agreed`, or `fixed`"


RULES = (
    Rule("BANK006", "A source has a title and a place in it.",
         "A reader must be able to open what the author opened; a home page proves nothing.",
         each_sample(lambda question: placeless(question.source))),
    Rule("BANK007", "A second reader answered it cold: `reviewed: date agreed`, or `fixed`.",
         "An author cannot see what is missing from the prompt, nor which other answer is right too.",
         each_sample(lambda question: unread(question.reviewed))),
)  # fmt: skip
