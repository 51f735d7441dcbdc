"""A history is opened to write or to read."""

from __future__ import annotations

import pytest


@pytest.fixture(params=[True, False], ids=["to write", "to read"])
def writing(request: pytest.FixtureRequest) -> bool:
    """Both ways of opening, one after the other."""
    return bool(request.param)
