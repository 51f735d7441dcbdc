"""The scorecard as a file: one HTML page that needs nothing else, Markdown, or JSON."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quizdl.errors import UsageError

if TYPE_CHECKING:
    from quizdl.domain.scorecard import Findings, Scorecard

SUFFIXES = (".html", ".md", ".json")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~$&])")


def check(path: Path) -> None:
    """Complains now if a report could not be written later.

    Raises:
        UsageError: it ends in no known suffix, or cannot be written.
    """
    if path.suffix.casefold() not in SUFFIXES:
        raise UsageError(f"{path}: not a report that quizdl writes", f"end its name in {', '.join(SUFFIXES)}")
    there = os.path.lexists(path)
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NONBLOCK, 0o666))  # a fifo that nobody reads is refused
        if not there:
            path.unlink()
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror})", "name a file in a folder of yours") from None


def write(path: Path, card: Scorecard, found: Findings, topics: Mapping[str, str]) -> None:
    """Writes a report.

    Args:
        path: its suffix says which.
        card: of the interview.
        found: what follows from it.
        topics: their titles.

    Raises:
        UsageError: it cannot be written.
    """
    text = text_of(path.suffix.casefold(), card, found, topics)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        hint = "the scorecard is kept; once it can: quizdl interview --show 1 --report FILE"
        raise UsageError(f"{path}: cannot be written ({error.strerror})", hint) from None


def text_of(suffix: str, card: Scorecard, found: Findings, topics: Mapping[str, str]) -> str:
    """A report as text, by its suffix."""
    if suffix == ".json":
        return json.dumps(as_contract(card, found), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    return _rendered(f"interview{suffix}", card, found, topics)


def as_contract(card: Scorecard, found: Findings) -> dict[str, object]:
    """The JSON of a scorecard, with what follows from it."""
    last = found.last
    return {
        **card.plain(),
        "strengths": [asdict(t) for t in found.strengths], "gaps": [asdict(t) for t in found.gaps],
        "calibration": [asdict(c) for c in found.calibration], "next": [asdict(d) for d in found.drills],
        "last": {"session": last.session, "at": last.at.isoformat(), "role": last.role, "score": last.score} if last else None,
    }  # fmt: skip


def _rendered(template: str, card: Scorecard, found: Findings, topics: Mapping[str, str]) -> str:
    from quizdl.cli.views import scorecard as words
    from quizdl.cli.views.pages import environment
    from quizdl.cli.views.style import MARKS, percent
    from quizdl.domain.interview import TITLES

    made = environment()
    made.filters |= {"md": _markdown, "percent": percent}
    counts = {kind: sum(answer.round == kind for answer in card.answers) for kind in card.round_scores}
    before: Mapping[str, Any] = found.last.round_scores if found.last else {}
    return made.get_template(template).render(
        card=card, found=found, topics=topics, words=words, marks=MARKS, titles=TITLES, counts=counts, before=before,
        at=card.at.astimezone(),
    )  # fmt: skip


def _markdown(text: str) -> str:
    """A text in one line that means nothing in Markdown."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))
