"""`quizdl bank check` that runs derivations: what it says, and how it ends."""

from __future__ import annotations

import json
import shutil
import signal
from pathlib import Path

import pyte
import pytest

from quizdl.errors import GOOD, USAGE, WRONG
from tests.cli.program import SMALL_BANK, Terminal, start
from tests.conftest import Here


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small bank, in which the test stands."""
    copied = Path(shutil.copytree(SMALL_BANK, tmp_path / "bank"))
    monkeypatch.chdir(copied)
    return copied


def change(folder: Path, old: str, new: str) -> None:
    path = folder / "derivations/order/twice.py"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_proofs_are_findings_like_any_other(here: Here, folder: Path) -> None:
    assert here("bank", "check", folder).returncode == GOOD
    change(folder, "np.square(x)", "x + x")
    done = here("bank", "check", folder, "--prove", "-d", "twice")
    assert done.stdout.splitlines() == [
        "derivations/order/twice.py:1: SOLUTION is missing; add the derivation in words and formulas",
        "derivations/order/twice.py:13: takes 3 to 30 minutes, or is split or joined",
        "derivations/order/twice.py:15: hints: 2; 3 are wanted",
        "derivations/order/twice.py:19: mistakes: 2; 3 or more are wanted",
        "derivations/order/twice.py:27: 4 cases; 8 or more are wanted",
        "derivations/order/twice.py:32: mistake_square is right in every case; add a case that tells it",
        "8 questions and 2 derivations checked, 1 of them proved: 6 findings",
    ]
    assert done.returncode == WRONG


def test_edits_that_survive_are_shown_with_the_rate_of_each_derivation(here: Here, folder: Path) -> None:
    change(folder, "rng.normal(size=n)", "np.ones(n)")
    done = here("bank", "check", folder, "--mutants")
    assert done.stdout.splitlines()[2:] == [
        " twice   83.3 %  5 of 6",
        " halve  100.0 %  6 of 6",
        "",
        "Edits that no case rejects " + "─" * 53,
        "",
        "derivations/order/twice.py:24",
        " - return 2 * x",
        " + return 2 / x",
        "",
        "In all 11 of 12 edits rejected: 91.7%",
        "",
        "derivations/order/twice.py:19: twice: only 5 of 6 edits are rejected; add cases",
        "8 questions and 2 derivations checked, 2 of them edited: 1 finding",
    ]
    assert done.returncode == WRONG


def test_all_edits_rejected_is_good(here: Here, folder: Path) -> None:
    done = here("bank", "check", folder, "--mutants")
    assert "no case rejects" not in done.stdout
    assert done.stdout.splitlines()[-1] == "8 questions and 2 derivations checked, 2 of them edited: no findings"
    assert done.returncode == GOOD


def test_a_derivation_that_is_not_there_is_named(here: Here, folder: Path) -> None:
    done = here("bank", "check", folder, "--prove", "--derivation", "twize")
    assert (done.returncode, done.stdout) == (USAGE, "")
    assert "there is no derivation 'twize'; did you mean twice?" in done.stderr


def test_on_a_terminal_it_shows_how_far_it_is() -> None:
    terminal = Terminal("bank", "check", SMALL_BANK, "--mutants")
    terminal.sees("Editing [12] of 2: (halve|twice)")
    terminal.sees("2 of them edited: no findings")
    terminal.ends()
    assert terminal.exit_code == GOOD


def test_a_derivation_with_findings_is_not_proved_and_its_findings_are_said(here: Here, folder: Path) -> None:
    change(folder, "def mistake_square(x):", "def mistake_square(x:")
    done = here("bank", "check", folder, "--prove", "-d", "twice")
    assert "derivations/order/twice.py:32: " in done.stdout
    assert "8 questions and 1 derivation checked, 0 of them proved: 1 finding" in done.stdout
    assert done.returncode == WRONG


def screen(terminal: Terminal) -> list[str]:
    drawn = pyte.Screen(80, 40)
    pyte.Stream(drawn).feed(terminal.raw)
    return [line.rstrip() for line in drawn.display if line.strip()]


@pytest.mark.slow
def test_watched_it_shows_the_findings_in_place_at_each_save_and_ctrl_c_ends_it(folder: Path) -> None:
    terminal = Terminal("bank", "check", ".", "--watch")
    terminal.sees(r"no findings\s+Checked at \d\d:\d\d:\d\d; waiting for a save. Ctrl-C ends.")
    path = folder / "choice.yaml"
    right = path.read_text(encoding="utf-8")
    path.write_text(right.replace("level: 1", "level: 9"), encoding="utf-8")
    terminal.sees(r"choice.yaml:\d+: .*\s.* 1 finding\s+Checked at .*Ctrl-C ends.")
    assert [line.split(":")[0] for line in screen(terminal)[:2]] == [
        "choice.yaml",
        "7 questions and 2 derivations checked",
    ]
    path.write_text(right, encoding="utf-8")
    terminal.sees(r"no findings\s+Checked at .*Ctrl-C ends.")
    assert len(screen(terminal)) == 2
    terminal.types("\x03")
    assert terminal.ends().strip() in ("", "^C")
    assert terminal.exit_code == GOOD


@pytest.mark.slow
def test_watched_by_a_program_each_check_is_one_line(folder: Path) -> None:
    watching = start("bank", "check", folder, "--watch", "--json", "--prove", "-d", "halve")
    assert watching.stdout
    first = json.loads(watching.stdout.readline())
    path = folder / "choice.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("level: 1", "level: 9"), encoding="utf-8")
    second = json.loads(watching.stdout.readline())
    watching.send_signal(signal.SIGINT)
    out, err = watching.communicate(timeout=30)
    assert (watching.returncode, out, err) == (GOOD, "", "")
    assert {finding["path"] for finding in first["findings"]} == {"derivations/order/halve.py"}, "proved, too"
    assert {finding["path"] for finding in second["findings"]} == {"derivations/order/halve.py", "choice.yaml"}
