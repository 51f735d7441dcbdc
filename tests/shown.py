"""What the documentation shows: console sessions, files, shell blocks, and commands within the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .conftest import BANK, ROOT

PAGES = (*sorted(ROOT.glob("*.md")), BANK / "README.md", *sorted((ROOT / "docs").glob("*.md")))
_FENCE = re.compile(r"^( *)```(\S+)?([^\n]*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_SHELLS = ("sh", "bash", "shell")
_TITLE = re.compile(r'title="([^"]+)"')
_GENERATED = re.compile(r"^<!-- \[\[\[cog.*?\[\[\[end\]\]\] -->$", re.MULTILINE | re.DOTALL)
_WITHIN = re.compile(r"`(quizdl(?: [^`]+)?)`")


@dataclass(frozen=True, slots=True)
class Command:
    """A command of a console session, and what is shown below it."""

    line: str
    shown: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class File:
    """A file that is shown with its name."""

    name: str
    text: str


def name(page: Path) -> str:
    """A page's path from the root."""
    return page.relative_to(ROOT).as_posix()


def steps(page: Path) -> Iterator[Command | File]:
    """The commands of a page's console sessions and its files, in their order."""
    for _, kind, words, text in _fences(page):
        if title := _TITLE.search(words):
            yield File(title[1], text)
        elif kind == "console":
            commands: list[Command] = []
            for line in text.splitlines():
                if line.startswith("$ "):
                    commands.append(Command(line[2:]))
                else:
                    commands[-1].shown.append(line)
            yield from commands


def shell_blocks(page: Path) -> list[str]:
    """The blocks that a reader copies into a shell."""
    return [text.strip() for _, kind, _, text in _fences(page) if kind in _SHELLS]


def other_blocks(page: Path) -> list[tuple[str, str]]:
    """What kind each other block is said to be, and its text."""
    return [(kind, text) for _, kind, _, text in _fences(page) if kind not in (*_SHELLS, "console")]


def within(page: Path) -> list[str]:
    """The commands of quizdl in a page's sentences and tables, without what is made from the program."""
    text = _GENERATED.sub("", _FENCE.sub("", page.read_text(encoding="utf-8")))
    return list(dict.fromkeys(found.replace(r"\|", "|") for found in _WITHIN.findall(text)))


def differences(shown: list[str], said: str) -> list[str]:
    """The lines that are shown and were not said, in this order. `…` in a line stands for anything, and blanks do not count."""
    rest = iter([" ".join(line.split()) for line in said.splitlines()])
    missing = []
    for line in shown:
        words = " ".join(line.split())
        if words in ("", "…"):
            continue
        pattern = re.compile(".*".join(re.escape(part) for part in words.split("…")))
        if not any(pattern.fullmatch(one) for one in rest):
            missing.append(line)
            break
    return missing


def _fences(page: Path) -> list[tuple[str, str, str, str]]:
    return _FENCE.findall(page.read_text(encoding="utf-8"))
