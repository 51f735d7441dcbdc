"""General findings on arrays made by hand: what is claimed, and that nothing is claimed of anything else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from quizdl.domain.judgement import Judgement
from quizdl.domain.run import Case, Failed, Result, Returned
from quizdl.grading.findings.own_loss import own_loss, probes
from quizdl.grading.general import explain, gather
from quizdl.grading.judge import judge
from tests.conftest import times
from tests.grading.conftest import Made
from tests.sandbox.values import values

pytestmark = pytest.mark.filterwarnings("error")

Array = NDArray[np.float64]
SIZES = ((1, 3), (4, 5), (6, 3), (7, 2))
DOCSTRING = "Something.\n\nx: (N, D) examples\nw: (N, D) weights\nlam: a number\nreturns dx: (N, D)"
LAM = (0.5, 0.25, 0.125, 0.7)


def cases_for(rng: np.random.Generator, lams: tuple[float, ...] = LAM) -> list[Case]:
    return [
        Case(f"{n} by {d}", {"x": rng.normal(size=(n, d)), "w": rng.normal(size=(n, d)), "lam": lam})
        for (n, d), lam in zip(SIZES, lams, strict=True)
    ]


def judged(
    made: Made,
    answer: Callable[[Array, Case], Any],
    *,
    seed: int = 1,
    again: Sequence[Result] = (),
    right: Callable[[Case], Any] | None = None,
    lams: tuple[float, ...] = LAM,
    source: str = "",
    **changes: Any,
) -> Judgement:
    """What is found of an answer that makes its one output from the right one."""
    rng = np.random.default_rng(seed)
    cases = cases_for(rng, lams)
    values = [right(case) if right else rng.normal(size=case.arguments["x"].shape) for case in cases]
    derivation = made(**{"returns": ("dx",), "docstring": DOCSTRING, "parameters": ("x", "w", "lam"), **changes})
    reference = [Returned(value) for value in values]
    results: list[Result] = [Returned(answer(value, case)) for value, case in zip(values, cases, strict=True)]
    judgement = judge(derivation, cases, reference, results)
    evidence = gather(derivation, judgement, cases, reference, results, source)
    return judgement if evidence is None else explain(judgement, evidence, results, again=again)


def n_of(case: Case) -> int:
    return len(case.arguments["x"])


CLAIMS: dict[str, tuple[Callable[[Array, Case], Any], str, str]] = {
    "sign": (lambda r, c: -r, "sign", "dx has the other sign in every case: all else is right."),
    "double": (lambda r, c: 2 * r, "factor", "dx is twice the right one in every case."),
    "two thirds": (lambda r, c: r * 2 / 3, "factor", "dx is 2/3 times the right one in every case."),
    "odd": (lambda r, c: r * -1.2345, "factor", "dx is 1.2345 times the right one in every case, and has the other sign."),
    "N": (lambda r, c: r * n_of(c), "factor", "dx is N times too large (N rows of x): divide by N once."),
    "1/N": (lambda r, c: r / n_of(c), "factor", "dx is N times too small (N rows of x): there is one division by N too many."),
    "-N": (lambda r, c: -r * n_of(c), "factor", "dx is N times too large (N rows of x): divide by N once. And it has the other sign."),
    "2/N": (lambda r, c: 2 * r / n_of(c), "factor", "dx is 2/N of the right one (N rows of x)."),
    "N D": (lambda r, c: r * r.size, "factor", "dx is N·D times too large (N rows of x, D columns of x)."),
    "lam": (lambda r, c: r * c.arguments["lam"], "factor", "dx is lam times the right one: the factor lam comes in once too often."),
    "1/lam": (lambda r, c: r / c.arguments["lam"], "factor", "dx is the right one divided by lam: a factor lam is missing."),
    "log2": (lambda r, c: r / np.log(2), "log_base",
             "dx is 1.4427 times the right one in every case: a logarithm to base 2 (np.log2) does this."),
    "transposed": (lambda r, c: r.T, "transposed", "dx is the transpose of the right one: dx.T gives it."),
    "rows reversed": (lambda r, c: r[::-1], "reversed", "dx has the right numbers in reverse order along axis 0."),
    "unsummed": (lambda r, c: np.stack([r, 0 * r + 1, -0 * r - 1]), "unsummed", "dx is not summed to the end: dx.sum(axis=0) gives it."),
    "flat": (lambda r, c: r.ravel(), "shape",
             "dx has shape (3,); (1, 3) is wanted. The values are right: only the shape is not. "
             "Sum with keepdims=True, or write dx[None, :] or dx.reshape(1, -1)."),
    "extra": (lambda r, c: r + c.arguments["lam"] * c.arguments["w"], "extra_term", "dx has lam·w too much; the rest is right."),
    "missing": (lambda r, c: r - 2 * c.arguments["lam"] * c.arguments["w"], "missing_term", "dx lacks 2 lam·w; the rest is right."),
    "offset": (lambda r, c: r + 1e-3, "offset", "dx is too large by 0.001 everywhere, in every case."),
    "offset lam": (lambda r, c: r - c.arguments["lam"], "offset", "dx is too small by lam everywhere."),
    "argument": (lambda r, c: c.arguments["x"], "argument", "dx is the argument x, unchanged."),
    "N = 1": (lambda r, c: np.repeat(r[:1], n_of(c), axis=0) * 1.5 if n_of(c) > 1 else r, "only_where",
              "dx is right in one case, where N = 1 (N rows of x), and wrong in every other: look at where N comes in, or at what else makes that case easy."),
    "last": (lambda r, c: np.concatenate([r[:-1], r[-1:] ** 2]), "only_wrong_at", "Only the last row of dx is wrong."),
    "first": (lambda r, c: np.concatenate([r[:1], r[1:] ** 2]) if n_of(c) > 1 else r, "only_where",
              "dx is right in one case, where N = 1 (N rows of x), and wrong in every other: look at where N comes in, or at what else makes that case easy. "
              "Only the first row of dx is right."),
    "square": (lambda r, c: r**2, "function", "dx is the square of the right one, element by element."),
    "exponential": (lambda r, c: np.exp(r), "function", "dx is e to the power of the right one, element by element."),
    "complement": (lambda r, c: 1 - r, "function", "dx is 1 minus the right one, element by element."),
    "absolute": (lambda r, c: np.abs(r), "signs", "dx is the right one without its signs."),
    "signs of columns": (lambda r, c: r * [1, -1, 1, 1, -1][: r.shape[1]], "signs", "dx is right but for the signs of whole columns."),
    "signs": (lambda r, c: r * np.where(c.arguments["x"] < c.arguments["w"], -1, 1), "signs",
              "dx is right but for the signs of some elements."),
    "times w": (lambda r, c: r * c.arguments["w"], "factor",
                "dx is the right one times w, element by element: the factor comes in once too often."),
    "without w": (lambda r, c: r / c.arguments["w"], "factor",
                  "dx is the right one divided by w, element by element: the factor is missing."),
    "negative x": (lambda r, c: np.where(c.arguments["x"] < 0, r**3 + 2, r), "only_wrong_at",
                   "dx is wrong exactly where x is negative."),
    "half precision": (lambda r, c: r.astype(np.float16).astype(float), "low_precision",
                       "dx is right to about 3 digits: its numbers are float16's, which holds no more. Compute in float64."),
}  # fmt: skip


@pytest.mark.parametrize("name", CLAIMS)
def test_what_is_known_is_said(derivation: Made, name: str) -> None:
    answer, code, says = CLAIMS[name]
    judgement = judged(derivation, answer)
    assert judgement.findings[0].code == code
    assert judgement.says == says


@settings(max_examples=times(60), deadline=None)
@given(seed=st.integers(0, 10**6), name=st.sampled_from(sorted(CLAIMS)))
def test_it_is_claimed_of_nothing_else(derivation: Made, seed: int, name: str) -> None:
    answer, code, _ = CLAIMS[name]
    found = {finding.code for finding in judged(derivation, answer, seed=seed).findings}
    assert found <= {code, "only_right_at"}


@settings(max_examples=times(40), deadline=None)
@given(seed=st.integers(0, 10**6))
def test_nothing_is_claimed_of_numbers_that_have_nothing_to_do_with_it(derivation: Made, seed: int) -> None:
    rng = np.random.default_rng(seed)
    assert judged(derivation, lambda r, c: rng.normal(size=r.shape), seed=seed).findings == ()


@settings(max_examples=times(40), deadline=None)
@given(seed=st.integers(0, 10**6), name=st.sampled_from(sorted(CLAIMS)))
def test_one_case_that_does_not_fit_and_nothing_is_explained(derivation: Made, seed: int, name: str) -> None:
    answer, code, _ = CLAIMS[name]

    def spoilt(r: Array, c: Case) -> Any:
        return answer(r, c) if n_of(c) != 6 else np.cosh(r) + 3

    found = {finding.code for finding in judged(derivation, spoilt, seed=seed).findings}
    assert code not in found - {"only_where"}


def test_what_several_cases_show_is_said_without_a_doubt(derivation: Made) -> None:
    judgement = judged(derivation, lambda r, c: r if c.arguments["lam"] == 1 else r**3, lams=(0.5, 1.0, 0.125, 1.0))
    assert judgement.says == "dx is right where lam = 1 and wrong in every other case: look at where lam comes in."


def test_digits_are_claimed_of_the_failing_cases_alone(derivation: Made) -> None:
    judgement = judged(derivation, lambda r, c: r * (1 + 1e-5 * np.sin(r)) if n_of(c) > 4 else r)
    assert "digits in every failing case" in judgement.says


@pytest.mark.parametrize(
    ("factors", "says"),
    [
        ((1.7, 1.0, 1.7, 1.7), "Where it is wrong, dx is 1.7 times the right one."),
        (
            (1.7, 1.0, 1.7, 1.9),
            "Within each case dx is a multiple of the right one, by a factor that changes: 1.7 in '1 by 3', 1.9 in '7 by 2'.",
        ),
        ((0.5, 1.0, 0.125, 0.7), "Where it is wrong, dx is lam times the right one: the factor lam comes in once too often."),
    ],
)  # fmt: skip
def test_a_factor_of_some_cases(derivation: Made, factors: tuple[float, ...], says: str) -> None:
    by_size = dict(zip(SIZES, factors, strict=True))
    assert judged(derivation, lambda r, c: r * by_size[c.arguments["x"].shape]).says == says


def test_what_is_cut_to_whole_numbers_is_told_just_that(derivation: Made) -> None:
    judgement = judged(derivation, lambda r, c: np.trunc(r).astype(int), right=lambda c: 3 * c.arguments["x"])
    assert (judgement.outcome, judgement.findings) == ("dtype", ())
    assert judgement.says.startswith("dx is cut to whole numbers")


@pytest.mark.parametrize(
    ("source", "look"),
    [
        ("", ""),
        ("y = np.clip(x, -9, 9)", " Look at clip in line 1: what does it keep small?"),
        ("\nnp.log(p + 1e-12)", " Look at the sum inside log in line 2: what does it keep small?"),
    ],
)
def test_numbers_that_are_cut_off_where_large_ones_are_expected(derivation: Made, source: str, look: str) -> None:
    def right(case: Case) -> Array:
        return np.asarray(np.sign(case.arguments["x"]) * (1000 if n_of(case) == 7 else 2))

    says = "dx is right where it should be at most 2, and too small where it should be 1e+03 or more."
    judgement = judged(derivation, lambda r, c: np.clip(r, -27, 27), right=right, source=source)
    assert (judgement.findings[0].code, judgement.says) == ("cut_off", says + look)
    assert judged(derivation, lambda r, c: np.where(np.abs(r) > 3, r * r, r), right=right).findings == ()


def test_a_right_answer_has_no_finding(derivation: Made) -> None:
    judgement = judged(derivation, lambda r, c: r.astype(np.float32))
    assert (judgement.outcome, judgement.findings, judgement.says) == ("correct", (), "")


def test_what_all_cases_have_in_common_is_no_symbol(derivation: Made) -> None:
    judgement = judged(derivation, lambda r, c: r * 3, docstring="x: (N, D) examples\nw: (D,) weights")
    assert judgement.says == "dx is 3 times the right one in every case."


def test_two_explanations_are_both_said_and_more_than_three_none(derivation: Made) -> None:
    both = judged(derivation, lambda r, c: c.arguments["w"], right=lambda c: -c.arguments["w"])
    assert [(finding.code, finding.either) for finding in both.findings][:2] == [("sign", True), ("argument", True)]
    assert both.says.startswith(
        "Either: dx has the other sign in every case: all else is right. Or: dx is the argument w, unchanged."
    )
    many = judged(derivation, lambda r, c: np.ones_like(r), right=lambda c: -np.ones(c.arguments["w"].shape))
    assert len(many.findings) <= 3


def test_two_runs_that_differ_are_all_that_is_said(derivation: Made) -> None:
    again = [Returned(np.zeros(shape)) for shape in SIZES]
    judgement = judged(derivation, lambda r, c: -r, again=again)
    assert [finding.code for finding in judgement.findings] == ["unsteady"]
    assert judgement.says.startswith("Two runs of your code on the same arguments give two results: dx[0, ")


def test_an_answer_that_fails_in_a_case_is_not_explained(derivation: Made) -> None:
    made = derivation(returns=("dx",))
    cases = cases_for(np.random.default_rng(1))[:2]
    reference = [Returned(np.ones(2)), Returned(np.ones(2))]
    results: list[Result] = [Returned(-np.ones(2)), Failed("timeout", "stopped")]
    assert gather(made, judge(made, cases, reference, results), cases, reference, results, "") is None


@settings(max_examples=times(150), deadline=None)
@given(answer=values, other=values, seed=st.integers(0, 99), alone=st.booleans(), again=values)
def test_whatever_comes_back_something_is_said_of_it(
    derivation: Made, answer: Any, other: Any, seed: int, alone: bool, again: Any
) -> None:
    rng = np.random.default_rng(seed)
    cases = cases_for(rng)
    made = derivation(
        returns=("dx",) if alone else ("loss", "dx"), docstring=DOCSTRING, parameters=("x", "w", "lam"),
        gradients={"dx": "x"}, trajectory="dx", invariants={"dx": ("symmetric", "rows sum to 0", "orthonormal columns")},
    )  # fmt: skip
    right = [rng.normal(size=case.arguments["x"].shape) for case in cases]
    reference: list[Result] = [Returned(value if alone else (1.5, value)) for value in right]
    given_back = [answer, other, answer, right[3]]
    results: list[Result] = [Returned(value if alone else (value, value), 0.0, ("x",)) for value in given_back]
    judgement = judge(made, cases, reference, results)
    evidence = gather(made, judgement, cases, reference, results, "x += 1")
    if evidence is not None:
        explained = explain(judgement, evidence, results, again=[Returned(again)])
        assert explained.says
        for probe in probes(evidence):
            own_loss(evidence, probe, [Returned(again)] * len(probe.arguments))


@settings(max_examples=times(150), deadline=None)
@given(st.data(), st.integers(0, 99))
def test_extreme_numbers_are_judged_without_a_word_of_ours(derivation: Made, data: st.DataObject, seed: int) -> None:
    numbers = st.floats(allow_nan=True, allow_infinity=True) | st.sampled_from([1e308, -1e308, 5e-324, 0.0, np.inf])
    shared = data.draw(hnp.arrays(np.float64, (7, 5), elements=numbers))
    other = data.draw(hnp.arrays(np.float64, (7, 5), elements=numbers))

    def cut(array: Array, case: Case) -> Array:
        n, d = case.arguments["x"].shape
        return array[:n, :d]

    judgement = judged(
        derivation, lambda r, c: cut(other, c), seed=seed, right=lambda c: cut(shared, c), trajectory="dx",
        invariants={"dx": ("symmetric", "rows sum to 0", "sums to 1", "not negative", "orthonormal columns")},
    )  # fmt: skip
    assert judgement.outcome == "correct" or judgement.says


INVARIANTS: list[tuple[str, Callable[[int], Array], Callable[[Array], Array], str]] = [
    ("rows sum to 0", lambda n: np.eye(n) - 1 / n, lambda r: np.where(r > 0, 1.0, r),
     "Each row of dx sums to 0; your row 0 sums to 0.25 (case '4 by 5')."),
    ("rows sum to 1", lambda n: np.full((n, n), 1 / n), lambda r: r + np.eye(len(r)) / 4,
     "Each row of dx sums to 1; your row 0 sums to 1.25 (case '4 by 5')."),
    ("columns sum to 0", lambda n: np.eye(n) - 1 / n, lambda r: r + np.eye(len(r))[:1] / 2,
     "Each column of dx sums to 0; your column 0 sums to 2 (case '4 by 5')."),
    ("sums to 0", lambda n: np.eye(n) - 1 / n, lambda r: r + np.eye(len(r)) / 2, "dx sums to 0; yours sums to 2 (case '4 by 5')."),
    ("sums to 1", lambda n: np.eye(n) / n, lambda r: r + np.tri(len(r)) / 10, "dx sums to 1; yours sums to 2 (case '4 by 5')."),
    ("not negative", lambda n: np.eye(n) + 1, lambda r: r - 3 * np.tri(len(r)), "dx is never negative; yours goes down to -2 (case '4 by 5')."),
    ("symmetric", lambda n: np.eye(n) + 1, lambda r: r + np.tri(len(r), k=-1),
     "dx is symmetric; your dx[0, 1] is 1 and dx[1, 0] is 2 (case '4 by 5')."),
    ("orthonormal columns", np.eye, lambda r: r + np.eye(len(r)) * np.arange(len(r)),
     "The columns of dx are orthonormal; your column 3 has length 4 (case '4 by 5')."),
]  # fmt: skip


@pytest.mark.parametrize(("invariant", "right", "wrong", "says"), INVARIANTS, ids=[case[0] for case in INVARIANTS])
def test_a_broken_invariant_is_told_with_the_number(
    derivation: Made, invariant: str, right: Callable[[int], Array], wrong: Callable[[Array], Array], says: str
) -> None:
    def answer(r: Array, c: Case) -> Array:
        return r if n_of(c) == 1 else wrong(r)

    judgement = judged(
        derivation, answer, right=lambda c: right(n_of(c)), invariants={"dx": (invariant,)}, docstring="",
        parameters=(),
    )  # fmt: skip
    told = [finding.says for finding in judgement.findings if finding.code == "invariant"]
    assert told == [says]


def test_the_probes_ask_for_the_own_loss_at_the_worst_elements_and_judge_it(derivation: Made) -> None:
    made = derivation(returns=("loss", "dx"), gradients={"dx": "x"}, docstring=DOCSTRING, parameters=("x", "w", "lam"))
    cases = cases_for(np.random.default_rng(1))

    def run(arguments: dict[str, Any], gradient: float, power: int) -> Result:
        x = arguments["x"]
        return Returned((np.asarray((x**power).sum()), gradient * x ** (power - 1)))

    reference = [run(case.arguments, 2, 2) for case in cases]
    for gradient, power, code in ((3.5, 2, "not_gradient"), (3, 3, "gradient_of_own_loss"), (2.5, 3, "not_gradient")):
        results = [run(case.arguments, gradient, power) for case in cases]
        evidence = gather(made, judge(made, cases, reference, results), cases, reference, results, "")
        assert evidence
        (probe,) = probes(evidence)
        assert (probe.output, len(probe.arguments)) == ("dx", 2 * len(probe.indices))
        finding = own_loss(evidence, probe, [run(arguments, gradient, power) for arguments in probe.arguments])
        assert finding is not None
        assert finding.code == code
        assert own_loss(evidence, probe, [Failed("error", "x")] * len(probe.arguments)) is None
