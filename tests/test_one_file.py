"""Adding a kind of question and adding a derivation each touch one file."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import SMALL_BANK
from tests.conftest import ROOT

pytestmark = pytest.mark.slow

SHOUT = '''"""One word, to be typed in capitals."""

from __future__ import annotations

import random
from dataclasses import dataclass

from quizdl.domain.question import Asked, Example, Question, Text, Verdict


@dataclass(frozen=True, kw_only=True)
class Shout(Question):
    """The `answer` is shouted."""

    answer: Text

    def ask(self, rng: random.Random) -> Asked:
        return Asked(self, self.prompt, "one word, in capitals", self.hint or f"It starts with {self.answer[0]}.")

    def grade(self, asked: Asked, text: str) -> Verdict:
        if text == self.answer.upper():
            return Verdict("correct", 1, "", self.expected())
        quiet = text.upper() == self.answer.upper()
        return Verdict("wrong", 0, "Louder!" if quiet else "", self.expected(), "quiet" if quiet else None)

    def expected(self) -> str:
        return self.answer.upper()


KIND = Shout
EXAMPLE = Example(
    fields={"prompt": "Which optimizer has two moments?", "answer": "Adam"},
    answers={"ADAM": "correct", "adam": "wrong", "SGD": "wrong"},
)
'''
QUESTION = """
  - id: op-shout-adam
    kind: shout
    subtopic: ch
    level: 1
    prompt: Which optimizer has two moments?
    answer: Adam
    explanation: Adam keeps averages of the gradient and of its square.
    source: Kingma and Ba 2015, arXiv 1412.6980
    reviewed: 2026-11-22 agreed
"""
DERIVATION = '''"""Backward pass of squaring

Forward, `a = z * z`. Given `dout` = dL/da, return `dz` = dL/dz.
"""

import numpy as np

SUBTOPIC = "or"
LEVEL = 1
MINUTES = 2
RETURNS = ("dz",)
GRADIENTS = {"dz": "z"}
HINTS = ("Take one element.",)
SOURCE = "Leibniz 1684, Nova Methodus"


def square_backward(dout, z):
    """dz, the gradient at the input.

    dout: (N,) gradient at the output
    z: (N,) input
    """
    return 2 * dout * z


def inputs(rng):
    for n in (1, 3, 5, 8):
        yield f"n = {n}", {"dout": rng.normal(size=n), "z": rng.normal(size=n)}


def loss(dout, z):
    return np.sum(dout * z * z)


def mistake_missing_two(dout, z):
    """The derivative of a square brings down a 2."""
    return dout * z
'''


class Checkout:
    """A copy of the package, a small bank where the real one would be, and the program in it."""

    def __init__(self, root: Path, home: Path) -> None:
        self.root = root
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(root),
            "QUIZDL_HOME": str(home),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        shutil.copytree(ROOT / "quizdl", root / "quizdl", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(SMALL_BANK, root / "question_bank", ignore=shutil.ignore_patterns("__pycache__"))

    def files(self) -> dict[str, str]:
        """What all files hold, by their path."""
        return {
            str(path.relative_to(self.root)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(self.root.rglob("*"))
            if path.is_file()
        }

    def quizdl(self, *arguments: str, stdin: str = "") -> tuple[int, str]:
        """Runs the program; its exit code and output."""
        done = subprocess.run(
            [sys.executable, "-m", "quizdl", *arguments], cwd=self.root, env=self.environment, input=stdin, text=True,
            capture_output=True, check=False,
        )  # fmt: skip
        assert done.stderr == "", done.stderr
        return done.returncode, done.stdout


@pytest.fixture
def checkout(tmp_path: Path, home: Path) -> Checkout:
    return Checkout(tmp_path / "checkout", home)


def test_a_kind_of_question_is_one_file(checkout: Checkout) -> None:
    before = checkout.files()
    (checkout.root / "quizdl/kinds/shout.py").write_text(SHOUT, encoding="utf-8")
    topic = checkout.root / "question_bank/choice.yaml"
    text = topic.read_text(encoding="utf-8")
    topic.write_text(text.replace("\nquestions:\n", f"\nquestions:{QUESTION}", 1), encoding="utf-8")
    changed = {path for path, stamp in checkout.files().items() if before.get(path) != stamp}
    assert changed == {"quizdl/kinds/shout.py", "question_bank/choice.yaml"}, "the kind, and a question of it"

    assert checkout.quizdl("bank", "check")[0] == 0
    exit_code, out = checkout.quizdl("bank", "answer", "op-shout-adam", "adam", "--json")
    verdict = json.loads(out)
    assert (exit_code, verdict["outcome"], verdict["mistake"], verdict["says"]) == (1, "wrong", "quiet", "Louder!")
    assert checkout.quizdl("bank", "answer", "op-shout-adam", "ADAM")[0] == 0
    count = text.count("\n  - id: ") + 1
    answers = "s\n" * count
    _, out = checkout.quizdl(
        "drill", "--topic", "choice", "--count", str(count), "--new", str(count), "--json", stdin=answers
    )
    asked = {event["question"]: event for event in map(json.loads, out.splitlines()) if event["event"] == "asked"}
    assert asked["op-shout-adam"]["kind"] == "shout"
    assert asked["op-shout-adam"]["form"] == "one word, in capitals"


def test_a_derivation_is_one_file(checkout: Checkout, tmp_path: Path) -> None:
    before = checkout.files()
    (checkout.root / "question_bank/derivations/order/square_backward.py").write_text(DERIVATION, encoding="utf-8")
    changed = {path for path, stamp in checkout.files().items() if before.get(path) != stamp}
    assert changed == {"question_bank/derivations/order/square_backward.py"}

    assert checkout.quizdl("bank", "check")[0] == 0
    listed = [json.loads(line)["derivation"] for line in checkout.quizdl("derive", "--json")[1].splitlines()]
    assert "square_backward" in listed
    answer = tmp_path / "answer.py"
    for body, outcome, mistake in (("2 * z * dout", "correct", None), ("z * dout", "wrong", "missing_two")):
        answer.write_text(f"def square_backward(dout, z):\n    return {body}\n", encoding="utf-8")
        exit_code, out = checkout.quizdl("derive", "square_backward", "--file", str(answer), "--json")
        verdict = json.loads(out)
        assert (verdict["outcome"], verdict["mistake"], exit_code) == (outcome, mistake, int(outcome != "correct"))
    assert (checkout.root / "square_backward.py").exists() is False
    assert "def square_backward(dout, z):" in checkout.quizdl("derive", "square_backward")[1]
    assert "NotImplementedError" in (checkout.root / "square_backward.py").read_text(encoding="utf-8")
