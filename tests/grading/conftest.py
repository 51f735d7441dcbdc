"""A derivation with two outputs and its runs, made by hand: grading executes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from quizdl.bank.compiled import open_bank
from quizdl.domain.derivation import Derivation
from tests.conftest import BANK

Made = Callable[..., Derivation]


@pytest.fixture(scope="session")
def derivation(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Makes a derivation with other outputs, mistakes or tolerance: `derivation(returns=("dx",))`."""
    found = open_bank(BANK, tmp_path_factory.mktemp("cache")).derivation("affine_backward")
    assert found is not None
    plain = replace(found, returns=("dx", "dw"), mistakes={}, gradients={}, rtol=1e-6, path="bank/f.py", line=7)
    return lambda **changes: replace(plain, **changes)
