"""A small bank that is right, to be broken in one place at a time."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from quizdl.bank.check import Checked
from tests.bank.small import FILES


def seeded(seed: int) -> random.Random:
    """A source of random numbers."""
    return random.Random(seed)


class SmallBank:
    """A bank in a folder of its own, in which the test stands."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, name: str, content: str | bytes) -> Path:
        """Writes a file of the bank."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def change(self, name: str, old: str, new: str) -> None:
        """Replaces what stands exactly once in a file."""
        text = (self.root / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def findings(self) -> list[str]:
        """What a check says, line by line."""
        return [str(finding) for finding in Checked(self.root).findings]


@pytest.fixture
def small_bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallBank:
    """A bank without findings: two topics, all of a question's fields, a template, two derivations, a track."""
    bank = SmallBank(tmp_path / "question_bank")
    for name, text in FILES.items():
        bank.write(name, text)
    monkeypatch.chdir(bank.root)
    return bank
