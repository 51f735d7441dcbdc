"""The schema of a bank's YAML, and its complaints in words. Loaded only when a file has changed."""

from __future__ import annotations

import difflib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any

from annotated_types import Len
from pydantic import ConfigDict, TypeAdapter, ValidationError

from quizdl import kinds
from quizdl.bank.template import Template, TemplateError
from quizdl.bank.yaml_file import Path_, YamlFile
from quizdl.domain.question import Question

TRIED_DRAWS = 60
FORMAT = 1


@dataclass(frozen=True, kw_only=True)
class TopicContents:
    """One topic in bank.yaml."""

    __pydantic_config__ = ConfigDict(extra="forbid")
    title: str
    subtopics: Annotated[dict[str, str], Len(1)]


@dataclass(frozen=True, kw_only=True)
class TrackContents:
    """One track in bank.yaml."""

    __pydantic_config__ = ConfigDict(extra="forbid")
    title: str
    derivations: Annotated[list[str], Len(1)]


@dataclass(frozen=True, kw_only=True)
class Contents:
    """bank.yaml."""

    __pydantic_config__ = ConfigDict(extra="forbid")
    format: int
    title: str
    topics: Annotated[dict[str, TopicContents], Len(1)]
    tracks: dict[str, TrackContents] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """A question or template that passed: its fields, validated, as plain data."""

    id: str
    kind: str
    subtopic: str
    level: int
    seconds: float
    source: str
    generated: bool
    line: int
    fields: dict[str, Any]


def check_contents(file: YamlFile) -> Contents | None:
    """Reads bank.yaml; None when it has findings."""
    contents = _validated(Contents, file.data, file, ())
    if isinstance(contents, Contents) and contents.format != FORMAT:
        file.complain(file.line(("format",)), "format", f"format {contents.format}; this quizdl reads format {FORMAT}")
    return contents if isinstance(contents, Contents) and not file.findings else None


def check_topic_file(file: YamlFile, contents: Contents) -> Iterator[Item]:
    """Yields what passes of a topic file; the rest is in its findings, all of it at once."""
    data = file.data
    if not isinstance(data, dict):
        file.complain(1, "field", "not a topic file; start with `topic: …` and `questions:`")
        return
    for name in data:
        if name not in ("topic", "questions", "templates"):
            file.complain(file.line((name,)), "field", f"no such field {name!r}{_nearest(name, ('topic', 'questions', 'templates'))}")
    topic = data.get("topic")
    if topic is None:
        file.complain(1, "field", f"topic is missing; add `topic: {file.path.stem}`")
    elif topic not in contents.topics:
        file.complain(file.line(("topic",)), "topic", f"unknown topic {topic!r}{_nearest(str(topic), contents.topics)}")
    elif topic != file.path.stem:
        file.complain(file.line(("topic",)), "topic", f"topic {topic!r} in {file.path.name}; rename one of them")
    subtopics = contents.topics[topic].subtopics if topic in contents.topics else None
    for section in ("questions", "templates"):
        items = data.get(section) or []
        if not isinstance(items, list):
            file.complain(file.line((section,)), "field", f"{section} must be a list; start each with `- id: …`")
            continue
        for i, fields in enumerate(items):
            if item := _check_item(file, (section, i), fields, subtopics, generated=section == "templates"):
                yield item


def _check_item(
    file: YamlFile, path: Path_, fields: Any, subtopics: dict[str, str] | None, *, generated: bool
) -> Item | None:
    before = len(file.findings)
    if not isinstance(fields, dict):
        file.complain(file.line(path), "field", "not a question; write `id: …`, `kind: …`, one field a line")
        return None
    own = dict(fields)
    kind = own.pop("kind", None)
    if kind is None:
        file.complain(file.line(path), "field", f"kind is missing; one of {', '.join(kinds.names())}")
    elif kind not in kinds.names():
        names = ", ".join(kinds.names())
        file.complain(file.line((*path, "kind")), "kind", f"unknown kind {kind!r}{_nearest(str(kind), kinds.names()) or '; one of ' + names}")
        kind = None
    subtopic = own.get("subtopic")
    if subtopic is not None and subtopics is not None and subtopic not in subtopics:
        file.complain(file.line((*path, "subtopic")), "subtopic", f"unknown subtopic {subtopic!r}{_nearest(str(subtopic), subtopics)}")
    if kind is None:
        return None
    if generated:
        question, stored = _check_template(file, path, kind, own)
    else:
        question, stored = _check_question(file, path, kind, own)
    if question is None or len(file.findings) > before:
        return None
    seconds = question.seconds or question.default_seconds
    return Item(
        question.id, kind, question.subtopic, question.level, seconds, question.source, generated, file.line(path), stored
    )


