"""Checks plain data against a form, and says in words what does not fit. Loaded only when a file has changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_type_hints

from pydantic import ConfigDict, TypeAdapter, ValidationError

from quizdl.bank.findings import Path_, SourceFile, nearest

_LONGEST = 40
_STRICT = ConfigDict(extra="forbid", allow_inf_nan=False)
_FORMS = {
    "string_type": "must be a text",
    "list_type": "must be a list; write [a, b], or one a line after `- `",
    "tuple_type": 'must be a tuple; write ("a", "b"), or ("a",)',
    "dict_type": "must hold one `name: value` a line",
    "dataclass_type": "must hold one `name: value` a line",
    "int_parsing": "must be a whole number",
    "float_parsing": "must be a number",
    "bool_parsing": "must be true or false",
}


@cache
def adapter(form: Any) -> TypeAdapter[Any]:
    """The validator of a form; made once."""
    return TypeAdapter(form, config=None if is_dataclass(form) else _STRICT)


def validated(form: Any, data: Any, file: SourceFile, path: Path_ = ()) -> Any:
    """The data as a form (a class, or a type as in an annotation); else None, and a finding for all that does not fit.

    Args:
        form: what the data must be.
        data: as they were read.
        file: gets the findings.
        path: where in the file the data are.
    """
    try:
        return adapter(form).validate_python(data)
    except ValidationError as error:
        for complaint in error.errors(include_url=False):
            location = complaint["loc"]
            found = _inside(data, location)
            if complaint["type"] == "missing":
                found = location
            elif location == (*found, "str"):
                continue  # it may be a text or a list; the complaint about the list follows
            where = (*path, *found)
            file.complain(file.line(where), "field", _words(form, dict(complaint), where, nested=len(found) > 1))
    return None


def _inside(data: Any, location: Path_) -> Path_:
    """The part of a location that is in the data: pydantic puts the branch of a union, too, and marks keys."""
    path: list[str | int] = []
    for part in location:
        if part in (data if isinstance(data, dict) else range(len(data)) if isinstance(data, list | tuple) else ()):
            data = data[part]
            path.append(part)
    return tuple(path)


def _words(form: Any, complaint: dict[str, Any], where: Path_, *, nested: bool) -> str:
    context, got, name = complaint.get("ctx", {}), complaint["input"], _name(where)
    match complaint["type"]:
        case "missing":
            return f"{name} is missing; add it"
        case "unexpected_keyword_argument" | "extra_forbidden":
            return f"no such field {name!r}{nearest(name, _fields(form, nested=nested))}"
        case "too_short":
            return f"{name} has {len(got)} entries, and needs at least {context['min_length']}"
        case "too_long":
            return f"{name} has {len(got)} entries, and may have at most {context['max_length']}"
    if got in (None, ""):
        return f"{name} is empty; fill it in"
    shown = repr(got) if len(repr(got)) <= _LONGEST else repr(got)[: _LONGEST - 1] + "…"
    wanted = _FORMS.get(complaint["type"], complaint["msg"].replace("Input should", "must"))
    return f"{name} {wanted}, not {shown}"


def _name(where: Path_) -> str:
    """`level`, or `covers, entry 2`."""
    name = next((part for part in reversed(where) if isinstance(part, str)), "it")
    return f"{name}, entry {where[-1] + 1}," if where and isinstance(where[-1], int) else name


def _fields(form: Any, *, nested: bool) -> Iterator[str]:
    """The names of the fields of a form, or of the classes that stand in it."""
    if not isinstance(form, type):
        for argument in get_args(form):
            yield from _fields(argument, nested=False)
    elif nested:
        for hint in get_type_hints(form).values():
            yield from _fields(hint, nested=False)
    else:
        yield from (field.name for field in fields(form)) if is_dataclass(form) else get_type_hints(form)
