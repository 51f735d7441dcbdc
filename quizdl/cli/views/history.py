"""What was merged, and the backups there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text

if TYPE_CHECKING:
    from quizdl.history.backups import Backup
    from quizdl.history.merging import Merged


def merged_view(merged: Merged) -> Text:
    """How much was added."""
    words = f"Added {merged.reviews} answers to questions and {merged.attempts} to derivations; {merged.known} were there already."
    if merged.marks:
        words += f" {merged.marks} marks: answers taken back or disputed, questions flagged or set aside, and the like."
    if merged.differing:
        words += f" {merged.differing} of them say something else there and stay as they are."
    return Text(words)


def backups_view(found: Sequence[Backup]) -> Text:
    """The backups, newest first."""
    if not found:
        return Text("The history is sound. No backup yet: the first use of each day makes one.")
    rows = [f"  {backup.name:12}  {backup.size / 1e6:8.1f} MB" for backup in found]
    return Text(
        "\n".join(["The history is sound. Its backups:", *rows, "quizdl history restore NAME adds what is missing."])
    )
