"""`python -m benchmarks [NAME…]`: runs the benchmarks, prints their table, and writes it to benchmarks/latest.json."""

from __future__ import annotations

import json
import os
import platform
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import version

from rich.console import Console
from rich.table import Table

from benchmarks.measure import ROOT

NAMES = ("start", "cards", "submissions", "cold_derive", "save_to_verdict", "throughput", "classroom")
LATEST = ROOT / "benchmarks" / "latest.json"


def main() -> int:
    """Runs what is named, or all."""
    console = Console(width=120)
    table = Table("what", "figure", "bound", "holds", "from")
    found = []
    for name in sys.argv[1:] or NAMES:
        for figure in import_module(f"benchmarks.{name}").figures():
            found.append(figure)
            bound = "" if figure.bound is None else f"{'≤' if figure.at_most else '≥'} {figure.bound:g} {figure.unit}"
            table.add_row(
                figure.what, f"{figure.value:.2f} {figure.unit}", bound, "yes" if figure.holds else "NO", figure.detail
            )
    console.print(table)
    cores = f"{os.cpu_count()} cores"
    machine = f"{platform.system()} {platform.machine()}, {cores}, Python {platform.python_version()}, NumPy {version('numpy')}"
    if not sys.argv[1:]:
        latest = {
            "date": f"{datetime.now(UTC):%Y-%m-%d}",
            "machine": machine,
            "figures": [{**asdict(figure), "holds": figure.holds} for figure in found],
        }
        LATEST.write_text(json.dumps(latest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0 if all(figure.holds for figure in found) else 1


if __name__ == "__main__":
    sys.exit(main())
