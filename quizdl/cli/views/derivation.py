"""A derivation: its statement, the list of tracks, and the reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from quizdl.app.derive import Standing
from quizdl.cli.views.prose import CODE, Prose
from quizdl.cli.views.style import KEY, QUIET, RIGHT, TITLE, WARN, bar, indented, rule
from quizdl.domain.catalogue import Track
from quizdl.domain.derivation import Derivation

SAVING = "and save: every save is graded"
STATES = {"solved": ("✓", RIGHT), "tried": ("◐", WARN), "seen": ("◑", WARN), "new": ("◦", QUIET)}


def statement_view(
    derivation: Derivation, track: Track | None, path: Path | None, width: int, saving: str = SAVING
) -> RenderableType:
    """What is asked, where the answer goes, and what is to be done when it is there (`saving`)."""
    place = f"{track.id} {track.derivations.index(derivation.id) + 1}/{len(track.derivations)} · " if track else ""
    head = f"{place}{derivation.id} · about {derivation.minutes} min"
    parts: list[RenderableType] = [Text(), rule(head if len(head) + 4 <= width else derivation.id), Text()]
    parts.append(indented(Text(derivation.title, style=TITLE), Text(), Prose(derivation.statement)))
    signature = f"def {derivation.function}({derivation.signature}):"
    parts += [
        Text(),
        indented(Text(signature, style=KEY), Padding(Text(derivation.docstring, style=QUIET), (0, 0, 0, 4))),
        Text(),
    ]
    if path is not None:
        parts += [
            indented(Text.assemble("Write it in ", (str(path), TITLE), f", {saving}.")),
            Text(),
        ]
    return Group(*parts)


def tracks_view(tracks: Sequence[Track], standings: Mapping[str, Standing], width: int) -> RenderableType:
    """All tracks with what is solved, and the command for the next one."""
    parts: list[RenderableType] = []
    longest = max((len(name) for name in standings), default=0)
    groups = {(track.id, track.title): track.derivations for track in tracks}
    if left := tuple(standings.keys() - {name for track in tracks for name in track.derivations}):
        groups["no track", "To be derived one by one: quizdl derive ID"] = tuple(sorted(left))
    for (name, words), derivations in groups.items():
        own = [standings[name] for name in derivations if name in standings]
        solved = sum(standing.state == "solved" for standing in own)
        head = Text.assemble((name, KEY), "  ", bar(solved / max(len(own), 1), 10), f" {solved}/{len(own)}")
        parts += [Text(), indented(head, Text(words, style=QUIET))]
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(no_wrap=True)
        table.add_column(width=min(longest, width - 16), no_wrap=True)
        if width >= 70:
            table.add_column(style=QUIET)
        table.add_column(justify="right", no_wrap=True, style=QUIET)
        for standing in own:
            mark, style = STATES[standing.state]
            title = [Text(standing.derivation.title)] if width >= 70 else []
            table.add_row(
                Text(mark, style=style),
                Text(standing.derivation.id),
                *title,
                Text(f"{standing.derivation.minutes} min"),
            )
        parts.append(indented(indented(table)))
    legend = Text("✓ solved   ◐ tried   ◑ solved after the reference   ◦ new", style=QUIET)
    parts += [Text(), indented(legend)]
    if tracks:
        parts.append(indented(Text.assemble("Next of a track: ", (f"quizdl derive {tracks[0].id}", KEY))))
    parts.append(Text())
    return Group(*parts)


def reference_view(derivation: Derivation, width: int) -> RenderableType:
    """The reference, the way to it, and its source."""
    code = Syntax(derivation.reference_code, "python", theme=CODE, background_color="default", word_wrap=True)
    solution = [indented(Prose(derivation.solution)), Text()] if derivation.solution else []
    return Group(
        Text(),
        rule(f"{derivation.id} · reference"),
        Text(),
        code,
        Text(),
        *solution,
        indented(Text(derivation.source, style=QUIET)),
        Text(),
    )
