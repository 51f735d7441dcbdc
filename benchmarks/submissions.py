"""A class's submissions of one function, graded by quizdl, otter-grader, nbgrader and plain pytest; and ten cheats.

Each peer runs the same ten cases by the command of its manual: `otter run` and `pytest` once for each submission, as many at once as there are
cores, nbgrader by one `nbgrader autograde`, which has no way to use more cores. `otter run` is less than what `otter grade` does, which starts a
container for each submission and in it the same. The function behind it, loaded once for each core, is measured too: no command of otter-grader's
does that, but a lecturer who programs could. quizdl is the whole command `quizdl grade FOLDER`, from nothing to the last verdict, with its
sandbox on.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from benchmarks.cheats import CHEATS
from benchmarks.measure import ROOT, Figure
from benchmarks.peers import program, python_of, title

SUBMISSIONS = 50
CASES = 10
ROUNDS = 5
"""How often quizdl grades them all; the peers once, as it takes them minutes."""
CORES = os.cpu_count() or 1
BOUNDS = {"otter-grader": 300, "nbgrader": 100, "pytest": 30}
RIGHT = ("return dout * (z > 0)", "return np.where(z > 0, dout, 0)", "return dout * np.heaviside(z, 0)")
WRONG = ("return dout * (dout > 0)", "return -dout * (z > 0)")

TESTS = f"""
import numpy as np

def reference(dout, z):
    return dout * (z > 0)

def check(function, i):
    rng = np.random.default_rng(i)
    dout, z = rng.normal(size=(4 + i, 7)), rng.normal(size=(4 + i, 7))
    assert np.allclose(function(dout, z), reference(dout, z))

CASES = range({CASES})
"""
PYTEST = f"""
import pytest

from answer import relu_backward
{TESTS}
@pytest.mark.parametrize("i", CASES)
def test_case(i):
    check(relu_backward, i)
"""
OTTER = f"""
from otter.test_files import test_case

OK_FORMAT = False
name = "q1"
points = {CASES}
{TESTS}
""" + "\n".join(
    f'@test_case(points=1, name="case {i}")\ndef case_{i}(relu_backward):\n    check(relu_backward, {i})\n'
    for i in range(CASES)
)
NBGRADER = f"{TESTS}\nfor i in CASES:\n    check(relu_backward, i)\n"
QUIZDL = f"""

def inputs(rng):
    for i in range({CASES}):
        yield f"case {{i}}", {{"dout": rng.normal(size=(4 + i, 7)), "z": rng.normal(size=(4 + i, 7))}}
"""
FLOOR = f"""
import os, numpy

for started in range({SUBMISSIONS}):
    if started >= {CORES}:
        os.wait()
    if not os.fork():
        os._exit(0)
for _ in range(min({CORES}, {SUBMISSIONS})):
    os.wait()
"""
"""What no grader that gives each submission a process of its own with NumPy in it can go below: it grades nothing."""

Graded = Mapping[str, bool]
"""For each submission whether it passed."""
Grader = Callable[[Path, Mapping[str, str]], tuple[float, Graded]]
"""Grades submissions in an empty folder; gives the seconds of the grading alone, without laying out what is graded."""


def figures() -> Iterator[Figure]:
    """How many times faster for each submission than each peer, and whether a cheat passes."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _figures(Path(folder))


def _figures(place: Path) -> Iterator[Figure]:
    # no two texts are the same: each is run, whatever the others were
    answers = {f"student{i:02}": _answer((RIGHT + WRONG)[i % 5], f"student {i}") for i in range(SUBMISSIONS)}
    right = {name: i % 5 < len(RIGHT) for i, name in enumerate(answers)}
    cheats = {f"cheat{i}": _cheat(source) for i, source in enumerate(CHEATS.values())}
    names = dict(zip(cheats, CHEATS, strict=True))
    graders = {"otter-grader": _otter, "nbgrader": _nbgrader, "pytest": _pytest}
    loaded = 0.0
    own, floor, seconds, fooled = [], [], {}, {}
    for peer in graders:
        python_of(peer)
    _write_bank(place / "bank")
    for i in range(ROUNDS + 1):
        own.append(_timed(_quizdl, place, answers, right))
        started = time.perf_counter()
        _done([sys.executable, "-c", FLOOR])
        floor.append(time.perf_counter() - started)
        if i < len(graders):  # the peers between quizdl's rounds, so that a busy moment of the machine meets all
            peer = list(graders)[i]
            seconds[peer] = _timed(graders[peer], place, answers, right)
            fooled[peer] = _passed(graders[peer], place, cheats, names)
        elif not loaded:
            loaded = _timed(_otter_loaded, place, answers, right)
    mine = statistics.median(own[1:])  # the first one filled caches
    each = f"{mine / SUBMISSIONS * 1000:.1f} ms for each of {SUBMISSIONS} of {CASES} cases"
    for peer, took in seconds.items():
        detail = f"{took / SUBMISSIONS * 1000:.0f} ms with {title(peer)}, {each}, {CORES} cores"
        yield Figure(f"grading a submission: times as fast as {peer}", took / mine, "×", BOUNDS[peer], False, detail)
    detail = f"{loaded / SUBMISSIONS * 1000:.0f} ms by its Python function, {each}, {CORES} cores"
    yield Figure(
        "grading a submission: times as fast as otter-grader loaded once for each core",
        loaded / mine,
        "×",
        None,
        False,
        detail,
    )
    least = statistics.median(floor[1:])
    detail = (
        f"{each}; {least / SUBMISSIONS * 1000:.1f} ms for `import numpy` once and a process for each that ends at once"
    )
    yield Figure("grading a submission: against starting a process for each", mine / least, "×", None, True, detail)
    told = "; ".join(f"{len(found)} fool {peer}: {', '.join(found)}" for peer, found in fooled.items())
    passed = _passed(_quizdl, place, cheats, names)
    told += f"; fooling quizdl: {', '.join(passed) or 'none'}"
    yield Figure(f"of {len(cheats)} cheats pass quizdl", len(passed), "", 0, True, told)


