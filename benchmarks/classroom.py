"""A class of 1,000, one in ten hostile: on this machine, and on a Dask cluster of two workers on it.

The hostile answers are those of `tests/sandbox/hostile`. Every file gets a verdict; the time holds those that never end (2 s each).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import ROOT, Figure
from tests.sandbox.hostile.submissions import write_class

STUDENTS = 1000
SEED = "7"
MEASURED = ("seconds", "speed_ratio")
"""What of a verdict is a time."""


def figures() -> Iterator[Figure]:
    """Verdicts a second in both places, and whether they are the same."""
    from distributed import LocalCluster

    os.environ["PYTHONPATH"] = str(ROOT)  # the workers import this quizdl
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        write_class(place / "class", STUDENTS)
        here, alone = _graded(place)
        with LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=2, threads_per_worker=2, dashboard_address=None, host="127.0.0.1"
        ) as cluster:
            there, clustered = _graded(place, "--cluster", cluster.scheduler_address)
    differing = sum(alone[name] != clustered.get(name) for name in alone)
    detail = f"{len(alone)} verdicts in {here:.1f} s, one in ten hostile; start, likeness and all"
    yield Figure("a class, submissions a second", STUDENTS / here, "/s", 40, False, detail)
    detail = (
        f"{len(clustered)} verdicts in {there:.1f} s; 2 workers of 2 threads, on the same cores as scheduler and client"
    )
    yield Figure("a class on a Dask cluster, submissions a second", STUDENTS / there, "/s", 15, False, detail)
    yield Figure("of them judged otherwise there", differing, "", 0, True, "but for what is a time")


def _graded(place: Path, *options: str) -> tuple[float, dict[str, object]]:
    """Seconds, and the verdicts by name.

    Raises:
        ValueError: there was no verdict for each.
    """
    command = [
        sys.executable,
        "-m",
        "quizdl",
        "grade",
        str(place / "class"),
        "-d",
        "relu_backward",
        "--seed",
        SEED,
        "--json",
    ]
    started = time.perf_counter()
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False, cwd=ROOT)
    seconds = time.perf_counter() - started
    found: dict[str, object] = {}
    for line in done.stdout.splitlines():
        verdict = json.loads(line)
        found[verdict["name"]] = {key: value for key, value in verdict.items() if key not in MEASURED}
    if len(found) != STUDENTS:
        raise ValueError(f"{len(found)} verdicts: {done.stderr}")
    return seconds, found
