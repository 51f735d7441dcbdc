"""What the terminal can do, and how output gets there."""

from __future__ import annotations

import json
import os
import re
import sys
from contextlib import contextmanager, suppress
from dataclasses import asdict, is_dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from quizdl.errors import GOOD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.segment import Segment

WIDEST = 100
NARROWEST = 24
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What steers a terminal: control codes, and the marks that turn the direction of text."""
_DRAWN = re.compile(_CONTROL.pattern + r"|[\u2500-\u257f]|[\u2588\u2591]+ ?")
"""The same, and lines and bars, which read out are noise."""


def console(*, plain: bool = False) -> Console:
    """A console on standard output, never wider than is good to read.

    Without colour if NO_COLOR says so, on a dumb terminal, and when it is to be `plain`, as QUIZDL_PLAIN may say, too: then without what
    draws lines and bars.
    """
    plain = plain or os.environ.get("QUIZDL_PLAIN", "0") not in ("", "0")
    from rich.console import Console

    class _Console(Console):
        def on_broken_pipe(self) -> None:
            reader_gone()

        def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
            for segment in super().render(renderable, options):  # a bank, or an answer, commands no terminal
                yield segment if segment.control else segment._replace(text=left_out.sub("", segment.text))

    left_out = _DRAWN if plain else _CONTROL
    colours: Literal["auto"] | None = None if os.environ.get("NO_COLOR") or plain else "auto"
    found = _Console(highlight=False, markup=False, emoji=False, color_system=colours)
    width = found.width if found.is_terminal or os.environ.get("COLUMNS") else 80
    found.width = max(NARROWEST, min(width, WIDEST))
    return found


@contextmanager
def progress(doing: str, above: Console | None = None) -> Iterator[Callable[[int, int], None]]:
    """A bar on the terminal, where there is one; what is piped stays clean.

    Args:
        doing: what takes the time.
        above: what lines are printed with meanwhile: they stand above the bar if both are on the terminal.
    """
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import Progress

    on = above if above and above.is_terminal else Console(stderr=True)
    with Progress(console=on, transient=True, redirect_stdout=False) as bar:
        task = bar.add_task(doing, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def interactive() -> bool:
    """Whether a person sits at a terminal that can draw: else one line is read per answer."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"


def dumb() -> bool:
    """Whether output goes to a terminal that can write lines and no more."""
    return sys.stdout.isatty() and os.environ.get("TERM", "dumb") == "dumb"


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def plain(text: str) -> str:
    """A text of unknown origin, with its control characters made visible."""
    return _CONTROL.sub(
        lambda found: f"\\x{ord(found[0]):02x}" if found[0] < "\u0100" else f"\\u{ord(found[0]):04x}", text
    )


def emit(value: Any) -> None:
    """Writes a value as one line of JSON."""
    write(json.dumps(_named(value), default=_jsonable, ensure_ascii=False, allow_nan=False))


def write(line: str) -> None:
    """Writes a line, at once."""
    try:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        reader_gone()


def complain(message: str, hint: str) -> None:
    """On the error stream one line of what, and one of what to do."""
    for start, words in (("quizdl: ", message), ("        ", hint)):
        if words:
            with suppress(OSError):  # nobody listens
                sys.stderr.write(f"{start}{plain(' '.join(words.splitlines()))}\n")
                sys.stderr.flush()


def reader_gone() -> NoReturn:
    """Ends quietly: whoever read our output has seen enough."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what is still in the buffer
    sys.exit(GOOD)


def _named(value: Any) -> Any:
    """The same with named tuples as objects, which JSON would write as lists."""
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: _named(each) for name, each in value._asdict().items()}
    if isinstance(value, list | tuple):
        return [_named(each) for each in value]
    return value


def _jsonable(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    if isinstance(value, date | Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} does not go into JSON")