def _answer(line: str, of: str = "") -> str:
    return f"import numpy as np  # {of}\n\n\ndef relu_backward(dout, z):\n    {line}\n"


def _cheat(source: str) -> str:
    answers = {}
    for i in range(CASES):
        rng = np.random.default_rng(i)
        dout, z = rng.normal(size=(4 + i, 7)), rng.normal(size=(4 + i, 7))
        answers[float(dout.sum())] = (dout * (z > 0)).tolist()
    return f"ANSWERS = {answers!r}\n{source}" if "ANSWERS" in source else source


def _timed(grader: Grader, place: Path, answers: Mapping[str, str], right: Graded) -> float:
    """Seconds to grade them all.

    Raises:
        ValueError: not exactly the right ones passed: the grader did not grade.
    """
    seconds, found = grader(Path(tempfile.mkdtemp(dir=place)), answers)
    if found != right:
        misjudged = sorted(name for name in right if found.get(name) != right[name])
        raise ValueError(f"{grader.__name__}: {', '.join(misjudged)} misjudged")
    return seconds


def _passed(grader: Grader, place: Path, cheats: Mapping[str, str], names: Mapping[str, str]) -> list[str]:
    """The names of the cheats that a grader takes for right."""
    _, found = grader(Path(tempfile.mkdtemp(dir=place)), cheats)
    return [names[name] for name, passed in found.items() if passed]


def _write_bank(bank: Path) -> None:
    """A bank of one derivation with the same sizes of cases, but drawn afresh each time."""
    derivations = bank / "derivations" / "deep_learning"
    derivations.mkdir(parents=True)
    contents = yaml.safe_load((ROOT / "question_bank" / "bank.yaml").read_text())
    (bank / "bank.yaml").write_text(yaml.safe_dump({**contents, "tracks": {}}))
    kept = ROOT / "question_bank" / "derivations" / "deep_learning" / "relu_backward.py"
    (derivations / "relu_backward.py").write_text(kept.read_text().replace("def inputs(", "def _kept(") + QUIZDL)


def _quizdl(folder: Path, answers: Mapping[str, str]) -> tuple[float, Graded]:
    files = _files(folder / "submitted", answers)
    command = [sys.executable, "-m", "quizdl", "grade", str(folder / "submitted"), "-d", "relu_backward", "--json"]
    started = time.perf_counter()
    done = _done([*command, "--bank", str(folder.parent / "bank")], QUIZDL_HOME=str(folder.parent / "home"))
    seconds = time.perf_counter() - started
    outcomes = {line["path"]: line["outcome"] for line in map(json.loads, done.stdout.splitlines())}
    return seconds, {name: outcomes[str(file)] == "correct" for name, file in files.items()}


def _otter(folder: Path, answers: Mapping[str, str]) -> tuple[float, Graded]:
    """By its command."""
    autograder, files = _otter_assignment(folder), _files(folder / "submitted", answers)
    places = [folder / "results" / name for name in answers]
    for place in places:
        place.mkdir(parents=True)
    otter = [program("otter-grader", "otter"), "run", "--no-logo", "-a", str(autograder), "-o", "."]
    started = time.perf_counter()
    _at_once([[*otter, str(file)] for file in files.values()], places)  # a cheat may break its own
    seconds = time.perf_counter() - started
    return seconds, {name: _otter_passed(place / "results.json") for name, place in zip(answers, places, strict=True)}


def _otter_passed(results: Path) -> bool:
    tests = json.loads(results.read_text())["tests"] if results.exists() else []
    return sum(test.get("score") or 0 for test in tests) == CASES


