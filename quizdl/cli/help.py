"""`quizdl help`: pages about what no single command explains."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import quizdl
from quizdl.cli import terminal
from quizdl.cli.options import JsonOption


def _topics(incomplete: str) -> list[str]:
    return [name for name in _pages() if name.startswith(incomplete)]


def help(
    topic: Annotated[
        str | None, typer.Argument(metavar="TOPIC", autocompletion=_topics, help="A page; without one they are listed.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Pages on what no single command explains: keys, exit codes, scheduling, the sandbox, formats, several machines, editors."""
    pages = _pages()
    if topic is not None and topic not in pages:
        from quizdl.bank.findings import nearest
        from quizdl.errors import UsageError

        raise UsageError(f"no page {topic!r}{nearest(topic, pages)}", f"pages: {', '.join(pages)}")
    texts = {name: path.read_text(encoding="utf-8") for name, path in pages.items() if topic in (None, name)}
    if as_json:
        terminal.emit([{"topic": name, "title": _title(text), "text": text} for name, text in texts.items()])
        return
    from quizdl.cli.views.help import page_view, pages_view

    titles = {name: _title(text) for name, text in texts.items()}
    terminal.console().print(pages_view(titles) if topic is None else page_view(texts[topic]))


def _pages() -> dict[str, Path]:
    """The pages by their names: those of a checkout, else those that were installed."""
    package = Path(quizdl.__file__).parent
    folder = next((each for each in (package.parent / "docs" / "help", package / "help") if each.is_dir()), package)
    return {path.stem: path for path in sorted(folder.glob("*.md"))}


def _title(text: str) -> str:
    return text.splitlines()[0].removeprefix("# ")
