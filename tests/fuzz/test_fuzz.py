"""Each test is a process that cannot take more than 512 MB: an input that raises, or takes more than a second, is a failure."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.fuzz.__main__ import targets
from tests.fuzz.target import CORPUS, TooSlowError, tried

FEW = 30
"""Inputs of each kind that are tried every time."""
PARTS = 10
TARGETS = targets()


def fuzzed(*arguments: object) -> None:
    command = [sys.executable, "-m", "tests.fuzz", *map(str, arguments)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_all_that_once_failed_is_tried() -> None:
    assert {path.name for path in CORPUS.iterdir()} <= set(TARGETS)


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS)
def test_no_input_and_nothing_that_once_failed_raises_or_takes_long(target: str) -> None:
    fuzzed(target, *sorted((CORPUS / target).glob("*")), "--count", FEW)


@pytest.mark.fuzz
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("target", TARGETS)
def test_no_input_of_very_many_raises_or_takes_long(target: str, part: int, tmp_path: Path) -> None:
    count = TARGETS[target].count // PARTS
    fuzzed(target, "--count", count, "--first", part * count, "--keep", tmp_path)


def test_an_input_that_takes_too_long_is_noticed_whatever_catches_exceptions() -> None:
    def forever(_: bytes) -> None:
        while True:
            with suppress(Exception):
                sum(range(1000))

    assert isinstance(tried(forever, b""), TooSlowError)


def test_an_input_that_takes_too_much_memory_is_noticed() -> None:
    code = "from tests.fuzz.target import limit_memory, tried; limit_memory(); print(repr(tried(lambda raw: bytearray(1 << 29), b'')))"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout == "MemoryError()\n"
