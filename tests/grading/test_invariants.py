"""What is declared of an output is measured by the output's own precision."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from quizdl.grading.findings.invariants import CHECKS


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(
    ("invariant", "spoilt"),
    [("rows sum to 0", 1e-3), ("columns sum to 0", 1e-3), ("sums to 0", 1e-2), ("orthonormal columns", 1e-2)],
)
def test_rounding_keeps_an_invariant_and_an_error_breaks_it(invariant: str, spoilt: float, dtype: Any) -> None:
    rng = np.random.default_rng(1)
    array = rng.normal(size=(6, 3))
    if invariant == "orthonormal columns":
        array = np.linalg.qr(array)[0]
    else:
        array -= array.mean(axis=0)
        array -= array.mean(axis=1, keepdims=True)
    check, _ = CHECKS[invariant]
    assert check(array.astype(dtype))[0]
    array[0, 0] += spoilt
    assert not check(array.astype(dtype))[0]
