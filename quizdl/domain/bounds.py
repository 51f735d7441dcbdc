"""Bounds of a question's fields, for the schema to read. To load them takes no library: every start does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Bounds:
    """What a value must keep to, as `Annotated[str, Bounds(min_length=1)]`.

    Args:
        bounds: `min_length` and `max_length` of texts and collections; `ge`, `gt`, `le`, `lt` of numbers.
    """

    def __init__(self, **bounds: float) -> None:
        self.bounds = bounds

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
        return {**handler(source), **self.bounds}
