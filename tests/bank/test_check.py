from __future__ import annotations

from pathlib import Path

import pytest

from quizdl.bank.check import Checked
from tests.bank.conftest import SmallBank
from tests.bank.small import FILES

OPTIMIZATION, DEEP = "optimization.yaml", "deep_learning.yaml"
RELU, DOUBLE = "derivations/deep_learning/relu_backward.py", "derivations/deep_learning/double.py"


def test_an_id_that_stands_twice_in_a_file_is_named_at_both_places(small_bank: SmallBank) -> None:
    small_bank.change(OPTIMIZATION, "id: op-half", "id: op-first-step")
    assert small_bank.findings() == [
        f"{OPTIMIZATION}:16: id 'op-first-step' stands at {OPTIMIZATION}:3 too; rename one"
    ]


def test_a_template_cannot_have_the_id_of_a_question(small_bank: SmallBank) -> None:
    small_bank.change(OPTIMIZATION, "id: op-gen-quotient", "id: op-half")
    assert small_bank.findings() == [f"{OPTIMIZATION}:42: id 'op-half' stands at {OPTIMIZATION}:16 too; rename one"]


def test_an_id_that_stands_in_two_files_is_named_at_both_places(small_bank: SmallBank) -> None:
    small_bank.change(OPTIMIZATION, "id: op-half", "id: dl-relu-slope")
    assert small_bank.findings() == [f"{OPTIMIZATION}:16: id 'dl-relu-slope' stands at {DEEP}:3 too; rename one"]


def test_a_derivation_cannot_have_the_id_of_a_question(small_bank: SmallBank) -> None:
    small_bank.change(OPTIMIZATION, "id: op-half", "id: double")
    assert small_bank.findings() == [f"{DOUBLE}:14: id 'double' stands at {OPTIMIZATION}:16 too; rename one"]


def test_two_derivations_in_different_folders_cannot_have_one_id(small_bank: SmallBank) -> None:
    other = "derivations/optimization/double.py"
    small_bank.write(other, FILES[DOUBLE].replace("dl.activations", "op.sgd"))
    assert small_bank.findings() == [f"{other}:14: id 'double' stands at {DOUBLE}:14 too; rename one"]


def test_an_id_that_stands_twice_is_named_although_the_question_has_other_faults(small_bank: SmallBank) -> None:
    small_bank.change(OPTIMIZATION, "- id: op-half\n    kind: numeric", "- id: op-first-step\n    kind: numerical")
    assert small_bank.findings() == [
        f"{OPTIMIZATION}:17: unknown kind 'numerical'; did you mean numeric?",
        f"{OPTIMIZATION}:16: id 'op-first-step' stands at {OPTIMIZATION}:3 too; rename one",
    ]


@pytest.mark.parametrize(
    ("name", "meant"), [("duoble", "did you mean double?"), ("zzz", "add its file or take it out")]
)
def test_a_track_with_a_missing_derivation_is_named_at_its_line(small_bank: SmallBank, name: str, meant: str) -> None:
    small_bank.change("bank.yaml", "- double", f"- {name}")
    assert small_bank.findings() == [f"bank.yaml:18: track backprop: there is no derivation {name!r}; {meant}"]


def test_a_track_whose_derivation_is_broken_is_not_blamed(small_bank: SmallBank) -> None:
    small_bank.change(DOUBLE, "LEVEL = 1\n", "")
    assert small_bank.findings() == [f"{DOUBLE}:1: LEVEL is missing; add it"]


def test_the_faults_of_all_files_come_at_once(small_bank: SmallBank) -> None:
    small_bank.change("bank.yaml", "- double", "- zzz")
    small_bank.write(DEEP, "topic: deep_learning\n\tquestions:\n")
    small_bank.change(OPTIMIZATION, "level: 2", "level: 5")
    small_bank.change(RELU, "LEVEL = 1\n", "")
    small_bank.write(DOUBLE, "def double(x:\n")
    places = [line.rsplit(": ", 1)[0].split(": ")[0] for line in small_bank.findings()]
    assert places == [f"{DEEP}:2", f"{OPTIMIZATION}:6", f"{DOUBLE}:1", f"{RELU}:1", "bank.yaml:18"]


def test_a_bank_without_a_table_of_contents_is_named(small_bank: SmallBank) -> None:
    (small_bank.root / "bank.yaml").unlink()
    complaint = "bank.yaml:1: cannot be read (No such file or directory); check its name and its permissions"
    assert small_bank.findings() == [complaint]


def test_what_an_editor_keeps_beside_the_files_is_not_read(small_bank: SmallBank) -> None:
    (small_bank.root / ".#optimization.yaml").symlink_to("someone@somewhere.1234")
    small_bank.write(".optimization.yaml.swp.yaml", b"\xff")
    small_bank.write("derivations/deep_learning/.#double.py", b"\xff")
    small_bank.write("derivations/.ipynb_checkpoints/double.py", b"\xff")
    small_bank.write("derivations/deep_learning/_helper.py", b"\xff")
    small_bank.write("derivations/deep_learning/__pycache__/double.py", b"\xff")
    assert small_bank.findings() == []


def test_only_the_files_that_are_asked_for_are_read(small_bank: SmallBank) -> None:
    small_bank.write(OPTIMIZATION, b"\xff")
    small_bank.write(RELU, b"\xff")
    checked = Checked(small_bank.root, only={small_bank.root / DEEP, small_bank.root / DOUBLE})
    assert (checked.findings, [*checked.items, *checked.derivations]) == (
        *([], [small_bank.root / DEEP, small_bank.root / DOUBLE]),
    )


def test_a_path_is_shown_as_seen_from_here(small_bank: SmallBank, monkeypatch: pytest.MonkeyPatch) -> None:
    small_bank.write(DEEP, b"\xff")
    (finding,) = Checked(small_bank.root).findings
    assert finding.path == DEEP
    monkeypatch.chdir(small_bank.root.parent)
    (finding,) = Checked(small_bank.root).findings
    assert finding.path == str(Path(small_bank.root.name, DEEP))
    monkeypatch.chdir("/")
    (finding,) = Checked(Path(small_bank.root)).findings
    assert Path("/", finding.path) == (small_bank.root / DEEP).resolve()
