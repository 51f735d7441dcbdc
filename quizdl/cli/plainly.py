"""The plainest command lines. Without Typer: the first question, and the verdict, wait for all that is loaded before."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Set
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from quizdl.cli import places
from quizdl.errors import GOOD

if TYPE_CHECKING:
    from quizdl.bank.compiled import Bank

_SWITCHES = {
    "--weak": "weak", "--due": "due", "--ahead": "ahead", "--plan": "plan", "--resume": "resume", "--confidence": "confidence",
    "--no-timer": "timed", "--plain": "plain", "--json": "as_json",
}  # fmt: skip
"""Those of a drill, each with the wish that it stands for."""


def run_plainly(arguments: list[str], bank: str | None) -> int | None:
    """Runs a command line that is `drill`, `derive ID --file FILE`, as an editor says it at every save, or `grade FILE|FOLDER… --derivation ID`.

    A drill or a class may have the options that are used most.

    Args:
        arguments: the command line.
        bank: the bank that the environment names, if it does.

    Returns:
        The exit code; None if the command line says anything else.
    """
    match arguments:
        case ["derive", name, "--file" | "-f", file] if name and file and "-" not in (name[0], file[0]):
            from quizdl.cli.once import grade_once

            return grade_once(_bank(bank), name, Path(file), None, None, as_json=False)
        case ["drill", *words]:
            return _drill_plainly(words, bank)
        case ["grade", *words]:
            return _class_plainly(words, bank)
    return None


def _drill_plainly(words: list[str], bank: str | None) -> int | None:
    """Drills if it is said with no more than a topic, a count, a seed, a bank and switches."""
    said = _said(words, {"--bank", "--topic", "--count", "--seed"}, {"-t": "--topic", "-n": "--count"}, _SWITCHES)
    if said is None or said.paths or "QUIZDL_PLAIN" in os.environ:
        return None
    numbers = {name: said.options[name] for name in ("--count", "--seed") if name in said.options}
    if not all(text.isascii() and text.isdecimal() and len(text) < 10 for text in numbers.values()):
        return None
    count, seed = (int(numbers[name]) if name in numbers else None for name in ("--count", "--seed"))
    if count == 0:
        return None
    from quizdl.cli.drilling import Wishes, start

    folder = said.options.get("--bank") or bank
    switches: dict[str, Any] = {_SWITCHES[name]: name != "--no-timer" for name in said.switches}
    topic, place = said.options.get("--topic"), Path(folder) if folder else None
    start(Wishes(topic=topic, how_many=count, seed=seed, bank=place, **switches))
    return GOOD


def _class_plainly(words: list[str], bank: str | None) -> int | None:
    """Grades a class if it is said with no more than paths, a derivation, a bank and `--json`."""
    said = _said(words, {"--bank", "--derivation"}, {"-d": "--derivation"}, {"--json"})
    if said is None or not said.paths or "--derivation" not in said.options:
        return None
    from quizdl.cli.grading import Wishes, grade_class

    wishes, paths = Wishes(as_json="--json" in said.switches), [*map(Path, said.paths)]
    return grade_class(_bank(said.options.get("--bank") or bank), paths, said.options["--derivation"], None, wishes)


class _Said(NamedTuple):
    paths: list[str]
    options: dict[str, str]
    switches: set[str]


def _said(words: list[str], options: Set[str], short: Mapping[str, str], switches: Collection[str]) -> _Said | None:
    """What the words of a command line say; None if any of them is not so plain that it is clear without Typer."""
    found = _Said([], {}, set())
    left = iter(words)
    for word in left:
        name = short.get(word, word)
        if name in options:
            found.options[name] = next(left, "")
            if found.options[name][:1] in ("", "-"):
                return None
        elif word in switches:
            found.switches.add(word)
        elif word[:1] in ("", "-"):
            return None
        else:
            found.paths.append(word)
    return found


def _bank(folder: str | None) -> Bank:
    return places.bank(Path(folder) if folder else None)
