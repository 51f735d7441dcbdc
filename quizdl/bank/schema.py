"""The schema of a bank's YAML, and its complaints in words. Loaded only when a file has changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from typing import Annotated, Any, get_type_hints

from pydantic import ConfigDict

from quizdl import kinds
from quizdl.bank.findings import Path_, nearest
from quizdl.bank.template import Template, TemplateError
from quizdl.bank.validation import adapter, validated
from quizdl.bank.yaml_file import YamlFile
from quizdl.domain.bounds import Bounds
from quizdl.domain.catalogue import ID
from quizdl.domain.question import Mistake, Question

TRIED_DRAWS, AT_A_START = 60, 6
"""Draws of a template that a check tries; and those that are tried when a bank is compiled, while somebody waits."""
FORMAT = 1
_SECTIONS = ("questions", "templates")
OF_TEMPLATES = ("parameters", "where", "key")


@dataclass(frozen=True, kw_only=True)
class TopicContents:
    """One topic in bank.yaml."""

    __pydantic_config__ = ConfigDict(extra="forbid")
    title: str
    subtopics: Annotated[dict[str, str], Bounds(min_length=1)]


@dataclass(frozen=True, kw_only=True)
class TrackContents:
    """One track in bank.yaml."""

    __pydantic_config__ = ConfigDict(extra="forbid")
    title: str
    derivations: Annotated[list[str], Bounds(min_length=1)]


@dataclass(frozen=True, kw_only=True)
class Contents:
    """bank.yaml.

    Attributes:
        outline: the rows of the course that questions and derivations may say they cover, by their numbers.
        unasked: rows of the outline that are not asked, with the reason.
        ignore: editorial rules that this bank does not follow, with the reason.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")
    format: int
    title: str
    topics: Annotated[dict[str, TopicContents], Bounds(min_length=1)]
    tracks: dict[str, TrackContents] = field(default_factory=dict)
    outline: dict[str, str] = field(default_factory=dict)
    unasked: dict[str, str] = field(default_factory=dict)
    ignore: dict[str, str] = field(default_factory=dict)


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
    reveals: tuple[str, ...] = ()


def check_contents(file: YamlFile) -> Contents | None:
    """Reads bank.yaml; None when it has findings."""
    data = file.data
    if file.findings:
        return None
    if not isinstance(data, dict):
        file.complain(1, "field", "not a table of contents; start with `format: 1`, `title: …` and `topics:`")
        return None
    if data.get("format", str(FORMAT)) != str(FORMAT):
        message = f"format {data['format']}; this quizdl reads format {FORMAT}: install the quizdl that the bank is for"
        file.complain(file.line(("format",)), "format", message)
        return None
    contents = validated(Contents, data, file)
    return contents if isinstance(contents, Contents) else None


def check_topic_file(file: YamlFile, contents: Contents, draws: int = TRIED_DRAWS) -> Iterator[Item]:
    """Yields what passes of a topic file; the rest is in its findings, all of it at once."""
    data = file.data
    if not isinstance(data, dict):
        file.complain(1, "field", "not a topic file; start with `topic: …` and `questions:`")
        return
    for name in data:
        if name not in ("topic", *_SECTIONS):
            _complain_of_field(file, (name,), ("topic", *_SECTIONS))
    topic = data.get("topic")
    where = file.line(("topic",))
    if topic is None:
        file.complain(where, "field", f"topic is missing; add `topic: {file.path.stem}`")
    elif topic not in tuple(contents.topics):
        file.complain(where, "topic", f"unknown topic {topic!r}{_one_of(topic, contents.topics)}")
    elif topic != file.path.stem:
        file.complain(where, "topic", f"topic {topic!r} in {file.path.name}; rename one of them")
    known = contents.topics[topic].subtopics if topic in tuple(contents.topics) else None
    for section in _SECTIONS:
        items = data.get(section) or []
        if not isinstance(items, list):
            file.complain(file.line((section,)), "field", f"{section} must be a list; start each with `- id: …`")
            continue
        for i, item in enumerate(items):
            if passed := _check_item(file, (section, i), item, known, draws if section == "templates" else 0):
                yield passed


def ids(file: YamlFile) -> Iterator[tuple[int, str]]:
    """The line and id of all questions and templates of a topic file, also of those that do not pass."""
    for section in _SECTIONS:
        items = file.data.get(section) if isinstance(file.data, dict) else None
        for i, item in enumerate(items if isinstance(items, list) else ()):
            if isinstance(item, dict) and isinstance(item.get("id"), str):
                yield file.line((section, i, "id")), item["id"]


