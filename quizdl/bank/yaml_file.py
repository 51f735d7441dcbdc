"""Reads a YAML file into plain text, lists and mappings, and remembers the line of everything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from quizdl.bank.findings import Path_, SourceFile

DEEPEST = 12
LONGEST = 2_000
"""Characters of one text: several rules read it again and again from each of its places."""
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = ("", "~", "null")
_FIRST_CHARACTER = ("cannot start any token", "an anchor", "an alias", "a tag", "a directive")
_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")  # as YAML counts lines
_UNCLOSED = ("a quoted scalar", "a flow sequence", "a flow mapping")


@dataclass
class YamlFile(SourceFile):
    """A file that was read.

    Attributes:
        data: its content; every scalar is text, an empty one is None. None when the file cannot be read at all.
    """

    data: Any = None


def read_yaml(path: Path) -> YamlFile:
    """Reads a file; what is wrong with it is in its findings.

    It is read as a stream of events: no tag makes an object, no alias is followed, and the reading stops where it is nested too deeply.
    """
    file = YamlFile(path)
    text = file.text()
    if text is None:
        return file
    try:
        file.data = _document(file, yaml.parse(text, Loader=_Loader))
    except yaml.MarkedYAMLError as error:
        _complain_of_syntax(file, text, error)
    except yaml.reader.ReaderError as error:
        line = text.encode()[: error.position].count(b"\n") + 1
        file.complain(line, "syntax", f"not YAML ({error.reason}); take the character out")
    return file


def _complain_of_syntax(file: YamlFile, text: str, error: yaml.MarkedYAMLError) -> None:
    problem = ", ".join(filter(None, (error.context, error.problem)))
    unclosed = any(words in problem for words in _UNCLOSED)
    mark = (error.context_mark if unclosed else None) or error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    if any(finding.line == line for finding in file.findings):
        return  # it follows from what was said
    shown = "".join(_BREAK.split(text)[line - 1 : line])
    first = shown.partition(": ")[2].strip()[:1]
    if "\t" in shown[: len(shown) - len(shown.lstrip())]:
        message = "a tab in the indentation; YAML takes spaces only"
    elif "mapping values are not allowed" in problem:
        message = 'a colon and a space inside a text; put the text in "quotes"'
    elif unclosed:
        message = "a quotation mark or bracket is opened here and not closed; close it"
    elif any(words in problem for words in _FIRST_CHARACTER) or (first and first in "[{>|"):
        message = 'a text cannot start with this character; put it in "quotes"'
    else:
        message = f"not YAML: {problem}; mind indentation, quotes and colons"
    file.complain(line, "syntax", message)


def _document(file: YamlFile, events: Iterator[Any]) -> Any:
    """The content of the first document; there is to be no second one."""
    data = None
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent) and file.lines:
            file.complain(_line(event), "syntax", "a second document starts here; take the `---` out")
            break
        if isinstance(event, yaml.NodeEvent):
            data = _value(file, event, events, ())
    return data


def _value(file: YamlFile, event: Any, events: Iterator[Any], path: Path_) -> Any:
    """The value that starts with an event; takes the events that belong to it."""
    file.lines[path] = _line(event)
    if len(path) > DEEPEST:
        raise yaml.MarkedYAMLError(problem="nested too deeply", problem_mark=event.start_mark)
    _refuse_references(file, event)
    if isinstance(event, yaml.AliasEvent):
        return f"*{event.anchor}"
    if isinstance(event, yaml.ScalarEvent):
        return None if not event.style and event.value in _NULLS else _text(file, event)
    if isinstance(event, yaml.SequenceStartEvent):
        items = _up_to(yaml.SequenceEndEvent, events)
        return [_value(file, item, events, (*path, i)) for i, item in enumerate(items)]
    return _mapping(file, events, path)


def _mapping(file: YamlFile, events: Iterator[Any], path: Path_) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for event in _up_to(yaml.MappingEndEvent, events):
        if isinstance(event, yaml.ScalarEvent):
            _refuse_references(file, event)
            key = _text(file, event)
        else:
            file.complain(_line(event), "syntax", 'a key must be plain text; put it in "quotes"')
            key = str(_value(file, event, events, (*path, "?")))
        if key in found:
            file.complain(_line(event), "duplicate", f"{key!r} stands here twice; keep one")
        found[key] = _value(file, next(events), events, (*path, key))
        file.lines[(*path, key)] = _line(event)
    return found


def _text(file: YamlFile, event: Any) -> str:
    """The text of a scalar; cut, and a finding, where it is too long."""
    if len(event.value) > LONGEST:
        file.complain(_line(event), "length", f"a text of {len(event.value)} characters; shorten it to {LONGEST}")
    return str(event.value[:LONGEST])


def _up_to(end: type[Any], events: Iterator[Any]) -> Iterator[Any]:
    """The first events of the values in a collection; each is read before the next is taken."""
    while not isinstance(event := next(events), end):
        yield event


def _refuse_references(file: YamlFile, event: Any) -> None:
    if event.anchor is not None:
        message = 'anchors and aliases are not used; write it out, or put a text that starts with & or * in "quotes"'
        file.complain(_line(event), "syntax", message)
    if getattr(event, "tag", None) is not None:
        file.complain(_line(event), "syntax", 'tags are not used; put a text that starts with ! in "quotes"')


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1