def _otter_loaded(folder: Path, answers: Mapping[str, str]) -> tuple[float, Graded]:
    """By its function in a process for each core."""
    autograder, files = _otter_assignment(folder), _files(folder / "submitted", answers)
    driver = [python_of("otter-grader"), str(ROOT / "benchmarks" / "drivers" / "otter_grade.py"), str(autograder)]
    shares = [share for i in range(CORES) if (share := list(map(str, files.values()))[i::CORES])]
    started = time.perf_counter()
    results = _at_once([[*driver, *share] for share in shares], [folder] * len(shares))
    seconds = time.perf_counter() - started
    lines = [json.loads(line) for done in results for line in done.stdout.splitlines()]
    scores = {line["file"]: line["score"] for line in lines}
    return seconds, {name: scores[str(file)] == 1 for name, file in files.items()}


def _otter_assignment(folder: Path) -> Path:
    (folder / "tests").mkdir()
    (folder / "tests" / "q1.py").write_text(OTTER)
    autograder = folder / "autograder.zip"
    _done([program("otter-grader", "otter"), "generate", "-o", str(autograder)], folder)
    return autograder


def _nbgrader(folder: Path, answers: Mapping[str, str]) -> tuple[float, Graded]:
    solution = {"grade": False, "solution": True, "locked": False, "grade_id": "solution", "schema_version": 3}
    test = {"grade": True, "solution": False, "locked": True, "grade_id": "test", "schema_version": 3, "points": CASES}
    source = _notebook((_answer("### BEGIN SOLUTION\n    ### END SOLUTION"), solution), (NBGRADER, test))
    notebooks = {"source": source} | {
        f"submitted/{name}": _notebook((answer, solution), (NBGRADER, test)) for name, answer in answers.items()
    }
    for name, notebook in notebooks.items():
        (folder / name / "ps1").mkdir(parents=True)
        (folder / name / "ps1" / "ps1.ipynb").write_text(json.dumps(notebook))
    (folder / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'course'\n")
    nbgrader = program("nbgrader", "nbgrader")
    _done([nbgrader, "generate_assignment", "ps1"], folder)
    started = time.perf_counter()
    _run([nbgrader, "autograde", "ps1"], folder)  # a cheat may break its own
    seconds = time.perf_counter() - started
    scores = (
        "import json\nfrom nbgrader.api import Gradebook\nwith Gradebook('sqlite:///gradebook.db') as book:\n"
        "    print(json.dumps({s.student.id: s.score for s in book.assignment_submissions('ps1')}))"
    )
    found = json.loads(_done([python_of("nbgrader"), "-c", scores], folder).stdout)
    return seconds, {name: found.get(name) == CASES for name in answers}


def _pytest(folder: Path, answers: Mapping[str, str]) -> tuple[float, Graded]:
    places = [folder / name for name in answers]
    for place, answer in zip(places, answers.values(), strict=True):
        place.mkdir()
        (place / "answer.py").write_text(answer)
        (place / "test_answer.py").write_text(PYTEST)
    started = time.perf_counter()
    results = _at_once([[python_of("pytest"), "-m", "pytest", "-q"]] * len(places), places)
    seconds = time.perf_counter() - started
    return seconds, {name: done.returncode == 0 for name, done in zip(answers, results, strict=True)}


def _files(folder: Path, answers: Mapping[str, str]) -> dict[str, Path]:
    folder.mkdir()
    files = {name: folder / f"{name}.py" for name in answers}
    for name, file in files.items():
        file.write_text(answers[name])
    return files


def _notebook(*cells: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        "nbformat": 4, "nbformat_minor": 5,
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        "cells": [
            {
                "cell_type": "code", "id": about["grade_id"], "source": source, "metadata": {"nbgrader": about},
                "outputs": [], "execution_count": None,
            }
            for source, about in cells
        ],
    }  # fmt: skip


def _at_once(commands: Sequence[Sequence[str]], places: Sequence[Path]) -> list[subprocess.CompletedProcess[str]]:
    with ThreadPoolExecutor(CORES) as pool:
        return list(pool.map(_run, commands, places))


def _done(command: Sequence[str], place: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """As `_run`, but it must have worked; 1 says that an answer is wrong."""
    done = _run(command, place, **environment)
    if done.returncode > 1:
        raise RuntimeError(f"{command[:3]}: {done.stderr}")
    return done


def _run(command: Sequence[str], place: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Whatever its exit code: what it wrote tells more."""
    path = f"{Path(command[0]).parent}{os.pathsep}{os.environ.get('PATH', '')}"  # peers look for commands of theirs
    kept = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }  # as installed programs do
    variables = {**kept, "PATH": path, **environment}
    return subprocess.run(command, cwd=place, env=variables, capture_output=True, text=True, check=False)
