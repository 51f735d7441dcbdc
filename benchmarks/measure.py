"""What all benchmarks share: a figure with the bound that it is held against, and runs of commands side by side."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import platformdirs

ROOT = Path(__file__).parent.parent
CACHE = platformdirs.user_cache_path("quizdl-benchmarks", appauthor=False)
"""Where peers are installed and what is made up is kept between runs."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured claim.

    Attributes:
        what: what was measured, and against what.
        value: the figure; `unit` is what it counts.
        bound: what it must not be above (`at_most`), or not below; None if nothing is claimed of it.
        detail: the numbers that it was made from.
    """

    what: str
    value: float
    unit: str
    bound: float | None
    at_most: bool
    detail: str

    @property
    def holds(self) -> bool:
        """Whether the claim holds."""
        if self.bound is None:
            return True
        return self.value <= self.bound if self.at_most else self.value >= self.bound


def environment(**variables: str) -> dict[str, str]:
    """The environment of a command that is measured: this checkout's code, and its bytecode kept as an installed program's is."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(ROOT), **variables}


def side_by_side(
    commands: Mapping[str, Sequence[str]], times: int, variables: Mapping[str, str]
) -> dict[str, list[float]]:
    """Seconds that whole commands take, one after the other in turn, so that a busy moment of the machine meets all."""
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(times + 1):
        for name, command in commands.items():
            started = time.perf_counter()
            done = subprocess.run(command, env=environment(**variables), stdout=subprocess.DEVNULL, check=False)
            if done.returncode > 1:  # 1 is a wrong answer's
                raise subprocess.CalledProcessError(done.returncode, command)
            seconds[name].append(time.perf_counter() - started)
    return {name: values[1:] for name, values in seconds.items()}  # the first one filled caches


def p95(values: Sequence[float]) -> float:
    """The 95th percentile: of twenty, the second largest."""
    return sorted(values)[int(0.95 * (len(values) - 1))]


def milliseconds(values: Sequence[float]) -> str:
    """`median 12.3 ms (least 11.9)`."""
    return f"median {statistics.median(values) * 1000:.1f} ms (least {min(values) * 1000:.1f})"
