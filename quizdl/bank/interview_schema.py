"""The schema of the file of interviews, and its complaints in words. Loaded only when a file has changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

from annotated_types import Interval, Len
from pydantic import ConfigDict

from quizdl import kinds
from quizdl.bank.findings import Path_, nearest
from quizdl.bank.schema import check_template
from quizdl.bank.template import Template, TemplateError
from quizdl.bank.validation import validated
from quizdl.bank.yaml_file import YamlFile
from quizdl.domain.interview import RIGHT, WRONG, Product, Role
from quizdl.domain.question import Text

if TYPE_CHECKING:
    from quizdl.bank.schema import Contents

SECONDS = "60"
"""The answer clock of a step that says none: it is worked out, with pen and paper."""
_SECTIONS = {"roles": dict, "chains": list, "products": list}


@dataclass(frozen=True, kw_only=True)
class ChainForm:
    """A chain as it is written, without its numbers.

    Attributes:
        setting: what all steps are about; may hold `{expression}`.
        steps: by name; the first opens.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")
    id: Text
    title: Text
    subtopic: Text
    level: Annotated[int, Interval(ge=1, le=3)]
    source: Text
    setting: Text
    steps: Annotated[dict[str, dict[str, Any]], Len(1)]
    parameters: Any
    where: list[str] = field(default_factory=list)
    reviewed: Text | None = None


def check_interviews(file: YamlFile, contents: Contents, draws: int) -> dict[str, Any]:
    """What passes of the file, as plain data; the rest is in its findings, all of it at once.

    Args:
        file: as it was read.
        contents: the bank's own.
        draws: of each chain that are tried.
    """
    data = file.data
    if not isinstance(data, dict):
        file.complain(1, "field", "no interviews; start with `chains:` or `products:`")
        return {}
    for name, value in data.items():
        if name not in _SECTIONS:
            file.complain(file.line((name,)), "field", f"no such field {name!r}{nearest(name, _SECTIONS)}")
        elif value is not None and not isinstance(value, _SECTIONS[name]):
            form = "a list; start each with `- id: …`" if name != "roles" else "a table, one `name:` a line"
            file.complain(file.line((name,)), "field", f"{name} must be {form}")
    sections: dict[str, Any] = {
        name: value for name, value in data.items() if isinstance(value, _SECTIONS.get(name, ()))
    }
    subtopics = {name for topic in contents.topics.values() for name in topic.subtopics}
    _check_ids(file, sections)
    roles = dict(_roles(file, sections.get("roles", {}), contents))
    return {
        "roles": roles,
        "chains": list(_chains(file, sections.get("chains", []), subtopics, draws)),
        "products": list(_products(file, sections.get("products", []), subtopics, roles)),
    }


def places(file: YamlFile) -> Iterator[tuple[str, int]]:
    """Each step, as `chain.step`, and each product question by its id, with its line; of a file that may have findings."""
    data = file.data if isinstance(file.data, dict) else {}
    for section in ("chains", "products"):
        items = data.get(section)
        for i, item in enumerate(items if isinstance(items, list) else ()):
            if isinstance(item, dict):
                yield str(item.get("id")), file.line((section, i))
                steps = item.get("steps")
                for name in steps if isinstance(steps, dict) else ():
                    yield f"{item.get('id')}.{name}", file.line((section, i, "steps", name))


def _check_ids(file: YamlFile, sections: Mapping[str, Any]) -> None:
    first: dict[str, int] = {}
    for section in ("chains", "products"):
        for i, item in enumerate(sections.get(section, [])):
            if isinstance(item, dict) and isinstance(name := item.get("id"), str):
                line = file.line((section, i, "id"))
                if first.setdefault(name, line) != line:
                    file.complain(line, "duplicate", f"id {name!r} stands in line {first[name]} too; rename one")


def _roles(file: YamlFile, given: Mapping[str, Any], contents: Contents) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, data in given.items():
        role = validated(Role, data, file, ("roles", name))
        if isinstance(role, Role):
            for topic in role.topics:
                if topic not in contents.topics:
                    message = f"unknown topic {topic!r}{nearest(topic, contents.topics)}"
                    file.complain(file.line(("roles", name, "topics", topic)), "topic", message)
            yield name, asdict(role)


