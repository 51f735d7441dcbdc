"""Many answers graded one after the other: verdicts a second and core, and whether memory or descriptors grow."""

from __future__ import annotations

import gc
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.measure import ROOT, Figure
from quizdl.app.grade_many import grade_many, this_machine
from quizdl.app.submissions import Submission
from quizdl.bank.compiled import open_bank

ANSWERS = 10_000
CASES = 10
TEN_CASES = f"""

def inputs(rng):
    for i in range({CASES}):
        yield f"case {{i}}", {{"dout": rng.normal(size=(4 + i, 7)), "z": rng.normal(size=(4 + i, 7))}}
"""
FORMS = (
    "return dout * (z > 0)",
    "return np.where(z > 0, dout, 0)",
    "return dout * (dout > 0)",
    "return (dout * (z > 0)).astype(np.float32)",
    "return -dout * (z > 0)",
)


def figures() -> Iterator[Figure]:
    """Right and wrong answers in turn, on all cores; the first tenth warms up what is measured for growth."""
    with tempfile.TemporaryDirectory() as folder:
        found = open_bank(ROOT / "question_bank", Path(folder)).derivation("relu_backward")
        if found is None:
            raise LookupError("relu_backward")
        derivation = replace(found, source_code=found.source_code + TEN_CASES)
        files = []
        for i, form in enumerate(FORMS):
            files.append(Path(folder, f"answer_{i}.py"))
            files[-1].write_text(f"import numpy as np\n\n\ndef relu_backward(dout, z):\n    {form}\n")
        submitted = [Submission(files[i % len(files)], f"{i}.py", str(i), derivation.id) for i in range(ANSWERS)]
        right, before, started = 0, (0.0, 0), time.perf_counter()
        with this_machine() as place:
            for i, graded in enumerate(grade_many({derivation.id: derivation}, submitted, place, seed=1)):
                right += graded.right
                if i == ANSWERS // 10:
                    before = _held()
        seconds = time.perf_counter() - started
        after = _held()
    if right != ANSWERS * 3 // 5:
        raise ValueError(f"{right} of {ANSWERS} right")
    cores = os.cpu_count() or 1
    rate = f"{ANSWERS} answers of {CASES} cases in {seconds:.0f} s on {cores} cores"
    yield Figure("verdicts a second and core", ANSWERS / seconds / cores, "/s", 100, False, rate)
    memory = f"{before[0]:.0f} MB after a tenth of them, {after[0]:.0f} MB in the end"
    yield Figure("growth of memory, of this process and the worker", after[0] / before[0], "×", 1.05, True, memory)
    yield Figure("growth of open descriptors", after[1] - before[1], "", 0, True, f"{before[1]}, then {after[1]}")


def _held() -> tuple[float, int]:
    """Megabytes of this process, the grader's and its worker, and open descriptors of all of them."""
    gc.collect()
    memory = descriptors = 0
    parents = {int(path.name): _parent(path) for path in Path("/proc").glob("[0-9]*")}
    own = os.getpid()
    graders = [process for process, parent in parents.items() if parent == own]
    workers = [process for process, parent in parents.items() if parent in graders]
    for process in (own, *graders, *workers):
        status = Path(f"/proc/{process}/status").read_text()
        memory += int(status.partition("VmRSS:")[2].split()[0])
        descriptors += len(os.listdir(f"/proc/{process}/fd"))  # noqa: PTH208
    return memory / 1024, descriptors


def _parent(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0
