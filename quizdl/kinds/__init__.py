"""The kinds of question. One file is one kind: its schema (a dataclass), how it is shown and graded, a worked example.

A file dropped in here is found by its name. It defines `KIND`, a subclass of `Question`, and `EXAMPLE`; everything else (loader,
drill, schema, tests, format reference) follows from them.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Any

from quizdl.domain.question import Example, Question


@cache
def names() -> tuple[str, ...]:
    """The kinds that there are."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_")))


@cache
def kind(name: str) -> type[Question]:
    """The class of a kind.

    Raises:
        KeyError: there is no such kind.
    """
    return _module(name).KIND  # type: ignore[no-any-return]


def example(name: str) -> Example:
    """The worked example of a kind."""
    return _module(name).EXAMPLE  # type: ignore[no-any-return]


def _module(name: str) -> Any:
    if name not in names():
        raise KeyError(name)
    return importlib.import_module(f"{__name__}.{name}")
