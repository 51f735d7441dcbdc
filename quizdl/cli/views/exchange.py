"""What became of somebody's notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from quizdl.app.exchange import REVIEWS, UNDECIDED
from quizdl.cli.views.style import KEY, QUIET, indented, plural

if TYPE_CHECKING:
    from quizdl.app.exchange import Imported


def imported_view(imported: Imported) -> RenderableType:
    """How many questions of which kind there are, what is undecided, and what to do next."""
    folder = str(imported.folder)
    lines = [Text.assemble((folder, KEY), f": {plural(imported.questions, 'question')}")]
    if imported.kinds:
        counts = (f"{count} {kind.replace('_', ' ')}" for kind, count in sorted(imported.kinds.items()))
        lines.append(Text(", ".join(counts), style=QUIET))
    if imported.undecided:
        lines.append(
            Text(
                f"{plural(len(imported.undecided), 'note')} to decide, as listed above: edit {folder}/{UNDECIDED}, then import that."
            )
        )
    if imported.media:
        lines.append(Text(f"Pictures and sound of {plural(imported.media, 'card')} were left out."))
    if imported.reviews:
        lines.append(
            Text(
                f"{plural(imported.reviews, 'answer')} given before are in {folder}/{REVIEWS}: quizdl bank add says how they count."
            )
        )
    if imported.questions:
        lines.append(Text(f"Next: quizdl bank check {folder}, then quizdl bank add {folder}"))
    return indented(*lines)