def _check_question(file: YamlFile, path: Path_, kind: str, own: dict[str, Any]) -> tuple[Question | None, dict[str, Any]]:
    cls = kinds.kind(kind)
    question = _validated(cls, own, file, path)
    if not isinstance(question, cls):
        return None, {}
    for problem in question.problems():
        file.complain(file.line((*path, *problem.path)), problem.path[0] if problem.path else kind, problem.message)
    return question, _adapter(cls).dump_python(question, exclude_defaults=True)


def _check_template(file: YamlFile, path: Path_, kind: str, own: dict[str, Any]) -> tuple[Question | None, dict[str, Any]]:
    if "id" not in own or "parameters" not in own:
        for name in ("id", "parameters"):
            if name not in own:
                file.complain(file.line(path), "field", f"{name} is missing; add it")
        return None, {}
    extra = {name: own.pop(name) for name in ("id", "parameters", "where", "key") if name in own}
    template = _validated(Template, {**extra, "kind": kind, "fields": own}, file, path)
    if not isinstance(template, Template):
        return None, {}
    for name in template.key:
        if name not in template.parameters:
            file.complain(file.line((*path, "key")), "key", f"key {name!r} is not one of the parameters")
    question: Question | None = None
    for seed in range(TRIED_DRAWS):
        try:
            draw = template.draw(random.Random(seed))
            fields = template.fields_for(draw)
        except TemplateError as error:
            file.complain(file.line(path), "template", str(error))
            return None, {}
        except (KeyError, TypeError, AttributeError) as error:
            file.complain(file.line(path), "template", f"a field is missing or has the wrong form ({error})")
            return None, {}
        before = len(file.findings)
        question, _ = _check_question(file, path, kind, fields)
        if len(file.findings) > before:
            values = ", ".join(f"{name} = {value}" for name, value in draw.items())
            file.findings[before:] = [
                type(f)(f.path, f.line, f.rule, f"{f.message} (with {values})") for f in file.findings[before:]
            ]
            break
    if question is not None:  # numbers as numbers: generated questions do not pass through the schema again
        own = {n: v if isinstance(v, list | dict) or isinstance(getattr(question, n, v), str) else getattr(question, n, v) for n, v in own.items()}
    return question, {**extra, "kind": kind, "fields": own}


@cache
def _adapter(cls: Any) -> TypeAdapter[Any]:
    return TypeAdapter(cls)


def _validated(cls: Any, data: Any, file: YamlFile, path: Path_) -> Any:
    try:
        return _adapter(cls).validate_python(data)
    except ValidationError as error:
        for complaint in error.errors(include_url=False):
            location = tuple(part for part in complaint["loc"] if part != "[key]")
            name = str(location[-1]) if location else ""
            file.complain(file.line((*path, *location)), "field", _words(cls, complaint, name))
    return None


def _words(cls: Any, complaint: Any, name: str) -> str:
    context = complaint.get("ctx", {})
    match complaint["type"]:
        case "missing":
            return f"{name} is missing; add it"
        case "unexpected_keyword_argument" | "extra_forbidden":
            fields = getattr(cls, "__dataclass_fields__", ())
            return f"no such field {name!r}{_nearest(name, fields)}"
        case "string_type" if complaint["input"] is None:
            return f"{name} is empty; fill it in"
        case "string_too_short":
            return f"{name} is empty; fill it in"
        case "too_short" | "too_long":
            return f"{name} has {context.get('actual_length', 'too many')} entries; {complaint['msg'].lower()}"
        case "dataclass_type":
            return "must be a mapping of fields, one a line"
    got = str(complaint["input"])
    got = got if len(got) <= 40 else got[:37] + "…"
    wanted = complaint["msg"].replace("Input should be", "must be").replace(", unable to parse string as", ";")
    return f"{name} {wanted[0].lower()}{wanted[1:]}, not {got!r}"


def _nearest(name: str, known: Any) -> str:
    close = difflib.get_close_matches(name, list(known), 1, 0.5)
    return f"; did you mean {close[0]!r}?" if close else ""
