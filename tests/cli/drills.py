"""Drills that are killed, or that go on at once. A program of its own: it loads quizdl once, and forks for each drill.

    python -m tests.cli.drills kill COUNT SEED        prints, for each, the seeds of the questions whose verdicts it showed
    python -m tests.cli.drills together COUNT SECONDS prints the same for each process
"""  # fmt: skip

from __future__ import annotations

import io
import json
import os
import random
import select
import signal
import sys
import tempfile
import time
from typing import IO

import fsrs  # noqa: F401 - loaded before the fork, as are the next
import rich.console  # noqa: F401

import quizdl.app.drill
import quizdl.history.store  # noqa: F401
from quizdl.cli.main import main

ANSWERS = b"1\n" * 30
DRILL = ("quizdl", "drill", "--json", "--ahead", "--count", "25")


def told(output: bytes) -> list[int]:
    """The seeds of the questions whose verdicts were shown, each line complete."""
    events = [json.loads(line) for line in output.split(b"\n")[:-1]]
    seeds, seed = [], 0
    for event in events:
        match event["event"]:
            case "asked":
                seed = event["seed"]
            case "verdict":
                seeds.append(seed)
    return seeds


def killed(rng: random.Random) -> list[int]:
    """A drill that is killed after some of its lines and some milliseconds more, or while it opens the history."""
    (stdin, answers), (shown, stdout) = os.pipe(), os.pipe()
    child = os.fork()
    if not child:
        os.dup2(stdin, 0)
        os.dup2(stdout, 1)
        os.close(answers)
        sys.stdin, sys.stdout = os.fdopen(0), os.fdopen(1, "w")
        sys.argv = [*DRILL]
        main()
    os.close(stdin)
    os.close(stdout)
    os.write(answers, ANSWERS)
    output = b""
    until = rng.choice([0, 0, *range(1, 40)])
    while output.count(b"\n") < until and (some := os.read(shown, 65536)):
        output += some
    select.select([], [], [], rng.uniform(0, 0.03 if until else 0.1))
    os.kill(child, signal.SIGKILL)
    while some := os.read(shown, 65536):
        output += some
    os.waitpid(child, 0)
    os.close(answers)
    os.close(shown)
    return told(output)


def together(count: int, seconds: float) -> list[list[int]]:
    """Processes that drill on one history, and open it again and again."""
    files = [tempfile.TemporaryFile() for _ in range(count)]  # noqa: SIM115 - until the end
    children = []
    for file in files:
        child = os.fork()
        if not child:
            os._exit(drill_until(time.monotonic() + seconds, file))
        children.append(child)
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    if any(codes):
        sys.exit(f"a drill ended with {codes}")
    seeds = []
    for file in files:
        file.seek(0)
        seeds.append(told(file.read()))
    return seeds


def drill_until(end: float, file: IO[bytes]) -> int:
    """Drills until a moment, and once however late it is; the first exit code that is not good."""
    os.dup2(file.fileno(), 1)
    sys.stdout = os.fdopen(1, "w")
    sys.argv = [*DRILL]
    while True:
        sys.stdin = io.TextIOWrapper(io.BytesIO(ANSWERS))
        try:
            main()
        except SystemExit as ended:
            if ended.code:
                return int(ended.code)
        if time.monotonic() >= end:
            sys.stdout.flush()
            return 0


if __name__ == "__main__":
    _, what, size, number = sys.argv
    if what == "kill":
        chance = random.Random(int(number))
        result = [killed(chance) for _ in range(int(size))]
    else:
        result = together(int(size), float(number))
    sys.stdout.write(json.dumps(result))
