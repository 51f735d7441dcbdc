"""Reads a YAML file into plain text, lists and mappings, and remembers the line of everything."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from quizdl.bank.findings import Finding, short
from quizdl.errors import BankError

LARGEST = 4_000_000
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = ("", "~", "null")

Path_ = tuple[str | int, ...]


@dataclass
class YamlFile:
    """A file that was read.

    Attributes:
        data: its content; every scalar is text, an empty one is None.
        lines: the line of each value, by the path of keys and indices to it.
        findings: what kept it from being read, and keys that stand twice.
    """

    path: Path
    data: Any = None
    lines: dict[Path_, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def line(self, path: Path_) -> int:
        """The line of a value, or of the nearest thing around it that is there."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def complain(self, line: int, rule: str, message: str) -> None:
        """Adds a finding."""
        self.findings.append(Finding(short(self.path), line, rule, message))


def read_yaml(path: Path) -> YamlFile:
    """Reads a file; what is wrong with it is in its findings.

    Raises:
        BankError: the file cannot be opened.
    """
    file = YamlFile(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BankError(f"{short(path)}: cannot be read ({error.strerror})", "check its name and its permissions") from None
    if len(raw) > LARGEST:
        file.complain(1, "size", f"larger than {LARGEST // 1_000_000} MB; split the topic")
        return file
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        file.complain(line, "encoding", f"byte 0x{raw[error.start]:02x} is not UTF-8; save the file as UTF-8")
        return file
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        _complain_of_syntax(file, text, error)
        return file
    except (yaml.YAMLError, RecursionError) as error:
        position = getattr(error, "position", 0) or 0
        file.complain(text[:position].count("\n") + 1, "syntax", f"not YAML ({str(error).splitlines()[0]})")
        return file
    if node is not None:
        try:
            file.data = _plain(file, node, (), set())
        except RecursionError:
            file.complain(1, "syntax", "nested too deeply")
    return file


def _complain_of_syntax(file: YamlFile, text: str, error: yaml.MarkedYAMLError) -> None:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    lines = text.splitlines()
    shown = lines[line - 1] if line <= len(lines) else ""
    if "\t" in shown[: len(shown) - len(shown.lstrip())]:
        file.complain(line, "syntax", "a tab in the indentation; YAML takes spaces only")
    elif shown.lstrip().startswith(("@", "`", "%", "!", "*", "&")) or "cannot start any token" in (error.problem or ""):
        file.complain(line, "syntax", 'a text cannot start with this character; put it in "quotes"')
    elif "mapping values are not allowed" in (error.problem or ""):
        file.complain(line, "syntax", 'a colon and a space inside a text; put the text in "quotes"')
    else:
        file.complain(line, "syntax", f"not YAML: {error.problem or error.context}; mind indentation, quotes and colons")


def _plain(file: YamlFile, node: Any, path: Path_, above: set[int]) -> Any:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        file.lines[path] = line
        return None if not node.style and node.value in _NULLS else node.value
    if id(node) in above:
        file.complain(line, "syntax", "anchors and aliases are not used in a bank; write it out")
        return None
    above.add(id(node))  # for good: an alias anywhere, not only a recursive one, is refused, so nothing can blow up
    file.lines.setdefault(path, line)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(file, item, (*path, i), above) for i, item in enumerate(node.value)]
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
        if key is None:
            file.complain(key_node.start_mark.line + 1, "syntax", 'a key must be plain text; put it in "quotes"')
            continue
        if key in found:
            file.complain(key_node.start_mark.line + 1, "duplicate", f"{key!r} stands here twice; keep one")
        file.lines[(*path, key)] = key_node.start_mark.line + 1
        found[key] = _plain(file, value_node, (*path, key), above)
        file.lines[(*path, key)] = key_node.start_mark.line + 1
    return found