def _check_item(
    file: YamlFile, path: Path_, given: Any, subtopics: Mapping[str, str] | None, draws: int
) -> Item | None:
    before = len(file.findings)
    if not isinstance(given, dict):
        file.complain(file.line(path), "field", "not a question; write `id: …`, `kind: …`, one field a line")
        return None
    own = dict(given)
    kind = own.pop("kind", None)
    if kind is None:
        file.complain(file.line((*path, "kind")), "field", f"kind is missing; one of {', '.join(kinds.names())}")
    elif kind not in kinds.names():
        file.complain(file.line((*path, "kind")), "kind", f"unknown kind {kind!r}{_one_of(kind, kinds.names())}")
        kind = None
    name, subtopic = own.get("id"), own.get("subtopic")
    if isinstance(name, str) and not ID.fullmatch(name):
        file.complain(
            file.line((*path, "id")), "id", f"id {name!r}; use a to z, 0 to 9 and single hyphens between them"
        )
    if isinstance(subtopic, str) and subtopics is not None and subtopic not in subtopics:
        message = f"unknown subtopic {subtopic!r}{_one_of(subtopic, subtopics)}"
        file.complain(file.line((*path, "subtopic")), "subtopic", message)
    if kind is None:
        return None
    question, stored = check_template(file, path, kind, own, draws) if draws else _check_question(file, path, kind, own)
    if question is None or len(file.findings) > before:
        return None
    return Item(
        id=question.id,
        kind=kind,
        subtopic=question.subtopic,
        level=question.level,
        seconds=question.seconds or question.default_seconds,
        source=question.source,
        generated=draws > 0,
        line=file.line(path),
        fields=stored,
        reveals=tuple(question.reveals),
    )


def _check_question(
    file: YamlFile, path: Path_, kind: str, own: dict[str, Any]
) -> tuple[Question | None, dict[str, Any]]:
    cls = kinds.kind(kind)
    question = validated(cls, own, file, path)
    if not isinstance(question, cls):
        return None, {}
    for problem in question.problems():
        rule = str(problem.path[0]) if problem.path else kind
        file.complain(file.line((*path, *problem.path)), rule, problem.message)
    return question, adapter(cls).dump_python(question, exclude_defaults=True)


def check_template(
    file: YamlFile, path: Path_, kind: str, own: dict[str, Any], draws: int
) -> tuple[Question | None, dict[str, Any]]:
    """The question of one draw, and the template as plain data; None when it has findings."""
    before = len(file.findings)
    _check_template_fields(file, path, kind, own)
    extra = {name: own.pop(name) for name in ("id", *OF_TEMPLATES) if name in own}
    if "id" not in extra or "parameters" not in extra:
        return None, {}
    template = validated(Template, {**extra, "kind": kind, "fields": own}, file, path)
    if not isinstance(template, Template):
        return None, {}
    for i, name in enumerate(template.key):
        if name not in template.parameters:
            message = f"key {name!r} is not one of the parameters{nearest(name, template.parameters)}"
            file.complain(file.line((*path, "key", i)), "key", message)
    if len(file.findings) > before:
        return None, {}
    question = _try_draws(file, path, template, draws)
    for name, value in own.items():  # numbers as numbers: generated questions do not pass through the schema again
        number = getattr(question, name, value)
        if isinstance(value, str) and not isinstance(number, str):
            own[name] = number
    return question, {**extra, "kind": kind, "fields": own}


def _check_template_fields(file: YamlFile, path: Path_, kind: str, own: dict[str, Any]) -> None:
    """What can be said before anything is drawn: fields that are not known, or missing."""
    cls = kinds.kind(kind)
    known = [*(f.name for f in fields(cls)), *OF_TEMPLATES, "mistakes"]
    required = [f.name for f in fields(cls) if f.default is MISSING and f.default_factory is MISSING]
    made = ("choices",) if "mistakes" in own else ()
    for name in own:
        if name not in known:
            _complain_of_field(file, (*path, name), known)
    for name in (*required, "parameters"):
        if name not in (*own, *made):
            file.complain(file.line(path), "field", f"{name} is missing; add it")
    forms = {"mistakes": dict[str, Mistake], **get_type_hints(cls, include_extras=True)}
    for name, value in own.items():
        if name in forms:
            validated(forms[name], value, file, (*path, name))


def _try_draws(file: YamlFile, path: Path_, template: Template, draws: int) -> Question | None:
    """The question of the last of many draws; complains of the first draw that gives none."""
    question: Question | None = None
    always_right = set(template.fields.get("mistakes", ()) if draws >= TRIED_DRAWS else ())  # a few draws may all agree
    try:
        for draw in template.trials(draws):
            before = len(file.findings)
            question, _ = _check_question(file, path, template.kind, template.fields_for(draw))
            if len(file.findings) > before:
                values = ", ".join(f"{name} = {value}" for name, value in draw.items())
                found = file.findings[before:]
                file.findings[before:] = [replace(f, message=f"{f.message} (with {values})") for f in found]
                return None
            always_right &= set(template.mistaken(draw))
    except TemplateError as error:
        where = _place(template.fields | {"where": template.where, "parameters": template.parameters}, error.text)
        file.complain(file.line((*path, *where)), "template", str(error))
        return None
    except (TypeError, ValueError) as error:
        file.complain(file.line(path), "template", f"a field has the wrong form ({error})")
        return None
    for name in sorted(always_right):
        line = file.line((*path, "mistakes", name))
        file.complain(line, "mistakes", f"{name} is the right answer in every draw; change its value")
    return question


def _place(value: Any, text: str, path: Path_ = ()) -> Path_:
    """Where a text stands, by itself or in braces; nowhere: the empty path."""
    if isinstance(value, str):
        return path if value == text or f"{{{text}}}" in value else ()
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return next((found for key, item in items if (found := _place(item, text, (*path, key)))), ())


def _complain_of_field(file: YamlFile, path: Path_, known: Collection[str]) -> None:
    name = str(path[-1])
    file.complain(file.line(path), "field", f"no such field {name!r}{nearest(name, known)}")


def _one_of(given: Any, known: Collection[str]) -> str:
    """The nearest of what is known, or all of it."""
    return nearest(str(given), known) or f"; one of {', '.join(known)}"
