"""Checks a whole bank: everything that is wrong with it, at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from quizdl.bank.derivation_file import read_derivation
from quizdl.bank.find import CONTENTS, derivation_files, topic_files
from quizdl.bank.findings import Finding, short
from quizdl.bank.schema import Contents, Item, check_contents, check_topic_file
from quizdl.bank.yaml_file import YamlFile, read_yaml
from quizdl.domain.derivation import Derivation


class Checked:
    """A bank that was read from its files.

    Attributes:
        contents: bank.yaml, or None when that is broken (then nothing else was read).
        items: path of a topic file to what passed of it.
        derivations: path of a derivation file to what it holds.
        findings: what is wrong, in the order of the files.
    """

    def __init__(self, root: Path, only: Collection[Path] | None = None) -> None:
        """Reads `bank.yaml` and all other files, or `only` some of them."""
        self.items: dict[Path, list[Item]] = {}
        self.derivations: dict[Path, Derivation] = {}
        file = read_yaml(root / CONTENTS)
        self.contents = check_contents(file) if not file.findings else None
        self.findings = list(file.findings)
        if self.contents is None:
            return
        for path in topic_files(root):
            if only is None or path in only:
                self.add_topic(path, self.contents)
        paths = derivation_files(root)
        for path in paths:
            if only is None or path in only:
                self.add_derivation(path, self.contents)
        self._across({path.stem for path in paths}, file, self.contents)

    def add_topic(self, path: Path, contents: Contents) -> None:
        """Reads a topic file."""
        file = read_yaml(path)
        self.items[path] = list(check_topic_file(file, contents)) if not file.findings else []
        self.findings += sorted(file.findings)

    def add_derivation(self, path: Path, contents: Contents) -> None:
        """Reads a derivation file."""
        derivation, findings = read_derivation(path)
        self.findings += findings
        if derivation is None:
            return
        topic = contents.topics.get(derivation.topic)
        if topic is None:
            self.findings.append(Finding(short(path), 1, "topic", f"folder {derivation.topic!r} is not a topic of bank.yaml"))
        elif derivation.subtopic not in topic.subtopics:
            message = f"unknown subtopic {derivation.subtopic!r}; one of {', '.join(topic.subtopics)}"
            self.findings.append(Finding(short(path), 1, "subtopic", message))
        else:
            self.derivations[path] = derivation

    def _across(self, derivations: set[str], file: YamlFile, contents: Contents) -> None:
        """What no file can know alone: ids that stand twice, tracks of derivations that are not there."""
        first: dict[str, str] = {}
        for path, line, name in self._ids():
            where = f"{short(path)}:{line}"
            if (other := first.setdefault(name, where)) != where:
                self.findings.append(Finding(short(path), line, "duplicate", f"id {name!r} stands at {other} too; rename one"))
        for name, track in contents.tracks.items():
            for i, derivation in enumerate(track.derivations):
                if derivation not in derivations:
                    line = file.line(("tracks", name, "derivations", i))
                    message = f"track {name}: there is no derivation {derivation!r}; add its file or take it out"
                    self.findings.append(Finding(short(file.path), line, "track", message))

    def _ids(self) -> Iterator[tuple[Path, int, str]]:
        for path, items in self.items.items():
            for item in items:
                yield path, item.line, item.id
        for path, derivation in self.derivations.items():
            yield path, derivation.line, derivation.id

