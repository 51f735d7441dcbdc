"""Tries inputs of one kind, in a process that cannot take more memory than it may; prints those that it should have refused."""

from __future__ import annotations

import argparse
import hashlib
import importlib
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from random import Random

from tests.fuzz.target import MEMORY, Target, largest, limit_memory, one_thread, tried

FILES = ("banks", "formulas", "frames", "histories")
MOST = 20
"""Different failures after which it stops."""


def main() -> None:
    """Prints each kind of failure once, and ends with 1 if there are any."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("target", help="topics, contents, derivations, formulas, frames, histories")
    parser.add_argument("files", nargs="*", type=Path, help="inputs to be tried first")
    parser.add_argument("--count", type=int, help="made ones; 300 if no files are given, and else none")
    parser.add_argument(
        "--first", type=int, default=0, help="the number of the first one; the same number is the same input"
    )
    parser.add_argument(
        "--keep", type=Path, help="a folder for the inputs that fail; keep them in tests/fuzz/corpus/TARGET"
    )
    given = parser.parse_args()
    one_thread()
    target = targets()[given.target]
    target.check(target.make(Random(0)))
    limit_memory()
    failures = 0
    seen = set()
    for name, raw in _inputs(target, given):
        if (error := tried(target.check, raw)) is None:
            continue
        failures += 1
        place = traceback.extract_tb(error.__traceback__)[-1]
        if (sort := (type(error), place.filename, place.lineno)) in seen:
            continue
        seen.add(sort)
        print(f"{given.target} {name}:", *traceback.format_exception(error), repr(raw[:500]), sep="\n")  # noqa: T201
        if given.keep:
            given.keep.mkdir(parents=True, exist_ok=True)
            (given.keep / hashlib.sha256(raw).hexdigest()[:12]).write_bytes(raw)
        if len(seen) == MOST:
            break
    if largest() > MEMORY:
        print(f"took {largest() >> 20} MB")  # noqa: T201
        failures += 1
    sys.exit(failures > 0)


def targets() -> dict[str, Target]:
    """All kinds of input, by their names."""
    return {
        name: target for file in FILES for name, target in importlib.import_module(f"tests.fuzz.{file}").TARGETS.items()
    }


def _inputs(target: Target, given: argparse.Namespace) -> Iterator[tuple[str, bytes]]:
    for path in given.files:
        yield path.name, path.read_bytes()
    count = (0 if given.files else 300) if given.count is None else given.count
    for number in range(given.first, given.first + count):
        yield f"input {number}", target.make(Random(f"{given.target}/{number}"))


if __name__ == "__main__":
    main()
