"""A derivation with two outputs and its runs, made by hand: grading executes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from quizdl.bank.compiled import open_bank
from quizdl.domain.derivation import Derivation
from tests.conftest import BANK

Made = Callable[..., Derivation]


@pytest.fixture(scope="session")
def derivation(compiled_bank: Path) -> Made:
    """Makes a derivation with other outputs, mistakes or tolerance: `derivation(returns=("dx",))`."""
    found = open_bank(BANK, compiled_bank).derivation("affine_backward")
    assert found is not None
    plain = replace(found, returns=("dx", "dw"), mistakes={}, gradients={}, rtol=1e-6, path="bank/f.py", line=7)
    return lambda **changes: replace(plain, **changes)
