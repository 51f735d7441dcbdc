"""The log as JSON Lines: one event a line, complete, so that it can be put into another history.

The first line is `{"event": "history", "format": 2}`; each other one is a review, an attempt or a mark with all its fields, `"event": "review"`,
`"event": "attempt"` or `"event": "mark"` among them. Format 1 had no marks, and reviews no confidence. Times are ISO 8601 with their zone. Files can be joined; the order of lines does not matter.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import MISSING, asdict, fields
from datetime import datetime
from functools import cache, reduce
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_type_hints

from quizdl.domain.mark import What
from quizdl.domain.question import Outcome
from quizdl.errors import HistoryError, UsageError
from quizdl.history.rows import LOGS, Event, utc
from quizdl.history.store import History

if TYPE_CHECKING:
    from pydantic import TypeAdapter

FORMAT = 2
LONGEST = 8 << 20
"""Bytes of a line: an answer has at most a megabyte, of which each may be written as six characters."""
_NO_EVENT = "name a file of quizdl history export; nothing was added"
_SQLITE = b"SQLite format 3\0"


def lines(events: Iterable[Event]) -> Iterator[str]:
    """Events as lines, without their ends."""
    yield json.dumps({"event": "history", "format": FORMAT})
    for event in events:
        name, _ = LOGS[type(event)]
        yield json.dumps({"event": name, **asdict(event), "at": utc(event.at)}, ensure_ascii=False, allow_nan=False)


def read(path: Path) -> Iterator[Event]:
    """The events of an export, or of another history or a backup.

    Raises:
        UsageError: it cannot be read, or a line is no event; names the line.
        HistoryError: it is a history, and damaged.
    """
    try:
        with path.open("rb") as file:
            if file.read(len(_SQLITE)) != _SQLITE:
                file.seek(0)
                yield from _events(path, iter(lambda: file.readline(LONGEST + 1), b""))
                return
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})", "name a file of quizdl history export") from None
    with closing(History.read(path)) as history:
        yield from history.events()


def _events(path: Path, given: Iterator[bytes]) -> Iterator[Event]:
    from pydantic import ValidationError

    for number, line in enumerate(given, 1):
        if line.isspace():
            continue
        if len(line) > LONGEST:
            raise UsageError(f"{path}:{number}: longer than {LONGEST >> 20} MB", "is it the right file?")
        try:
            event = dict(_form().validate_json(line))
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False, include_input=False)[0]
            where = ".".join(map(str, first["loc"][1:]))
            words = f"{path}:{number}: {where + ': ' if where else ''}{first['msg']}"
            raise UsageError(words, _NO_EVENT) from None
        name = event.pop("event")
        for kind, (table, _) in LOGS.items():
            if name == table:
                try:
                    yield kind(**event)
                except ValueError as error:
                    raise UsageError(f"{path}:{number}: {error}", _NO_EVENT) from None
        if name == "history" and event["format"] > FORMAT:
            message = f"{path}:{number}: written by a newer quizdl (format {event['format']}; this one knows {FORMAT})"
            raise HistoryError(message, "update quizdl: pip install --upgrade quizdl")


@cache
def _form() -> TypeAdapter[Any]:
    """What a line must be: the fields of the classes, all of them that have no default, and no others."""
    from pydantic import AwareDatetime, ConfigDict, Field, TypeAdapter, create_model

    config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)
    stored: dict[Any, Any] = {datetime: AwareDatetime, int: Annotated[int, Field(ge=-(2**63), lt=2**63)]}
    forms: list[Any] = []
    for kind, (name, _) in LOGS.items():
        hints = get_type_hints(kind, localns={"Outcome": Outcome, "What": What})
        own: dict[str, Any] = {
            field.name: (
                stored.get(hints[field.name], hints[field.name]),
                ... if field.default is MISSING else field.default,
            )
            for field in fields(kind)
        }
        forms.append(create_model(name, __config__=config, **own, **_tag(name)))
    forms.append(create_model("history", __config__=config, format=(int, ...), **_tag("history")))
    any_form: Any = Annotated[reduce(or_, forms), Field(discriminator="event")]
    return TypeAdapter(any_form)


def _tag(name: str) -> dict[str, Any]:
    return {"event": (Literal[name], ...)}
