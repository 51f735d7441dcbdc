"""The results of a grading as a file that is only ever appended to: whoever is killed goes on where they were.

JSON Lines. The first says what was asked: `{"quizdl": "grade", "format": 1, "seed", "seconds", "derivations": {id: digest}}`. Each
further one is a verdict, `{"name", "student", "digest", …}` and the JSON contract of a verdict; the last of a name and derivation counts.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from quizdl.app.grade_many import SECONDS, Graded, fresh_seed
from quizdl.app.submissions import Submission
from quizdl.domain.derivation import Derivation
from quizdl.errors import QuizdlError, UsageError

FORMAT = 1
_START = b'{"quizdl": "grade"'
_ELSE = "name another file with --results, or the same {}"


class Results:
    """Verdicts by submission, and the file that they are kept in.

    Attributes:
        seed: of all of them.
        seconds: how long each might run.
        found: how many were there at the start.
    """

    def __init__(
        self, file: IO[bytes] | None, seed: int, seconds: int, verdicts: Sequence[dict[str, Any]] = ()
    ) -> None:
        self._file = file
        self.seed = seed
        self.seconds = seconds
        self._known = {(v["name"], v["derivation"]): v for v in verdicts}
        self.found = len(self._known)

    def known(self, submission: Submission, digest: str) -> Mapping[str, Any] | None:
        """The verdict on a submission, if it was graded with this digest."""
        verdict = self._known.get((submission.name, submission.derivation))
        if verdict is None or verdict["digest"] != digest:
            return None
        return {key: value for key, value in verdict.items() if key not in ("name", "student", "digest")}

    def keep(self, graded: Sequence[Graded]) -> None:
        """Adds verdicts to the file: when it returns, they are on the disk.

        Raises:
            QuizdlError: they cannot be written.
        """
        if self._file is None or not graded:
            return
        lines = [
            {"name": g.submission.name, "student": g.submission.student, "digest": g.digest, **g.verdict}
            for g in graded
        ]
        _append(self._file, lines)


@contextmanager
def results(
    path: Path | None, asked: Mapping[str, Derivation], seed: int | None, seconds: int | None
) -> Iterator[Results]:
    """Opens a file of results, or begins it. Without a path nothing is kept.

    Args:
        path: the file.
        asked: the derivations that are asked.
        seed: what was asked for; None for that of the file.
        seconds: likewise.

    Raises:
        UsageError: it is another grading's, is in use, or no such file.
        QuizdlError: it cannot be written.
    """
    if path is None:
        yield Results(None, fresh_seed() if seed is None else seed, seconds or SECONDS)
        return
    try:
        file = path.open("a+b", buffering=0)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror})", "name another file") from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UsageError(
                f"{path}: another grading writes to it", "wait for its end, or name another file"
            ) from None
        except OSError:
            pass  # a file system without locks
        yield _opened(path, file, {name: digest(derivation) for name, derivation in asked.items()}, seed, seconds)


def digest(derivation: Derivation) -> str:
    """Tells one version of a derivation from another."""
    return sha256(derivation.source_code.encode()).hexdigest()


def _opened(path: Path, file: IO[bytes], asked: Mapping[str, str], seed: int | None, seconds: int | None) -> Results:
    file.seek(0)
    raw = file.read()
    if raw[: len(_START)] != _START[: len(raw)]:
        raise UsageError(f"{path}: not a file of results", "name another file")
    whole = raw[: raw.rfind(b"\n") + 1]
    if len(whole) < len(raw):  # torn when it was written: graded again
        file.truncate(len(whole))
    if not whole:
        made = Results(file, fresh_seed() if seed is None else seed, seconds or SECONDS)
        head = {"quizdl": "grade", "format": FORMAT, "seed": made.seed, "seconds": made.seconds, "derivations": asked}
        _append(file, [head])
        return made
    head, *verdicts = map(_line, whole.splitlines())
    if head.get("format") != FORMAT or not isinstance(theirs := head.get("derivations"), dict):
        raise UsageError(f"{path}: its first line is not one that this quizdl knows", "name another file")
    if theirs.keys() != asked.keys():
        graded, now = (_listed(sorted(names)) for names in (theirs, asked))
        raise UsageError(f"{path}: holds results of {graded}, not of {now}", _ELSE.format("derivation"))
    if changed := [name for name in asked if theirs[name] != asked[name]]:
        words = f"{path}: {_listed(changed)} was another in the bank when these were graded"
        raise UsageError(words, "name another file: those verdicts may differ")
    kept = {name: value for name in ("seed", "seconds") if isinstance(value := head.get(name), int)}
    for name, given in (("seed", seed), ("seconds", seconds)):
        if name not in kept or given not in (None, kept[name]):
            words = f"{path}: holds results with --{name} {head.get(name)}, not {given}"
            raise UsageError(words, _ELSE.format(name))
    return Results(file, kept["seed"], kept["seconds"], [v for v in verdicts if _is_verdict(v)])


def _line(raw: bytes) -> dict[str, Any]:
    """One line; what is none counts as not there, and is graded again."""
    try:
        found = json.loads(raw)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _is_verdict(found: dict[str, Any]) -> bool:
    texts = all(isinstance(found.get(key), str) for key in ("name", "digest", "derivation", "outcome", "says"))
    lists = all(isinstance(found.get(key), list) for key in ("mistakes", "findings", "cases"))
    return texts and lists and isinstance(found.get("score"), int | float)


def _append(file: IO[bytes], lines: Sequence[Mapping[str, Any]]) -> None:
    raw = memoryview(b"".join(json.dumps(line).encode() + b"\n" for line in lines))
    try:
        while raw:
            raw = raw[file.write(raw) :]
        os.fsync(file.fileno())
    except OSError as error:
        words = f"{file.name}: cannot be written ({error.strerror})"
        raise QuizdlError(words, "make room; the same command then goes on where it was") from None


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) <= 3 else f"{', '.join(names[:2])} and {len(names) - 2} more"
