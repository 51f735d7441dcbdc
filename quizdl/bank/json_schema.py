"""The JSON Schema of a bank's YAML files, for editors: they complete and underline by it. What it lets pass is still to be checked.

Sources: JSON Schema draft 2020-12; yaml-language-server, "Using inlined schema".
"""

from __future__ import annotations

import inspect
import json
from dataclasses import fields
from typing import Any

from quizdl import kinds
from quizdl.bank.findings import nearest
from quizdl.bank.schema import OF_TEMPLATES, Contents
from quizdl.bank.template import Template
from quizdl.bank.validation import adapter
from quizdl.domain.question import Mistake
from quizdl.errors import UsageError

FILE = "bank.schema.json"
MODELINE = f"# yaml-language-server: $schema={FILE}\n"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEXT = ["string", "number", "boolean"]
"""What YAML reads where a text stands: to the bank `1e-3`, `no` and `true` are what they show."""
_ABOUT = {
    "id": "Permanent; a to z, 0 to 9 and single hyphens. The history hangs on it.",
    "kind": "How it is asked and graded.",
    "subtopic": "One of the topic's subtopics in bank.yaml.",
    "level": "1 recall, 2 understand, 3 work out.",
    "seconds": "The answer clock, after the reading time; without it the kind's own.",
    "prompt": "What is asked: at most 30 words, one thing to know, the convention named.",
    "explanation": "Why the answer is right, in 5 to 60 words.",
    "hint": "What ? shows; without it the kind makes one.",
    "source": "Title and place: what you opened.",
    "covers": "Rows of the outline in bank.yaml.",
    "reveals": "Questions that this one gives away; never in the same drill.",
    "reviewed": "The date and `agreed` or `fixed`, by a second reader who answered it cold.",
    "ignore": "Editorial rules that it need not follow, each with the reason.",
    "mistakes": "Named wrong answers: the value, and what whoever gives it is told.",
    "parameters": "Each drawn from a list, or from a range such as 2..9.",
    "where": "Expressions; a draw for which one is 0 is drawn again.",
    "key": "Draws alike in these parameters are the same question.",
    "format": "The format of the bank: 1.",
    "title": "What it is called.",
    "topics": "In teaching order; each has a file of its name.",
    "tracks": "Series of derivations in learning order.",
    "outline": "The rows of a course that questions may say they cover.",
    "unasked": "Rows of the outline that are not asked, with the reason.",
}


def schema_of_files() -> dict[str, Any]:
    """What bank.yaml and the topic files beside it must be."""
    definitions: dict[str, Any] = {"bank": _form(Contents)}
    for name in kinds.names():
        definitions[name] = _question(name)
        definitions[f"{name}_template"] = _template(name)
    topic = {
        "type": "object",
        "properties": {
            "topic": {"type": "string", "description": "One of bank.yaml's topics: the file's name."},
            "questions": {"type": ["array", "null"], "items": _one_of_kinds("")},
            "templates": {"type": ["array", "null"], "items": _one_of_kinds("_template")},
        },
        "required": ["topic"],
        "additionalProperties": False,
    }
    return {
        "$schema": _DIALECT,
        "title": "A file of a quizdl bank",
        "if": {"anyOf": [{"required": ["format"]}, {"required": ["topics"]}]},
        "then": {"$ref": "#/$defs/bank"},
        "else": topic,
        "$defs": definitions,
    }


def schema_of_kind(name: str) -> dict[str, Any]:
    """What one question of a kind must be.

    Raises:
        UsageError: there is no such kind.
    """
    if name not in kinds.names():
        meant = nearest(name, kinds.names())
        raise UsageError(f"no kind {name!r}{meant}", f"kinds: {', '.join(kinds.names())}")
    return {"$schema": _DIALECT, **_question(name)}


def written(schema: dict[str, Any]) -> str:
    """A schema as it is kept in a file."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def _one_of_kinds(suffix: str) -> dict[str, Any]:
    """A question of any kind: the complaints are those of its kind, not of all."""
    return {
        "type": "object",
        "properties": {"kind": {"enum": list(kinds.names()), "description": _ABOUT["kind"]}},
        "required": ["id", "kind"],
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": name}}, "required": ["kind"]},
                "then": {"$ref": f"#/$defs/{name}{suffix}"},
            }
            for name in kinds.names()
        ],
    }


def _question(name: str) -> dict[str, Any]:
    found = _form(kinds.kind(name))
    found["description"] = " ".join((inspect.getdoc(kinds.kind(name)) or "").split())
    found["properties"] = {"kind": {"const": name, "description": _ABOUT["kind"]}, **found["properties"]}
    found["required"] = ["kind", *found["required"]]
    return found


def _template(name: str) -> dict[str, Any]:
    """A question with parameters; its choices may follow from its mistakes."""
    found, own = _question(name), _form(Template)
    found["properties"] |= {
        field.name: own["properties"][field.name] for field in fields(Template) if field.name in OF_TEMPLATES
    }
    found["properties"].setdefault("mistakes", _form(dict[str, Mistake]) | {"description": _ABOUT["mistakes"]})
    found["required"] = [field for field in found["required"] if field != "choices"] + ["parameters"]
    return found


def _form(form: Any) -> dict[str, Any]:
    """The schema of a form, as YAML's plain scalars are read."""
    schema = adapter(form).json_schema()
    found: dict[str, Any] = _plain(schema, schema.get("$defs", {}))
    return found


def _plain(schema: Any, definitions: dict[str, Any]) -> Any:
    """Without references, titles and defaults; with what the fields mean."""
    if isinstance(schema, list):
        return [_plain(each, definitions) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _plain(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    found = {
        name: _plain(value, definitions)
        for name, value in schema.items()
        if name not in ("title", "default", "$defs", "description", "properties")
    }
    if "properties" in schema:
        about = {name: {"description": _ABOUT[name]} if name in _ABOUT else {} for name in schema["properties"]}
        found["properties"] = {
            name: _plain(value, definitions) | about[name] for name, value in schema["properties"].items()
        }
    if found.get("type") == "string":
        found["type"] = _TEXT
    return found
