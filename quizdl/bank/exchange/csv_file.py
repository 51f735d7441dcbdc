"""Tables (`.csv`, `.tsv`) with a header row.

Columns, in any order, of which only `prompt` must be there: `id`, `topic`, `subtopic`, `level` (1 to 3), `prompt` (or `question`, `front`),
`answer` (or `back`; several are one a line; empty where the prompt has `{{blanks}}`), `options` (one a line), `reasons` (one a line, beside the
options: why each is wrong), `explanation`, `source`, and `quizdl` (all fields of the question, which quizdl itself writes). Other columns are
not read. UTF-8, or UTF-16 with its mark; cells between commas, semicolons (CSV) or tabs (TSV), in double quotes where needed.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import chain, zip_longest
from pathlib import Path

from quizdl.bank.exchange.note import Card, Skipped, text_lines
from quizdl.errors import UsageError

COLUMNS = (
    "id", "topic", "subtopic", "level", "prompt", "answer", "options", "reasons", "explanation", "source", "quizdl",
)  # fmt: skip
_TABS = "\t"
_SAME = {"question": "prompt", "front": "prompt", "back": "answer"}
_HEADER = "the first row names the columns, such as prompt,answer,explanation"


def read(path: Path) -> Iterator[Card | Skipped]:
    """The rows of a table as cards; the line is the first one of the row.

    Raises:
        UsageError: it is no table, or has no column `prompt`.
    """
    lines = text_lines(path)
    first = next(lines, "")
    names: list[str] = []
    dialect = _delimiter(path, first)
    rows = csv.reader(chain([first], lines) if first else lines, delimiter=dialect, strict=True)
    start = 0
    while True:
        line = start + 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            words = str(error).replace("unexpected end of data", "a quotation mark is opened and not closed")
            raise UsageError(
                f"{path}:{line}: {words}", "mind the quotation marks: inside a cell they are doubled"
            ) from None
        if row is None:
            break
        start = rows.line_num
        if not names:
            names = _names(path, row)
        elif not any(map(str.strip, row)):
            continue
        elif len(row) != len(names):
            yield Skipped(line, f"{len(row)} cells under {len(names)} columns; mind commas and quotation marks")
        else:
            yield _card(line, dict(zip(names, row, strict=True)))
    if not names:
        raise UsageError(f"{path}:1: the table is empty", _HEADER)


def write(path: Path, cards: Iterable[Card]) -> Iterator[str]:
    """The lines of a table; of TSV if the name of the file says so."""
    lines: list[str] = []

    class _Lines:
        def write(self, line: str) -> None:
            lines.append(line)

    table = csv.writer(_Lines(), delimiter=_TABS if path.suffix.casefold() == ".tsv" else ",", lineterminator="\n")
    table.writerow(COLUMNS)
    for card in cards:
        topic, subtopic = (*card.tags, "", "")[:2]
        reasons = "\n".join(card.options.values()) if any(card.options.values()) else ""
        options, level = "\n".join(card.options), card.level or ""
        table.writerow(
            (card.id, topic, subtopic, level, card.front, card.back, options, reasons, card.explanation, card.source, card.data)
        )  # fmt: skip
        yield from lines
        lines.clear()
    yield from lines  # of a table without cards its header


def _delimiter(path: Path, header: str) -> str:
    if path.suffix.casefold() in (".tsv", ".tab"):
        return _TABS
    return max((",", ";", _TABS), key=header.count)


def _names(path: Path, row: list[str]) -> list[str]:
    names = [_SAME.get(name.strip().casefold(), name.strip().casefold()) for name in row]
    if "prompt" not in names:
        raise UsageError(f"{path}:1: no column is named prompt (or question, or front)", _HEADER)
    for name in COLUMNS:
        if names.count(name) > 1:
            raise UsageError(f"{path}:1: two columns are named {name}", "rename one of them")
    return names


def _card(line: int, row: dict[str, str]) -> Card:
    cells = {name: row.get(name, "").strip() for name in COLUMNS}
    options = [option for option in cells["options"].split("\n") if option.strip()]
    reasons = row.get("reasons", "").split("\n")
    return Card(
        line=line,
        guid=cells["id"] or " ".join(cells["prompt"].split()),
        front=cells["prompt"],
        back=cells["answer"],
        options={option.strip(): reason.strip() for option, reason in zip_longest(options, reasons[: len(options)], fillvalue="")},
        explanation=cells["explanation"],
        source=cells["source"],
        deck=tuple(filter(None, (cells["topic"], cells["subtopic"]))),
        id=cells["id"],
        level=int(cells["level"]) if cells["level"] in ("1", "2", "3") else None,
        data=cells["quizdl"],
    )  # fmt: skip
