"""From the write of the answer's file to its verdict on the terminal, in a session that watches it."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pexpect

from benchmarks.measure import Figure

SAVES = 100
PAUSE = 0.4
"""Seconds between a verdict and the next save; nobody reads faster."""
ANSWER = "import numpy as np\nprint('marker-{i}-')\n\n\ndef relu_backward(dout, z):\n    return dout * ({mask} > 0)\n"


def figures() -> Iterator[Figure]:
    """Median and 95th percentile over many saves, right and wrong in turn; a pause between, as when somebody thinks."""
    seconds = []
    with tempfile.TemporaryDirectory() as folder:
        environment = {"QUIZDL_HOME": folder, "QUIZDL_WORKSPACE": folder, "TERM": "xterm-256color"}
        session = pexpect.spawn(
            sys.executable,
            ["-m", "quizdl", "derive", "relu_backward"],
            env=environment,
            dimensions=(50, 100),
            timeout=30,
        )
        session.expect(rb"quit")
        time.sleep(1)
        file = Path(folder, "relu_backward.py")
        for i in range(SAVES):
            text = ANSWER.format(i=i, mask="dout" if i % 2 else "z")
            started = time.perf_counter()
            file.write_text(text)
            session.expect_exact(f"marker-{i}-".encode())
            seconds.append(time.perf_counter() - started)
            time.sleep(PAUSE)
        session.send("q")
        session.expect(pexpect.EOF)
    ordered = sorted(seconds)
    detail = f"{SAVES} saves, least {ordered[0] * 1000:.1f} ms, most {ordered[-1] * 1000:.1f} ms"
    yield Figure("save to verdict, median", statistics.median(ordered) * 1000, "ms", 25, True, detail)
    yield Figure("save to verdict, 95th percentile", ordered[int(0.95 * SAVES)] * 1000, "ms", 60, True, detail)
