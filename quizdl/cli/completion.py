"""What a shell completes: topics, tracks, derivations and questions, from the compiled bank as it stands. Nothing is compiled meanwhile."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from quizdl.cli import places

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quizdl.bank.compiled import Bank

_WORDS = ("COMP_WORDS", "_TYPER_COMPLETE_ARGS")
"""Where the shells put the command line: bash; the others."""
_FIRST_TAB = '[[ "$funcstack[1]" != _%(prog_name)s ]] || %(complete_func)s "$@"'
"""Where zsh runs the file as the function of its name, and not a line of .zshrc."""
_TO_A_SHELL = frozenset("\\$`\"'*?[]{}<>|&;!~#")


def command() -> list[str]:
    """The command of a line that a shell wants to be completed, if it is there already: only that one is to be loaded."""
    return next((os.environ[name].split()[1:2] for name in _WORDS if name in os.environ), [])


def without_rich() -> None:
    """Has Typer offer titles and helps as they are: to render them, for all shells but bash, takes longer than all else."""
    modules: dict[str, Any] = sys.modules
    modules["rich"] = None  # as if it were not installed


def at_the_first_tab() -> None:
    """Has what Typer writes for zsh complete at the first Tab too: zsh then runs the file, which only defines what completes."""
    from typer import _completion_shared

    scripts: dict[str, str] = vars(_completion_shared).get("_completion_scripts", {})
    if "zsh" in scripts:
        scripts["zsh"] = f"{scripts['zsh'].rstrip()}\n\n{_FIRST_TAB}\n"


def topics(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The topics, with their titles."""
    bank = _bank(context)
    return _starting(((topic.id, topic.title) for topic in bank.topics) if bank else (), incomplete)


def derivations(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The derivations, with their titles."""
    bank = _bank(context)
    return _starting(bank.derivation_titles().items() if bank else (), incomplete)


def tracks_and_derivations(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The tracks, then the derivations."""
    bank = _bank(context)
    tracks = ((track.id, track.title) for track in bank.tracks) if bank else ()
    return [*_starting(tracks, incomplete), *derivations(context, incomplete)]


def questions(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The questions and templates, with their topics."""
    bank = _bank(context)
    return _starting(bank.ids().items() if bank else (), incomplete)


def _starting(found: Iterable[tuple[str, str]], start: str) -> list[tuple[str, str]]:
    return [(name, _harmless(title)) for name, title in found if name.startswith(start) and name == _harmless(name)]


def _harmless(text: str) -> str:
    """Without what means something to a shell: zsh evaluates what it is given, and a bank is not trusted."""
    return "".join(sign for sign in text if sign.isprintable() and sign not in _TO_A_SHELL)


def _bank(context: typer.Context) -> Bank | None:
    from quizdl.bank.compiled import last_compiled
    from quizdl.errors import BankError

    given = context.params.get("bank")
    try:
        return last_compiled(places.sources(Path(given) if given else None), places.cache())
    except (BankError, OSError):
        return None