def _products(
    file: YamlFile, given: list[Any], subtopics: set[str], roles: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    for i, data in enumerate(given):
        path: Path_ = ("products", i)
        product = validated(Product, data, file, path)
        if isinstance(product, Product):
            _check_subtopic(file, path, product.subtopic, subtopics)
            for j, role in enumerate(product.roles):
                if role not in roles:
                    message = f"there is no role {role!r}{nearest(role, roles)}"
                    file.complain(file.line((*path, "roles", j)), "roles", message)
            yield asdict(product)


def _chains(file: YamlFile, given: list[Any], subtopics: set[str], draws: int) -> Iterator[dict[str, Any]]:
    for i, data in enumerate(given):
        path: Path_ = ("chains", i)
        chain = validated(ChainForm, data, file, path)
        if isinstance(chain, ChainForm):
            _check_subtopic(file, path, chain.subtopic, subtopics)
            steps = {
                name: _step(file, (*path, "steps", name), chain, step, draws) for name, step in chain.steps.items()
            }
            _check_order(file, path, chain)
            _check_setting(file, path, chain, steps)
            yield {
                "id": chain.id, "title": chain.title, "subtopic": chain.subtopic, "setting": chain.setting, "steps": steps
            }  # fmt: skip


def _check_subtopic(file: YamlFile, path: Path_, subtopic: str, known: set[str]) -> None:
    if subtopic not in known:
        message = f"unknown subtopic {subtopic!r}{nearest(subtopic, known)}"
        file.complain(file.line((*path, "subtopic")), "subtopic", message)


def _step(file: YamlFile, path: Path_, chain: ChainForm, given: Mapping[str, Any], draws: int) -> dict[str, Any]:
    """A step as plain data: its level, what follows, and its template, which has the chain's numbers."""
    shared = {"source": chain.source, "level": str(chain.level)}
    shared |= {"reviewed": chain.reviewed} if chain.reviewed else {}
    own = {"seconds": SECONDS, **shared, **given}
    then = own.pop("then", None) or {}
    kind = own.pop("kind", None)
    if kind not in kinds.names():
        message = f"unknown kind {kind!r}{nearest(str(kind), kinds.names())}" if kind else "kind is missing; add it"
        file.complain(file.line((*path, "kind")), "kind", message)
        return {}
    mistakes = own.get("mistakes")
    known = [RIGHT, WRONG, *(mistakes if isinstance(mistakes, dict) else ())]
    if not isinstance(then, dict):
        file.complain(file.line((*path, "then")), "then", "then must hold one `right: step` a line")
        then = {}
    for outcome in then:
        if outcome not in known:
            message = f"{outcome!r} is neither right, wrong nor a mistake of this step{nearest(outcome, known)}"
            file.complain(file.line((*path, "then", outcome)), "then", message)
    fixed = {
        "id": f"{chain.id}.{path[-1]}", "subtopic": chain.subtopic, "parameters": chain.parameters, "where": chain.where
    }  # fmt: skip
    question, template = check_template(file, path, kind, {**own, **fixed}, draws)
    return {"level": question.level, "then": then, "template": template} if question else {}


def _check_order(file: YamlFile, path: Path_, chain: ChainForm) -> None:
    """A chain goes forward only, and leaves no step out: then it ends."""
    names = list(chain.steps)
    reached = {names[0]}
    for place, (name, step) in enumerate(chain.steps.items()):
        then = step.get("then")
        for outcome, following in (then if isinstance(then, dict) else {}).items():
            line = file.line((*path, "steps", name, "then", outcome))
            if following not in names:
                file.complain(line, "then", f"there is no step {following!r}{nearest(str(following), names)}")
            elif names.index(following) <= place:
                file.complain(line, "then", f"{following} does not stand after {name}; a chain goes forward only")
            reached.add(str(following))
    for name in names:
        if name not in reached:
            message = f"no answer leads to {name}; name it under `then` of a step before it"
            file.complain(file.line((*path, "steps", name)), "then", message)


def _check_setting(file: YamlFile, path: Path_, chain: ChainForm, steps: Mapping[str, Any]) -> None:
    template = next((step["template"] for step in steps.values() if step), None)
    if template:
        opening = Template(**template)
        try:
            for draw in opening.trials(3):
                opening.filled(chain.setting, draw)
        except TemplateError as error:
            file.complain(file.line((*path, "setting")), "template", str(error))
