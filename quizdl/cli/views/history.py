"""What was merged, shared or taken back, the backups there are, and what was disputed, marked or is no longer in the bank."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quizdl.cli.views.style import KEY, QUIET, TITLE, indented, marked
from quizdl.domain.day import in_words

if TYPE_CHECKING:
    from quizdl.app.amend import Dispute, Marked, Undone
    from quizdl.app.sync import Synced
    from quizdl.domain.analysis import Orphan
    from quizdl.history.backups import Backup
    from quizdl.history.merging import Merged

SHOWN = 300
"""Characters of an answer; all of it is in the log."""
SEGMENTS = 5
"""Files that could not be read, of which the names are shown."""
_WHY = {"flag": "flagged", "bury": "buried", "suspend": "suspended", "leech": "forgotten too often"}


def merged_view(merged: Merged) -> Text:
    """How much was added."""
    words = f"Added {merged.reviews} answers to questions and {merged.attempts} to derivations; {merged.known} were there already."
    if merged.marks:
        words += f" {merged.marks} mark{'s' * (merged.marks != 1)} on them came too."
    if merged.differing:
        words += f" {merged.differing} of them say something else there and stay as they are."
    return Text(words)


def synced_view(synced: Synced) -> RenderableType:
    """What came and what went; what could not be read, and why."""
    came = ", ".join(
        _count(number, word)
        for number, word in ((synced.reviews, "answer"), (synced.attempts, "derivation"), (synced.marks, "mark"))
        if number
    )
    went = f"{_count(synced.written, 'event')} in {_count(synced.files, 'file')}" if synced.written else ""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style=QUIET, no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row("folder", Text(synced.folder, KEY))
    table.add_row("read", Text(came or "nothing new"))
    table.add_row("written", Text(went or "nothing new"))
    parts: list[RenderableType] = [table]
    if synced.differing:
        words = f"{_count(synced.differing, 'event')} of the folder say something else here: one was changed by hand. Both stay as they are."
        parts.append(Text(words))
    for one in synced.left[:SEGMENTS]:
        parts.append(Text.assemble("Not read: ", (one.name, KEY), f": {one.why}"))
    if synced.left:
        more = f"… and {len(synced.left) - SEGMENTS} more. " if len(synced.left) > SEGMENTS else ""
        parts.append(Text(f"{more}The next sync tries again; nothing is lost.", style=QUIET))
    if synced.others:
        parts.append(Text(f"{_count(synced.others, 'other file')} in the folder: left alone.", style=QUIET))
    return indented(*parts)


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'s' * (number != 1)}"


def backups_view(found: Sequence[Backup]) -> Text:
    """The backups, newest first."""
    if not found:
        return Text("The history is sound. No backup yet: the first use of each day makes one.")
    rows = [f"  {backup.name:12}  {backup.size / 1e6:8.1f} MB" for backup in found]
    return Text(
        "\n".join(["The history is sound. Its backups:", *rows, "quizdl history restore NAME adds what is missing."])
    )


def undone_view(undone: Undone, now: datetime, zone: tzinfo | None) -> RenderableType:
    """Which answer was taken back, and what becomes of its question."""
    review = undone.review
    due = f"It comes back {in_words(undone.due, now, zone)}." if undone.due else "It is new again."
    return indented(
        Text.assemble("Taken back: ", (review.question, KEY), f", {_when(review.at, zone)}: {_short(review.answer)} ", marked(review.outcome)),
        Text(due),
    )  # fmt: skip


def disputes_view(found: Sequence[Dispute], zone: tzinfo | None) -> RenderableType:
    """The disputed answers, one below the other."""
    if not found:
        return indented(Text("No disputed answer. The verdict of a drill has a key for it: “I was right”."))
    parts: list[RenderableType] = []
    for one in found:
        review = one.review
        rows: list[tuple[str, str | Text]] = [
            ("asked", one.prompt or "the question has changed since"),
            ("answer", _short(review.answer)),
            ("expected", one.expected or "–"),
            ("judged", marked(review.outcome)),
            ("again", f"quizdl bank answer {review.question} --seed {review.seed} TEXT"),
            ("bank", f"{one.bank or 'unknown'}, quizdl {one.quizdl or 'unknown'}"),
        ]
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(style=QUIET, no_wrap=True)
        table.add_column(overflow="fold")
        for name, value in rows:
            table.add_row(name, Text(value) if isinstance(value, str) else value)
        head = Text.assemble((review.question, TITLE), (f"  {_when(review.at, zone)}", QUIET))
        parts += [head, Padding(table, (0, 0, 1, 2))]
    parts.append(Text("quizdl history disputes --json has all of it, for a report.", style=QUIET))
    return indented(*parts)


def marked_view(found: Sequence[Marked], now: datetime, zone: tzinfo | None) -> RenderableType:
    """The questions with a mark."""
    if not found:
        return indented(Text("No question is flagged, buried or suspended."))
    table = Table.grid(padding=(0, 3, 0, 0))
    table.add_column(style=KEY, no_wrap=True)
    table.add_column(overflow="fold")
    for one in found:
        more = (
            f", back {in_words(one.until, now, zone)}" if one.until else f": {_short(one.remark)}" if one.remark else ""
        )
        table.add_row(one.question, Text(f"{_WHY[one.what]}{more}"))
    return indented(table, Text(), Text("quizdl history marked --take-off QUESTION asks it again.", style=QUIET))


def taken_off_view(question: str, found: Sequence[Marked]) -> RenderableType:
    """What a question is no longer."""
    return indented(Text.assemble((question, KEY), f": no longer {' or '.join(_WHY[one.what] for one in found)}."))


def orphans_view(found: Sequence[Orphan], zone: tzinfo | None) -> RenderableType:
    """What the bank does not have."""
    if not found:
        return indented(Text("The bank has every question and derivation that was answered."))
    table = Table.grid(padding=(0, 3, 0, 0))
    table.add_column(style=KEY, overflow="fold")
    table.add_column()
    table.add_column(justify="right")
    table.add_column(style=QUIET, no_wrap=True)
    for one in found:
        table.add_row(
            one.id, one.kind, f"{one.answers} answer{'s' * (one.answers != 1)}", f"{one.last.astimezone(zone):%Y-%m-%d}"
        )
    words = "The bank does not have these. They are kept, and count again when it has them."
    return indented(Text(words), Text(), table)


def _when(at: datetime, zone: tzinfo | None) -> str:
    return f"{at.astimezone(zone):%a %d %b, %H:%M}"


def _short(answer: str) -> str:
    return f"“{answer}”" if len(answer) <= SHOWN else f"“{answer[:SHOWN]}…”"
