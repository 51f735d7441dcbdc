"""A bank that is written question by question: a topic file is never held, and never longer than a bank's files may be."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from quizdl.bank.find import CONTENTS, INTERVIEWS
from quizdl.bank.findings import LARGEST, Finding
from quizdl.bank.schema import FORMAT, check_contents, check_topic_file
from quizdl.bank.yaml_file import read_yaml

MOST = LARGEST - 200_000
"""Bytes of a topic file; the next ones go into another."""
_LONGEST_NAME = 40
_SUBTOPIC = re.compile(r"[a-z0-9_.-]{1,40}")
_Dumper: Any = type(
    "_Dumper", (getattr(yaml, "CSafeDumper", yaml.SafeDumper),), {"ignore_aliases": lambda self, data: True}
)
_Dumper.add_representer(type(None), lambda dumper, _: dumper.represent_scalar("tag:yaml.org,2002:null", ""))


@dataclass
class _Topic:
    title: str
    subtopics: dict[str, str] = field(default_factory=dict)
    size: int = 0
    parts: int = 1


class BankFolder:
    """A folder that becomes a bank."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._topics: dict[str, _Topic] = {}

    def subtopic(self, deck: tuple[str, ...], tags: tuple[str, ...]) -> tuple[str, str]:
        """The topic and subtopic of a deck; by the ids that quizdl's own notes carry as tags, else by the deck's names."""
        if len(tags) == 2:
            titles = deck[-2:] if len(deck) > 1 else (tags[0], tags[1])
            first, second = slug(tags[0]), tags[1]
        else:
            titles = (deck[0], " - ".join(deck[1:]) or "all") if deck else ("imported", "all")
            first, second = slug(titles[0]), titles[1] if _SUBTOPIC.fullmatch(titles[1]) else slug(titles[1])
        topic = self._topics.setdefault(first, _Topic(titles[0]))
        topic.subtopics.setdefault(second, titles[1])
        return first, second

    def add(self, topic: str, kind: str, fields: dict[str, Any]) -> None:
        """Writes a question into the file of its topic."""
        own = {name: fields[name] for name in ("id", "subtopic", "level")}
        item = {"id": own["id"], "kind": kind, **own, **fields}
        text = yaml.dump([item], Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
        at = self._topics[topic]
        size = len(text.encode())
        if at.size + size > MOST:
            at.size = 0
            self._next_part(topic)
        name = self._name(topic)
        with (self.root / f"{name}.yaml").open("a", encoding="utf-8", newline="\n") as file:
            if not at.size:
                file.write(f"topic: {name}\nquestions:\n")
            file.write(text)
        at.size += size

    def finish(self, title: str) -> list[Finding]:
        """Writes what the bank contains, and reads all of it again; returns what is wrong with it."""
        topics: dict[str, Any] = {}
        for name, topic in self._topics.items():
            for part in range(1, topic.parts + 1):
                own = name if part == 1 else f"{name}_{part}"
                if (self.root / f"{own}.yaml").exists():
                    words = topic.title if part == 1 else f"{topic.title} ({part})"
                    topics[own] = {"title": words, "subtopics": topic.subtopics}
        contents = {"format": FORMAT, "title": title, "topics": topics}
        text = yaml.dump(contents, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
        (self.root / CONTENTS).write_text(text, encoding="utf-8", newline="\n")
        return list(self._findings(topics))

    def _findings(self, topics: dict[str, Any]) -> Iterator[Finding]:
        file = read_yaml(self.root / CONTENTS)
        contents = check_contents(file)
        yield from file.findings
        for name in topics if contents else ():
            own = read_yaml(self.root / f"{name}.yaml")
            for _ in check_topic_file(own, contents) if contents else ():
                pass
            yield from own.findings

    def _name(self, topic: str) -> str:
        part = self._topics[topic].parts
        return topic if part == 1 else f"{topic}_{part}"

    def _next_part(self, topic: str) -> None:
        self._topics[topic].parts += 1


def slug(title: str) -> str:
    """A name for a file, of a to z, 0 to 9 and `_`; of a title in other letters something that stays the same."""
    plain = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_LONGEST_NAME].strip("_")
    if not name or f"{name}.yaml" in (CONTENTS, INTERVIEWS):
        return f"deck_{hashlib.sha256(title.encode(errors='replace')).hexdigest()[:6]}"
    return name
