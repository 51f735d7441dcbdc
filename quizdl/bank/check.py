"""Checks a whole bank: everything that is wrong with it, at once."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from quizdl.bank.derivation_file import read_derivation
from quizdl.bank.find import CONTENTS, derivation_files, interview_file, topic_files
from quizdl.bank.findings import Finding, nearest, short
from quizdl.bank.interview_schema import check_interviews, places
from quizdl.bank.schema import TRIED_DRAWS, Contents, Item, check_contents, check_topic_file, ids
from quizdl.bank.yaml_file import YamlFile, read_yaml
from quizdl.domain.derivation import Derivation


class Checked:
    """A bank that was read from its files.

    Attributes:
        root: the folder of the bank.
        contents: bank.yaml, or None when that is broken (then nothing else was read).
        items: path of a topic file to what passed of it.
        derivations: path of a derivation file to what it holds.
        interviews: what passed of the file of interviews, as plain data; None if there is none, or it was not read.
        places: lines of the steps of its chains, as `chain.step`, and of its product questions.
        findings: what is wrong, in the order of the files.
    """

    def __init__(self, root: Path, only: Collection[Path] | None = None, draws: int = TRIED_DRAWS) -> None:
        """Reads `bank.yaml` and all other files, or `only` some of them; tries so many draws of each template."""
        self._draws = draws
        self.root = root
        self.items: dict[Path, list[Item]] = {}
        self.derivations: dict[Path, Derivation] = {}
        self.interviews: dict[str, Any] | None = None
        self.places: dict[str, int] = {}
        self._ids: list[tuple[Path, int, str]] = []
        file = read_yaml(root / CONTENTS)
        self.contents = check_contents(file)
        self.findings = sorted(file.findings)
        if self.contents is None:
            return
        for path in topic_files(root):
            if only is None or path in only:
                self._add_topic(path, self.contents)
        interviews = interview_file(root)
        if interviews and (only is None or interviews in only):
            self._add_interviews(interviews, self.contents)
        paths = derivation_files(root)
        for path in paths:
            if only is None or path in only:
                self._add_derivation(path, self.contents)
        self._across({path.stem for path in paths}, file, self.contents)

    def _add_topic(self, path: Path, contents: Contents) -> None:
        file = read_yaml(path)
        readable = file.data is not None or not file.findings
        self.items[path] = list(check_topic_file(file, contents, self._draws)) if readable else []
        self._ids += [(path, line, name) for line, name in ids(file)]
        self.findings += sorted(file.findings)

    def _add_interviews(self, path: Path, contents: Contents) -> None:
        file = read_yaml(path)
        if file.data is not None or not file.findings:
            self.interviews = check_interviews(file, contents, self._draws)
            self.places = dict(places(file))
        self.findings += sorted(file.findings)

    def _add_derivation(self, path: Path, contents: Contents) -> None:
        subtopics = {name: topic.subtopics for name, topic in contents.topics.items()}
        derivation, findings = read_derivation(path, subtopics)
        self.findings += findings
        self._ids.append((path, derivation.line if derivation else 1, path.stem))
        if derivation is not None:
            self.derivations[path] = derivation

    def _across(self, derivations: Collection[str], file: YamlFile, contents: Contents) -> None:
        """What no file can know alone: ids that stand twice, tracks of derivations that are not there."""
        first: dict[str, str] = {}
        for path, line, name in self._ids:
            where = f"{short(path)}:{line}"
            if (other := first.setdefault(name, where)) != where:
                message = f"id {name!r} stands at {other} too; rename one"
                self.findings.append(Finding(short(path), line, "duplicate", message))
        for name, track in contents.tracks.items():
            for i, derivation in enumerate(track.derivations):
                if derivation not in derivations:
                    line = file.line(("tracks", name, "derivations", i))
                    meant = nearest(derivation, derivations) or "; add its file or take it out"
                    message = f"track {name}: there is no derivation {derivation!r}{meant}"
                    self.findings.append(Finding(short(file.path), line, "track", message))
