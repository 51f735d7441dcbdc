"""Regular expressions that are compiled when they are first used: a question is shown before what reads its answer is needed."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, cast


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, later."""
    return cast(re.Pattern[str], _Pattern(text, flags))


class _Pattern:
    def __init__(self, text: str, flags: int) -> None:
        self._given = text, flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(*self._given)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._compiled, name)
