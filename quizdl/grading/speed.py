"""What a right answer's time says: how many times slower than the reference, and the loop that does it."""

from __future__ import annotations

from quizdl.domain.derivation import Derivation
from quizdl.grading.sizes import letters
from quizdl.grading.source import loop

WORTH_SAYING = 5.0


def speed_says(derivation: Derivation, source: str, ratio: float, *, at_least: bool = False) -> str:
    """A remark on a right answer that is slow; empty if it is not.

    Args:
        derivation: what was answered.
        source: the answer's text, to name its loop.
        ratio: the answer's time over the reference's, on the larger case.
        at_least: whether the answer was stopped before it was done.
    """
    if ratio < WORTH_SAYING:
        return ""
    axes = letters(derivation.docstring, derivation.parameters)
    found = loop(source, derivation.function, derivation.parameters, axes)
    if found is None:
        where = ""
    elif found[1]:
        where = f"; the loop in line {found[0]} runs over {found[1]} ({axes[found[1]][0].says(found[1])})"
    else:
        where = f"; look at the loop in line {found[0]}"
    times = f"{float(f'{ratio:.2g}'):.0f}" if ratio >= 10 else f"{ratio:.1f}"
    least = "at least " if at_least else ""
    return f"Correct, {least}{times} times slower than the vectorised form on a larger case{where}."
