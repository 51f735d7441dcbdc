"""Runs one hostile answer, with or without protection, and says what harm it did."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from rich.console import Console

from quizdl.app.grade import grade, prepare
from quizdl.bank.derivation_file import read_derivation
from quizdl.cli.views.verdict import verdict_view
from quizdl.domain.derivation import Derivation
from quizdl.domain.run import Call, Failed, Result, Returned
from quizdl.sandbox.run import Limits, run
from tests.conftest import BANK
from tests.sandbox.hostile.catalogue import GRADED, HELPERS, Answer, numbers
from tests.sandbox.hostile.unprotected import odd
from tests.sandbox.hostile.world import World, descendants, descriptors, end, memory, settled

TIGHT = Limits(seconds=1, memory=1 << 26, results=1 << 20, printed=1 << 16)
PATIENT = Limits(seconds=20)
LATE = 60.0
"""Seconds after which a run with a limit of one second is late, on a machine that has other things to do."""
MOST = 20_000
"""Characters that one run may leave with us."""
PROBE = Path(__file__).with_name("probe.py").read_text(encoding="utf-8")
UNPROTECTED = Path(__file__).with_name("unprotected.py")
ENTRY = "\nif 'f' in globals():\n    relu_backward = lambda dout, z: f()\n"


@dataclass
class Seen:
    """What an attack came to."""

    harms: set[str]
    text: str
    results: tuple[Result, ...] = ()
    before: dict[str, Any] = field(default_factory=dict)


def source_of(answer: Answer, world: World) -> str:
    """The answer with what it finds in its module."""
    entry = ENTRY if answer.group == "output" else ""
    return f"W = {world.names!r}\nNUMBERS = {numbers()!r}\n{HELPERS}\n{answer.source}{entry}"


@cache
def derivation() -> Derivation:
    """The derivation that the graded answers are answers to."""
    path = BANK / "derivations" / "deep_learning" / "relu_backward.py"
    found, complaints = read_derivation(path, {"deep_learning": ["dl.activations"]})
    assert found, complaints
    return found


def probed() -> dict[str, Any]:
    """What a run finds that nobody has touched."""
    result = run(PROBE, [Call("f")], limits=PATIENT).results[0]
    assert isinstance(result, Returned), result
    value: dict[str, Any] = result.value
    return value


def attack(answer: Answer, world: World, fresh: dict[str, Any]) -> Seen:
    """Runs an answer in the sandbox.

    Args:
        answer: what to run.
        world: what it could harm.
        fresh: what `probed` gives when nothing has happened.
    """
    processes, open_before, memory_before = settled(), descriptors(), memory()
    source = source_of(answer, world)
    started = time.monotonic()
    if answer.group in GRADED:
        seen = _graded(source)
    else:
        done = run(source, [Call("f"), Call("f")], limits=TIGHT)
        seen = Seen(set(), str(done.printed), done.results)
        if len(done.results) != 2:
            seen.harms.add("crash")
    if time.monotonic() - started > LATE:
        seen.harms.add("time")
    seen.harms |= set().union(*map(_dishonest, seen.results))
    seen.text += "".join(str(result.value) if isinstance(result, Returned) else result.says for result in seen.results)
    seen.harms |= world.harms() | _told(seen.text, world)
    if probed() != fresh:
        seen.harms.add("state")
    if left := _left(processes):
        seen.harms.add("process")
        end(left)
    if descriptors() > open_before:
        seen.harms.add("descriptor")
    if memory() - memory_before > 1 << 28:
        seen.harms.add("memory")
    return seen


def _graded(source: str) -> Seen:
    judgement = grade(prepare(derivation()), source, filename="answer.py", limits=TIGHT)
    console = Console(file=io.StringIO(), width=80, force_terminal=False)
    console.print(verdict_view(judgement, derivation(), "answer.py", 80))
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    harms = {"verdict"} if judgement.outcome == "correct" else set()
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") for letter in shown.replace("\n", "")):
        harms.add("escape")
    if any(line.strip() == "✓ correct" for line in shown.splitlines()):
        harms.add("lines")
    return Seen(harms, shown)


def _dishonest(result: Result) -> set[str]:
    """What is wrong with one result, whoever made it."""
    if isinstance(result, Returned):
        honest = 0 <= result.seconds < 1000 and all(type(name) is str for name in result.changed)
        return set() if honest and not odd(result.value) else {"odd"}
    honest = len(result.says) < 1000 and (result.line is None or 0 < result.line < 2**31)
    return set() if honest and type(result.says) is str else {"odd"}


def _told(text: str, world: World) -> set[str]:
    """What can be seen from what came back."""
    harms = {"token"} if world.token in text else set()
    if "WON" in text:
        harms.add("won")
    if len(text) > MOST:
        harms.add("bytes")
    return harms


def _left(before: dict[int, str], patience: float = 10) -> set[int]:
    """Processes that are there now and should not be: more than there were, or dead ones nobody waits for.

    A warm worker that an answer managed to end is replaced by one new process.
    """
    deadline = time.monotonic() + patience
    while True:
        now = descendants()
        left = {pid for pid, state in now.items() if state == "Z"}
        if len(now) > len(before):
            left |= now.keys() - before.keys()
        if not left or time.monotonic() > deadline:
            return left
        time.sleep(0.01)


def control(answer: Answer, world: World) -> Seen:
    """Runs an answer in a grader that has no protection at all."""
    processes = descendants()
    request = {"source": source_of(answer, world), "graded": answer.group == "verdict", "probe": PROBE}
    process = subprocess.Popen(
        [sys.executable, str(UNPROTECTED)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        close_fds=False, cwd="/", start_new_session=True, env={"OPENBLAS_NUM_THREADS": "1"},
    )  # fmt: skip
    harms = set()
    assert process.stdin and process.stdout
    process.stdin.write(json.dumps(request).encode())
    process.stdin.close()
    os.set_blocking(process.stdout.fileno(), False)
    raw = bytearray()
    deadline = time.monotonic() + 6
    while process.poll() is None and time.monotonic() < deadline and len(raw) <= 1 << 22:
        raw += process.stdout.read(1 << 16) or b""
        time.sleep(0.001)
    raw += process.stdout.read(1 << 16) or b""
    if process.poll() is None and len(raw) <= 1 << 22:
        harms.add("time")
    left = set(descendants()) - set(processes) - {process.pid}
    process.kill()
    process.wait()
    process.stdout.close()
    text = raw.decode("utf-8", "replace")
    if "CONTROL end" not in text:
        harms.add("crash")
    harms |= {harm for harm in ("state", "odd") if f"CONTROL {harm}" in text}
    if [line for line in text.splitlines() if line.startswith("VERDICT ")][-1:] == ["VERDICT correct"]:
        harms.add("verdict")
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Cs") for letter in text.replace("\n", "")):
        harms.add("escape")
    if any(line.strip() == "✓ correct" for line in text.splitlines()):
        harms.add("lines")
    if left:
        harms.add("process")
        end(left)
    return Seen(harms | world.harms() | _told(text, world), text)


def reason(results: tuple[Result, ...]) -> str:
    """Why the last call of a run gave nothing; nothing if it gave something."""
    last = results[-1]
    return last.reason if isinstance(last, Failed) else ""
