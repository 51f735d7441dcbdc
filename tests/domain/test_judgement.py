from __future__ import annotations

import pytest

from quizdl.domain.judgement import CaseVerdict, DerivationOutcome, Judgement, OutputVerdict


def case(name: str, *errors: float | None, right: bool = True) -> CaseVerdict:
    outputs = tuple(OutputVerdict(str(i), "correct", "", max_relative_error=error) for i, error in enumerate(errors))
    return CaseVerdict(name, "correct" if right else "wrong", "", outputs)


@pytest.mark.parametrize(("errors", "largest"), [((), None), ((None,), None), ((0.1, None, 0.3), 0.3), ((0.0,), 0.0)])
def test_the_error_of_a_case_is_the_largest_of_what_could_be_compared(
    errors: tuple[float | None, ...], largest: float | None
) -> None:
    assert case("a", *errors).max_relative_error == largest


def test_the_first_failing_case_is_shown() -> None:
    def judged(*cases: CaseVerdict) -> Judgement:
        return Judgement("d", "wrong", 0.5, "", cases)

    bad = case("b", right=False)
    assert judged(case("a"), bad, case("c", right=False)).first_failing == bad
    assert judged(case("a")).first_failing is None
    assert judged().first_failing is None


@pytest.mark.parametrize(
    ("outcome", "says", "unfinished"),
    [
        ("error", "SyntaxError: '(' was never closed", True),
        ("error", "IndentationError: expected an indented block", True),
        ("error", "TabError: inconsistent use of tabs and spaces", True),
        ("error", "NameError: name 'SyntaxError' is not defined", False),
        ("wrong", "dz wrong", False),
    ],
)
def test_what_is_no_python_is_unfinished(outcome: DerivationOutcome, says: str, unfinished: bool) -> None:
    assert Judgement("d", outcome, 0.0, says, ()).unfinished == unfinished
