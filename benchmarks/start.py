"""How long commands take to start, against the least that a Typer program with Rich takes: a hello-world, and the bare imports."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pexpect

from benchmarks.made import bank_and_home
from benchmarks.measure import CACHE, ROOT, Figure, environment, milliseconds, side_by_side

TIMES = 20
QUESTIONS, REVIEWS = 100_000, 1_000_000
HELLO = """import typer

app = typer.Typer()


@app.command()
def main(name: str) -> None:
    print(f"Hello {name}")


if __name__ == "__main__":
    app()
"""
QUIZDL = [str(Path(sys.executable).with_name("quizdl"))]
IMPORTS = [sys.executable, "-c", "import typer, rich.console"]


def figures() -> Iterator[Figure]:
    """The help, the first question on a terminal, and the statistics."""
    bank, kept = bank_and_home(QUESTIONS, REVIEWS)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        yield _help(Path(folder))
        home, empty = Path(folder, "full"), Path(folder, "empty")
        shutil.copytree(kept, home)
        shutil.copytree(home / "cache", empty / "cache")  # the bank was compiled before
        yield from _first_question(empty, bank, home)
        yield _stats(bank, home)
        yield completion()


def _help(folder: Path) -> Figure:
    hello = folder / "hello.py"
    hello.write_text(HELLO)
    commands = {"hello": [sys.executable, str(hello), "--help"], "quizdl": [*QUIZDL, "--help"]}
    seconds = side_by_side(commands, TIMES, {})
    return _ratio("`quizdl --help` against a hello-world Typer's", seconds["quizdl"], seconds["hello"], 1.2)


def _first_question(empty: Path, bank: Path, home: Path) -> Iterator[Figure]:
    """From the command to the question on the terminal; the floor, on a terminal too, to its end."""
    large = [*QUIZDL, "drill", "--bank", str(bank)]
    with_history = f"{QUESTIONS:,} questions and {REVIEWS:,} reviews"
    cases: dict[str, tuple[Sequence[str], Path, float]] = {
        "the built-in bank": ([*QUIZDL, "drill"], empty, 1.3),
        f"{QUESTIONS:,} questions": (large, empty, 1.5),
        with_history: (large, home, 1.5),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ("floor", *cases)}
    for _ in range(TIMES + 1):
        seconds["floor"].append(_until(IMPORTS, None, {}))
        for name, (command, place, _bound) in cases.items():
            seconds[name].append(_until(command, rb"1/10 ", {"QUIZDL_HOME": str(place)}))
    floor = seconds.pop("floor")[1:]  # the first ones filled caches
    for name, values in seconds.items():
        yield _ratio(f"first question of `drill` against the imports, {name}", values[1:], floor, cases[name][2])


def completion() -> Figure:
    """From the Tab key to the derivations that are offered, in the built-in bank, beside the bare import of Typer."""
    with tempfile.TemporaryDirectory(dir=CACHE) as home:
        given = {
            "QUIZDL_HOME": home,
            "_QUIZDL_COMPLETE": "complete_bash",
            "COMP_WORDS": "quizdl derive re",
            "COMP_CWORD": "2",
        }
        subprocess.run(
            [*QUIZDL, "bank", "list"], env=environment(QUIZDL_HOME=home), stdout=subprocess.DEVNULL, check=True
        )
        commands = {"typer": [sys.executable, "-c", "import typer"], "Tab": QUIZDL}
        seconds = side_by_side(commands, TIMES, given)
    detail = f"{milliseconds(seconds['Tab'])} against {milliseconds(seconds['typer'])} for `import typer`"
    return Figure(
        "completion of `quizdl derive re`, from Tab to the offer",
        statistics.median(seconds["Tab"]),
        "s",
        0.15,
        True,
        detail,
    )


def _until(command: Sequence[str], seen: bytes | None, variables: Mapping[str, str]) -> float:
    """Seconds until a command shows something on a terminal, or, without that, ends."""
    variables = environment(TERM="xterm-256color", **variables)
    started = time.perf_counter()
    session = pexpect.spawn(
        command[0], list(command[1:]), env=variables, cwd=str(ROOT), dimensions=(50, 100), timeout=120
    )
    session.expect(seen or pexpect.EOF)
    seconds = time.perf_counter() - started
    if seen:
        session.expect(rb"quit")  # now keys are read
        session.send("q\r")  # one that is typed ends with Enter
        session.expect(pexpect.EOF)
    session.close()
    return seconds


def _stats(bank: Path, home: Path) -> Figure:
    commands = {"imports": IMPORTS, "stats": [*QUIZDL, "stats", "--bank", str(bank)]}
    seconds = side_by_side(commands, TIMES, {"QUIZDL_HOME": str(home)})
    more = statistics.median(seconds["stats"]) - statistics.median(seconds["imports"])
    detail = f"{milliseconds(seconds['stats'])} against {milliseconds(seconds['imports'])}"
    return Figure(f"`stats` with {REVIEWS:,} reviews, more than the imports", more, "s", 1, True, detail)


def _ratio(what: str, values: Sequence[float], floor: Sequence[float], bound: float) -> Figure:
    detail = f"{milliseconds(values)} against {milliseconds(floor)}"
    return Figure(what, statistics.median(values) / statistics.median(floor), "×", bound, True, detail)
