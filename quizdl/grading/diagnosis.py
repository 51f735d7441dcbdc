"""Names the mistake. Says what is known and never guesses: a mistake is named only if it gives the answer's numbers in every case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from quizdl.domain.derivation import Derivation
from quizdl.domain.judgement import Judgement
from quizdl.domain.run import Failed, Result, Returned
from quizdl.grading.judge import explains, outputs_of, outputs_of_reference

MOST = 2
"""Mistakes that are named where several give the same numbers."""


def diagnose(
    derivation: Derivation,
    judgement: Judgement,
    reference: Sequence[Result],
    answer: Sequence[Result],
    mistakes: Mapping[str, Sequence[Result]],
) -> Judgement:
    """The judgement with the mistakes that explain it, if there are any.

    A mistake that explains the whole answer is named alone. Otherwise each wrong output is looked at by itself: of the mistakes that
    give the same, its mistake is the one that has most outputs in common with the answer, then the one that spoils least beside it. Where
    two still fit equally, both are said; more are none: no name is better than a false one. An answer that fails in a case has no
    name either: what it would have returned is not known.

    Args:
        derivation: what was answered.
        judgement: of the answer, not correct.
        reference: what the reference returned for each case.
        answer: what the answer returned.
        mistakes: what each named mistake returned.
    """
    expected = [outputs_of_reference(derivation, result) for result in reference]
    mine = None if any(isinstance(result, Failed) for result in answer) else _by_output(derivation, answer, expected)
    if mine is None:
        return judgement
    right = {name: [outputs[k] for outputs in expected] for k, name in enumerate(derivation.returns)}

    def alike(one: Mapping[str, list[Any]], other: Mapping[str, list[Any]], name: str) -> bool:
        return explains(one[name], other[name], derivation.rtol, derivation.atol)

    wrong = [name for name in derivation.returns if not alike(mine, right, name)]
    shared: dict[str, list[str]] = {}
    spoilt: dict[str, int] = {}
    for mistake, results in mistakes.items():
        if theirs := _by_output(derivation, results, expected):
            shared[mistake] = [name for name in derivation.returns if alike(mine, theirs, name)]
            spoilt[mistake] = sum(not alike(theirs, right, name) for name in derivation.returns)
    found = {name: fits for name in wrong if (fits := _nearest(name, shared, spoilt))}
    named = tuple(dict.fromkeys(mistake for fits in found.values() for mistake in fits))
    if not named:
        return judgement
    told = {fits: _words(derivation, fits) for fits in found.values()}
    whole = len(told) == 1 and all(len(shared[mistake]) == len(derivation.returns) for mistake in named)
    outputs = {fits: [name for name in found if found[name] == fits] for fits in told}
    says = " ".join(told.values() if whole else (f"{listed(outputs[fits])}: {told[fits]}" for fits in told))
    return replace(judgement, mistakes=named, explained=tuple(found), says=says)


def _nearest(output: str, shared: Mapping[str, Sequence[str]], spoilt: Mapping[str, int]) -> tuple[str, ...]:
    """The mistakes that explain an output best; none if there are more than can be said."""
    fits = {mistake: (-len(names), spoilt[mistake]) for mistake, names in shared.items() if output in names}
    best = tuple(mistake for mistake, fit in fits.items() if fit == min(fits.values()))
    return best if len(best) <= MOST else ()


def listed(names: Sequence[str]) -> str:
    """`w`, `w and b`, `w, b and c`."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _words(derivation: Derivation, mistakes: tuple[str, ...]) -> str:
    if len(mistakes) == 1:
        return derivation.mistakes[mistakes[0]]
    return "Two mistakes give these numbers. Either: " + " Or: ".join(derivation.mistakes[name] for name in mistakes)


def _by_output(
    derivation: Derivation, results: Sequence[Result], expected: Sequence[Sequence[Any]]
) -> dict[str, list[Any]] | None:
    """The values of each output over the cases; None if a case does not have them all."""
    values: dict[str, list[Any]] = {name: [] for name in derivation.returns}
    for result, right in zip(results, expected, strict=True):
        outputs = outputs_of(derivation, result.value, right) if isinstance(result, Returned) else None
        if outputs is None:
            return None
        for name, output in zip(derivation.returns, outputs, strict=True):
            values[name].append(output)
    return values
