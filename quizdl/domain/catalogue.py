"""What a bank holds, as far as choosing from it needs: topics, tracks, and one light line per question."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""How a question is called, and a bank that was added: a to z, 0 to 9 and single hyphens."""


class Topic(NamedTuple):
    """A topic with its subtopics (id to description), in teaching order."""

    id: str
    title: str
    subtopics: Mapping[str, str]


class Track(NamedTuple):
    """A series of derivations in learning order."""

    id: str
    title: str
    derivations: tuple[str, ...]


class Entry(NamedTuple):
    """One question or template of a bank, without its text.

    Attributes:
        seconds: the answer clock.
        generated: it is a template.
        path: the file, and `line` the line in it (from 1).
    """

    id: str
    kind: str
    topic: str
    subtopic: str
    level: int
    seconds: float
    generated: bool
    source: str
    path: str
    line: int
