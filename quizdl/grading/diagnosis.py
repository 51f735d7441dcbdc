"""Names the mistake. Says what is known and never guesses: a mistake is named only if it gives the answer's numbers in every case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from quizdl.domain.derivation import Derivation
from quizdl.domain.judgement import Judgement
from quizdl.domain.run import Result, Returned
from quizdl.grading.judge import explains, outputs_of, outputs_of_reference


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
    several still fit equally, none is named: no name is better than a false one.

    Args:
        derivation: what was answered.
        judgement: of the answer, not correct.
        reference: what the reference returned for each case.
        answer: what the answer returned.
        mistakes: what each named mistake returned.
    """
    cases = [i for i, result in enumerate(answer) if isinstance(result, Returned)]
    expected = [outputs_of_reference(derivation, reference[i]) for i in cases]
    mine = _by_output(derivation, [answer[i] for i in cases], expected)
    if not cases or mine is None:
        return judgement
    right = {name: [outputs[k] for outputs in expected] for k, name in enumerate(derivation.returns)}
    wrong = [
        name for name in derivation.returns if not explains(mine[name], right[name], derivation.rtol, derivation.atol)
    ]
    shared: dict[str, list[str]] = {}
    spoilt: dict[str, int] = {}
    for mistake, results in mistakes.items():
        if theirs := _by_output(derivation, [results[i] for i in cases], expected):
            shared[mistake] = [
                n for n in derivation.returns if explains(mine[n], theirs[n], derivation.rtol, derivation.atol)
            ]
            spoilt[mistake] = sum(
                not explains(theirs[n], right[n], derivation.rtol, derivation.atol) for n in derivation.returns
            )
    found = {name: _nearest(name, shared, spoilt) for name in wrong}
    named = tuple(dict.fromkeys(mistake for mistake in found.values() if mistake))
    if not named:
        return judgement
    if len(named) == 1 and len(shared[named[0]]) == len(derivation.returns):
        return replace(judgement, mistakes=named, says=derivation.mistakes[named[0]])
    says = [
        f"{name}: {derivation.mistakes[mistake] if mistake else 'wrong in a way that has no name here.'}"
        for name, mistake in found.items()
    ]
    return replace(judgement, mistakes=named, says=" ".join(says))


def _nearest(output: str, shared: Mapping[str, Sequence[str]], spoilt: Mapping[str, int]) -> str | None:
    """The mistake that explains an output best; None if there is none, or more than one."""
    fits = {mistake: (-len(names), spoilt[mistake]) for mistake, names in shared.items() if output in names}
    best = [mistake for mistake, fit in fits.items() if fit == min(fits.values())]
    return best[0] if len(best) == 1 else None


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
