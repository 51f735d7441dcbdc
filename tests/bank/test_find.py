from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import quizdl
from quizdl.bank.find import find_bank
from quizdl.errors import FAILED, BankError
from tests.conftest import BANK


def a_bank(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "bank.yaml").write_text("format: 1\n")
    return folder


def test_the_given_bank_comes_first(tmp_path: Path) -> None:
    a_bank(tmp_path / "question_bank")
    given = a_bank(tmp_path / "mine")
    assert find_bank(given, tmp_path) == given


@pytest.mark.parametrize("given", ["empty", "missing", "empty/bank.yaml", "\0", "x" * 5000])
def test_a_given_folder_that_is_no_bank_is_an_error_and_no_other_is_taken(tmp_path: Path, given: str) -> None:
    a_bank(tmp_path / "question_bank")
    (tmp_path / "empty").mkdir()
    with pytest.raises(BankError, match=r"no bank here \(bank\.yaml is missing\)$") as raised:
        find_bank(tmp_path / given, tmp_path)
    assert (raised.value.hint, raised.value.exit_code) == ("give the folder that holds bank.yaml", FAILED)


def test_a_bank_here_comes_before_one_above_it(tmp_path: Path) -> None:
    above = a_bank(tmp_path / "question_bank")
    here = a_bank(tmp_path / "a" / "b" / "question_bank")
    assert find_bank(None, tmp_path / "a" / "b") == here
    assert find_bank(None, tmp_path / "a" / "b" / "question_bank") == here
    assert find_bank(None, tmp_path / "a") == above


def test_a_folder_of_that_name_without_contents_is_passed_over(tmp_path: Path) -> None:
    above = a_bank(tmp_path / "question_bank")
    (tmp_path / "a" / "question_bank").mkdir(parents=True)
    assert find_bank(None, tmp_path / "a") == above


def test_away_from_any_checkout_the_bank_beside_the_package_is_taken(tmp_path: Path) -> None:
    assert find_bank(None, tmp_path) == BANK


def installed(site: Path, banks: list[str]) -> str:
    """What an installed quizdl finds, with banks of these names in its folder of packages."""
    shutil.copytree(
        Path(quizdl.__file__).parent, site / "quizdl", ignore=shutil.ignore_patterns("__pycache__", "question_bank")
    )
    for name in banks:
        a_bank(site / name)
    code = "from pathlib import Path; from quizdl.bank.find import find_bank; print(find_bank(None, Path('/')))"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        cwd="/",
        env={"PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() or done.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("banks", "found"),
    [
        (["question_bank", "quizdl/question_bank"], "question_bank"),
        (["quizdl/question_bank"], "quizdl/question_bank"),
    ],
)
def test_the_bank_of_a_checkout_wins_over_the_one_inside_the_package(
    tmp_path: Path, banks: list[str], found: str
) -> None:
    assert installed(tmp_path, banks) == str(tmp_path / found)


def test_no_bank_anywhere_is_an_error(tmp_path: Path) -> None:
    assert installed(tmp_path, []).endswith("BankError: no question bank found")
