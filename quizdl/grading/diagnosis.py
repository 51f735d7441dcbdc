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

    A mistake that explains the whole answer is named alone. Otherwise each wrong output is looked at by itself, and the mistakes that
    explain one are all named.

    Args:
        derivation: what was answered.
        judgement: of the answer, not correct.
        reference: what the reference returned for each case.
        answer: what the answer returned.
        mistakes: what each named mistake returned.
    """
    cases = [i for i, result in enumerate(answer) if isinstance(result, Returned)]
    mine = _by_output(derivation, [answer[i] for i in cases])
    if not cases or mine is None:
        return judgement
    right = dict(zip(derivation.returns, zip(*(outputs_of_reference(derivation, reference[i]) for i in cases), strict=True), strict=True))
    wrong = [name for name in derivation.returns if not explains(mine[name], right[name], derivation.rtol)]
    explained: dict[str, list[str]] = {name: [] for name in wrong}
    for mistake, results in mistakes.items():
        theirs = _by_output(derivation, [results[i] for i in cases])
        if theirs is None:
            continue
        if wrong and all(explains(mine[name], theirs[name], derivation.rtol) for name in derivation.returns):
            return replace(judgement, mistakes=(mistake,), says=derivation.mistakes[mistake])
        for name in wrong:
            differs = not explains(theirs[name], right[name], derivation.rtol)
            if differs and explains(mine[name], theirs[name], derivation.rtol):
                explained[name].append(mistake)
    named = tuple(dict.fromkeys(mistake for found in explained.values() for mistake in found))
    if not named:
        return judgement
    says = "; ".join(derivation.mistakes[mistake] for mistake in named)
    unexplained = [name for name, found in explained.items() if not found]
    if unexplained:
        says += f" ({', '.join(unexplained)} is wrong in another way too)"
    return replace(judgement, mistakes=named, says=says)


def _by_output(derivation: Derivation, results: Sequence[Result]) -> dict[str, list[Any]] | None:
    """The values of each output over the cases; None if a case does not have them all."""
    values: dict[str, list[Any]] = {name: [] for name in derivation.returns}
    for result in results:
        outputs = outputs_of(derivation, result.value) if isinstance(result, Returned) else None
        if outputs is None:
            return None
        for name, output in zip(derivation.returns, outputs, strict=True):
            values[name].append(output)
    return values
