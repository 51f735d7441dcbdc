"""Whether a gradient is that of the loss that the answer itself returns: differenced at a few elements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from quizdl.domain.judgement import Finding
from quizdl.domain.run import Result, Returned
from quizdl.grading.findings.evidence import Evidence
from quizdl.grading.judge import outputs_of
from quizdl.grading.numeric import NotArrayError, as_array

LOSS = "loss"
STEP = 1e-5
ELEMENTS = 8
MODERATE = 50.0
"""Arguments up to which a central difference keeps its digits."""
NEAR = 1e-4
AGREEING = 3
"""Elements that must agree before the whole is said to."""


@dataclass(frozen=True, slots=True)
class Probe:
    """A gradient at one case, with the arguments at which the answer has to be run again: two for each element, plus and minus the step.

    Attributes:
        output: the gradient.
        case: the index of the case.
        indices: the elements, the one farthest from the right gradient first.
        steps: how far each is moved.
        arguments: for each element two sets of arguments.
    """

    output: str
    case: int
    indices: tuple[tuple[int, ...], ...]
    steps: tuple[float, ...]
    arguments: tuple[dict[str, Any], ...]


def probes(evidence: Evidence) -> list[Probe]:
    """Where the answer's own loss has to be looked at: one failing case of each gradient that is wrong."""
    loss = evidence.series.get(LOSS)
    if loss is None:
        return []
    found = []
    for output, argument in evidence.derivation.gradients.items():
        series, values = evidence.series.get(output), evidence.arrays(argument)
        if series is None or values is None:
            continue
        usable = [
            i
            for i in series.failing
            if series.mine[i].shape == values[i].shape == series.right[i].shape
            and values[i].size
            and np.isfinite(series.mine[i]).all()
            and loss.mine[i].shape == ()
            and np.isfinite(loss.mine[i])
            and np.max(np.abs(values[i])) <= MODERATE
        ]
        if usable:
            i = max(usable, key=lambda i: (min(values[i].size, ELEMENTS), -values[i].size))
            found.append(_probe(evidence, output, argument, i))
    return found


def own_loss(evidence: Evidence, probe: Probe, results: Sequence[Result]) -> Finding | None:
    """What the answer's loss says about its gradient: the worst element with both numbers, or that they agree and the loss is wrong."""
    gradient, loss = evidence.series[probe.output], evidence.series[LOSS]
    mine = gradient.mine[probe.case].astype(float)
    values = [_loss(evidence, result) for result in results]
    if len(values) != len(probe.arguments) or any(value is None or not np.isfinite(value) for value in values):
        return None
    pairs = []
    for k, (index, step) in enumerate(zip(probe.indices, probe.steps, strict=True)):
        above, below = values[2 * k] or 0.0, values[2 * k + 1] or 0.0
        pairs.append(
            (index, float(mine[index]), (above - below) / (2 * step), 1e-14 * max(abs(above), abs(below)) / step)
        )
    scale = max(max(abs(analytic), abs(numeric)) for _, analytic, numeric, _ in pairs)
    far = [pair for pair in pairs if abs(pair[1] - pair[2]) > NEAR * max(scale, abs(pair[2])) + pair[3]]
    name, case = probe.output, evidence.cases[probe.case].name
    if far:
        index, analytic, numeric, _ = max(far, key=lambda pair: abs(pair[1] - pair[2]))
        at = f"{name}[{', '.join(map(str, index))}]" if index else name
        return Finding(
            "not_gradient", name,
            f"{name} is not the gradient of the loss that you return: {at} is {analytic:.6g}, "
            f"the central difference of your own loss there is {numeric:.6g} (case '{case}').",
        )  # fmt: skip
    told = sum(abs(numeric) > NEAR * scale for _, _, numeric, _ in pairs)
    if loss.fails[probe.case] and told >= min(AGREEING, mine.size):
        return Finding(
            "gradient_of_own_loss", name,
            f"{name} agrees with the loss that you return, at all {len(pairs)} elements tried: it is the loss that is another one.",
        )  # fmt: skip
    return None


def _probe(evidence: Evidence, output: str, argument: str, i: int) -> Probe:
    series, case = evidence.series[output], evidence.cases[i]
    distance = np.abs(series.mine[i].astype(float) - series.right[i])
    order = np.argsort(-distance, axis=None, kind="stable")[:ELEMENTS]
    indices = tuple(tuple(int(k) for k in np.unravel_index(flat, distance.shape)) for flat in order)
    value = np.asarray(case.arguments[argument], dtype=float)
    steps, moved = [], []
    for index in indices:
        step = STEP * max(1.0, abs(float(value[index])))
        steps.append(step)
        for sign in (1, -1):
            shifted = value.copy()
            shifted[index] += sign * step
            moved.append({**case.arguments, argument: shifted if value.ndim else float(shifted)})
    return Probe(output, i, indices, tuple(steps), tuple(moved))


def _loss(evidence: Evidence, result: Result) -> float | None:
    outputs = outputs_of(evidence.derivation, result.value) if isinstance(result, Returned) else None
    if outputs is None:
        return None
    try:
        loss = as_array(outputs[evidence.derivation.returns.index(LOSS)])
    except NotArrayError:
        return None
    return float(loss) if loss.shape == () else None
