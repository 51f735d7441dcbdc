"""`python -m benchmarks [NAME…]`: runs the benchmarks, prints their table, and puts it into benchmarks/latest.json.

Those that are named take the place of their own earlier figures there; each figure has its own date and machine.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import version
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.measure import ROOT

NAMES = ("start", "cards", "submissions", "cold_derive", "save_to_verdict", "throughput", "classroom", "learner")
LATEST = ROOT / "benchmarks" / "latest.json"


def main() -> int:
    """Runs what is named, or all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "names", nargs="*", choices=NAMES, metavar="NAME", help=f"{', '.join(NAMES)}; all, if none is named"
    )
    named = parser.parse_args().names or NAMES
    console = Console(width=120)
    table = Table("what", "figure", "bound", "holds", "from")
    cores = f"{os.cpu_count()} cores"
    machine = f"{platform.system()} {platform.machine()}, {cores}, Python {platform.python_version()}, NumPy {version('numpy')}"
    about = {"date": f"{datetime.now(UTC):%Y-%m-%d}", "machine": machine}
    measured: list[dict[str, Any]] = []
    for name in named:
        for figure in import_module(f"benchmarks.{name}").figures():
            measured.append({"benchmark": name, **about, **asdict(figure), "holds": figure.holds})
            bound = "" if figure.bound is None else f"{'≤' if figure.at_most else '≥'} {figure.bound:g} {figure.unit}"
            table.add_row(
                figure.what, f"{figure.value:.2f} {figure.unit}", bound, "yes" if figure.holds else "NO", figure.detail
            )
    console.print(table)
    kept = [figure for figure in json.loads(LATEST.read_text(encoding="utf-8")) if figure["benchmark"] not in named]
    figures = sorted([*kept, *measured], key=lambda figure: NAMES.index(figure["benchmark"]))
    LATEST.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0 if all(figure["holds"] for figure in measured) else 1


if __name__ == "__main__":
    sys.exit(main())
