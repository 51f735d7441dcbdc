"""`quizdl grade` and `quizdl doctor` through a pipe."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from quizdl.errors import FAILED, GOOD, USAGE, WRONG
from tests.cli.conftest import Here
from tests.conftest import ROOT

ANSWER = "def relu_backward(dout, z):\n    return {}\n"


def test_every_answer_gets_its_verdict_whatever_the_others_do(here: Here, tmp_path: Path) -> None:
    answers = {
        "a": "dout * (z > 0)",
        "b": "dout * (dout > 0)",
        "c": "exec('while True: pass')",
        "e": "dout * (z > 0.0)",
    }
    for name, answer in answers.items():
        (tmp_path / f"{name}.py").write_text(ANSWER.format(answer), encoding="utf-8")
    (tmp_path / "d.py").write_bytes(b"\xff")
    done = here("grade", tmp_path, "--derivation", "relu_backward", "--seconds", "1", "--json")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["outcome"] for row in rows] == ["correct", "wrong", "timeout", "error", "correct"]
    assert rows[1]["mistake"] == "mask_on_dout"
    assert done.returncode == WRONG
    shown = here("grade", tmp_path / "a.py", tmp_path / "b.py", "-d", "relu_backward").stdout
    assert "1 of 2 right" in shown
    assert "1 × mask_on_dout" in shown
    assert here("grade", tmp_path / "a.py", "-d", "relu_backward").returncode == GOOD
    assert here("grade", tmp_path, "-d", "relu_bakward").returncode == USAGE


def test_what_is_wrong_with_the_bank_is_said_once_whatever_process_finds_it(here: Here, tmp_path: Path) -> None:
    bank = shutil.copytree(ROOT / "tests/cli/small_bank", tmp_path / "bank")
    file = bank / "derivations/order/twice.py"
    file.write_text(file.read_text().replace("def inputs(rng):\n", "def inputs(rng):\n    raise ValueError\n"))
    (tmp_path / "a.py").write_text(ANSWER.format("dout * (z > 0)"))
    done = here("grade", tmp_path / "a.py", tmp_path / "a.py", "-d", "twice", "--bank", bank)
    assert done.returncode == FAILED
    assert done.stderr.count("its cases cannot be made (ValueError)") == 1


def test_doctor_says_what_holds(here: Here) -> None:
    found = json.loads(here("doctor", "--json").stdout)
    assert {"versions", "places", "terminal", "sandbox"} == set(found)
    assert found["sandbox"]["safe"]
    assert "Stops an answer that tries to" in here("doctor").stdout
