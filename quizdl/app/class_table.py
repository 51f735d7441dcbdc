"""A class's scores as a table for a spreadsheet, and names of files for its students."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from io import StringIO

from quizdl.app.classroom import Classroom

LONGEST_NAME = 60
"""Characters of a file's name before its ending: 240 bytes at most, of the 255 that file systems allow."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula at the start of a cell: https://owasp.org/www-community/attacks/CSV_Injection."""


def table(found: Classroom) -> Iterator[str]:
    """CSV: a line for each answer; of a track a line for each student, with a column for each derivation."""
    yield "\ufeff"  # by this spreadsheets know UTF-8
    if found.track:
        yield _line("student", "score", *found.asked)
        for student, own in found.best().items():
            scores = (f"{own[name].verdict['score']:.4g}" if name in own else "" for name in found.asked)
            yield _line(student, f"{found.score(own):.4g}", *scores)
        return
    alike = defaultdict(list)
    for pair in found.pairs():
        alike[pair.first].append(f"{pair.second} ({pair.share:.0%})")
        alike[pair.second].append(f"{pair.first} ({pair.share:.0%})")
    yield _line("student", "name", "derivation", "outcome", "score", "mistakes", "says", "alike")
    for graded in found.graded:
        s, verdict = graded.submission, graded.verdict
        made = " ".join(verdict["mistakes"])
        others = "; ".join(alike[s.name])
        score = f"{verdict['score']:.4g}"
        yield _line(s.student, s.name, s.derivation, verdict["outcome"], score, made, verdict["says"], others)


def file_names(students: Sequence[str]) -> dict[str, str]:
    """A name for a file of each student: their own, but that none is too long, and none another's on any file system."""
    names: dict[str, str] = {}
    taken = set()
    for student in students:
        start = "".join("_" if letter in '/\\:*?"<>|' or not letter.isprintable() else letter for letter in student)
        start = start[:LONGEST_NAME].strip(". ") or "_"
        name, number = start, 1
        while name.casefold() in taken:
            number += 1
            name = f"{start}-{number}"
        taken.add(name.casefold())
        names[student] = name
    return names


def _line(*cells: str) -> str:
    line = StringIO()
    csv.writer(line).writerow(f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in map(_plain, cells))
    return line.getvalue()


def _plain(cell: str) -> str:
    return "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in cell)
