"""Proofs of a small derivation in which one thing at a time is not so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from quizdl.app.mutants import Score, scores_of, too_few
from quizdl.app.prove import prove, prove_all
from quizdl.bank.derivation_file import read_derivation
from quizdl.domain.derivation import Derivation

Read = Callable[..., Derivation]
SOURCE = '''"""Half of the squares

Given `x`, return `y`, of its shape: half of the square of each element, with its sign, and `s`, their sum.
"""

import numpy as np

SUBTOPIC = "t.s"
LEVEL = 1
MINUTES = 3
RETURNS = ("dx",)
GRADIENTS = {"dx": "x"}
HINTS = ("a", "b", "c")
SOLUTION = "It is a sum."
SOURCE = "A book, chapter 1"


def square_backward(x, a):
    """The gradient of a·x² + x.

    x: (N,) where
    a: number
    """
    return 2 * a * x + 1


def inputs(rng):
    for n in (1, 2, 3, 4, 5, 6, 7, 8):
        yield f"n = {n}", {"x": rng.normal(size=n), "a": float(rng.uniform(2, 3))}


def loss(x, a):
    return np.sum(a * x**2 + x)


def naive(x, a):
    return np.array([a * v + a * v + 1 for v in x])


def mistake_factor(x, a):
    """Bring down the 2."""
    return a * x + 1


def mistake_no_one(x, a):
    """The derivative of x is 1."""
    return 2 * a * x


def mistake_sum(x, a):
    """Do not sum."""
    return np.sum(2 * a * x + 1)
'''


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Reads the derivation, with some text replaced."""
    monkeypatch.chdir(tmp_path)

    def written(*changes: tuple[str, str]) -> Derivation:
        text = SOURCE
        for old, new in changes:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        path = tmp_path / "t" / "square_backward.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        derivation, findings = read_derivation(path, {"t": ["t.s"]})
        assert derivation, findings
        return derivation

    return written


def line_of(derivation: Derivation, text: str) -> int:
    return next(i for i, line in enumerate(derivation.source_code.splitlines(), start=1) if text in line)


def test_what_is_right_has_no_findings(read: Read) -> None:
    assert prove(read()) == []
    assert prove(read(), seed=3) == []
    assert (
        prove(
            read(
                ("MINUTES = 3", "MINUTES = 3\nINVARIANTS = {'dx': ('not negative',)}"),
                ("rng.normal(size=n)", "rng.uniform(size=n)"),
            )
        )
        == []
    )


@pytest.mark.parametrize(
    ("old", "new", "rule", "function", "says"),
    [
        ("return a * x + 1", "return 2 * (a * x) + 1", "mistake", "mistake_factor", "mistake_factor is right in every case; add a case that tells it"),
        ("return a * x + 1", "return 2 * a * x", "mistake", "mistake_factor", "mistake_factor is taken for factor, no_one; a case must tell it from every other (wrong: Two mistakes give these numbers. "),
        ("return a * x + 1", "return x[:, :2]", "mistake", "mistake_factor", "mistake_factor fails (n = 1: IndexError: too many indices for array: array is 1-dimensional, but 2 were indexed); what fails is never named: let it return something"),
        ("a * v + a * v + 1", "a * v + a * v - 1", "naive", "naive", "naive disagrees with the reference (n = 1: wrong, dx wrong)"),
        ("[a * v + a * v + 1 for v in x]", "1 / 0", "naive", "naive", "naive disagrees with the reference (n = 1: error, ZeroDivisionError: division by zero)"),
        ("a * x**2 + x)", "a * x**2 + 1.0001 * x)", "gradient", "loss", "dx is not the gradient of loss by x (n = 1)"),
        ("np.sum(a * x**2 + x)", "nothing", "gradient", "loss", "loss cannot be moved along x (n = 1: NameError: name 'nothing' is not defined)"),
        ("rng.normal(size=n)", "rng.normal(size=n) + 99", "gradient", "inputs", "0 cases have arguments of at most 50; for central differences 3 are wanted"),
        ("5, 6, 7, 8)", "5, 6, 7)", "complete", "inputs", "7 cases; 8 or more are wanted"),
        ("5, 6, 7, 8)", "5, 6, 7, 7)", "complete", "inputs", "two cases are called 'n = 7'; rename one"),
        ('"a", "b", "c"', '"a", "b"', "complete", "HINTS", "hints: 2; 3 are wanted"),
        ('SOLUTION = "It is a sum."\n', "", "complete", "", "SOLUTION is missing; add the derivation in words and formulas"),
        ("MINUTES = 3", "MINUTES = 3\nINVARIANTS = {'dx': ('sums to 0',)}", "invariant", "INVARIANTS", "INVARIANTS: dx of the reference does not keep 'sums to 0' (n = 1)"),
        ("MINUTES = 3", "MINUTES = 2", "complete", "MINUTES", "takes 3 to 30 minutes, or is split or joined"),
        ("def mistake_sum", "def _sum", "complete", "square_backward", "mistakes: 2; 3 or more are wanted"),
        ("return 2 * a * x + 1\n", "x *= 2 * a\n    x += 1\n    return x\n", "reference", "square_backward", "the reference is mutated_input (right, but it changes its argument x in place: work on a copy)"),
        ("return 2 * a * x + 1\n", "return 2 * a * x + np.random.rand()\n", "reference", "square_backward", "the reference is wrong (dx wrong)"),
        ("return 2 * a * x + 1\n", "return 2 * a * x + nothing\n", "fails", "return 2 * a * x + nothing", "the reference fails (NameError: name 'nothing' is not defined)"),
        ('"a": float', '"b": 1, "a": float', "cases", "inputs", "case 'n = 1' has other arguments (x, b, a) than square_backward"),
        ('"a": float', '"b": float', "fails", "square_backward", "the reference fails (TypeError: "),
        ("    for n in (1,", "    1 / 0\n    for n in (1,", "fails", "1 / 0", "its cases cannot be made (ZeroDivisionError: division by zero)"),
    ],
)  # fmt: skip
def test_what_is_not_so_is_found_where_it_stands(
    read: Read, old: str, new: str, rule: str, function: str, says: str
) -> None:
    derivation = read((old, new))
    found = [finding for finding in prove(derivation) if finding.rule == rule]
    assert found
    finding = next(finding for finding in found if finding.message.startswith(says))
    assert finding.path == "t/square_backward.py"
    if rule != "fails":
        assert finding.line == (line_of(derivation, function) if function else 1)


def test_only_what_is_touched_is_found(read: Read) -> None:
    assert [finding.rule for finding in prove(read(("a * v + a * v + 1", "a * v + a * v - 1")))] == ["naive"]


def test_several_are_proved_in_their_order(read: Read) -> None:
    broken, right = read(("MINUTES = 3", "MINUTES = 2")), read()
    done: list[str] = []
    findings = prove_all([broken, right, broken], progress=done.append)
    assert [(finding.line, finding.rule) for finding in findings] == 2 * [(line_of(broken, "MINUTES"), "complete")]
    assert done == 3 * ["square_backward"]


def test_cases_that_tell_reject_every_edit(read: Read) -> None:
    (score,) = scores_of([read()])
    assert (score.killed, score.equivalent, score.survivors, score.findings) == (score.mutants, 0, (), ())
    assert score.mutants > 8
    assert score.rate == 1
    assert too_few([score]) == []


def test_a_weak_list_of_cases_lets_edits_survive(read: Read) -> None:
    derivation = read(("float(rng.uniform(2, 3))", "1.0"))
    (score,) = scores_of([derivation])
    line = line_of(derivation, "return 2 * a * x + 1")
    assert {(mutant.line, mutant.new) for mutant in score.survivors} == {
        (line, "return 2 * x + 1"),
        (line, "return 2 / a * x + 1"),
    }
    assert score.killed == score.mutants - len(score.survivors) < score.mutants
    (only,) = too_few([score])
    assert (only.path, only.line, only.rule) == ("t/square_backward.py", derivation.line, "mutants")


def made_up(killed: int, mutants: int) -> Score:
    return Score("some", "some.py", 1, mutants, killed, 0, (), ())


def test_each_must_reject_nine_tenths_and_all_together_98_of_100() -> None:
    assert too_few([made_up(90, 100)]) == []
    assert [finding.message for finding in too_few([made_up(89, 100), made_up(100, 100)])] == [
        "some: only 89 of 100 edits are rejected; add cases"
    ]
    assert too_few([made_up(90, 100), made_up(400, 400)]) == []
    assert [finding.message for finding in too_few([made_up(90, 100), made_up(399, 400)])] == [
        "in all only 489 of 500 edits are rejected, 97.8%; 98% are wanted"
    ]
    assert too_few([]) == []
    assert too_few([made_up(0, 0), made_up(0, 0)]) == []


def test_an_edit_that_changes_nothing_is_declared(read: Read) -> None:
    weak = ("float(rng.uniform(2, 3))", "1.0")
    (before,) = scores_of([read(weak)])
    declared = {mutant.edit: "a is 1" for mutant in before.survivors}
    assert declared
    (after,) = scores_of([read(weak, ('SOLUTION = "It', f'EQUIVALENT = {declared!r}\nSOLUTION = "It'))])
    assert (after.killed, after.mutants) == (before.killed, before.mutants - len(declared))
    assert (after.equivalent, after.survivors, after.findings) == (len(declared), (), ())
    assert (after.rate, too_few([after])) == (1, [])


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        ("return 2 * a * x + 1 → return 3 * a * x + 1", "is rejected by the cases; take it out"),
        ("return 2 * a * x + 1 → return 2 * a * x + 7", "is no edit of the reference; take it out"),
    ],
)
def test_a_declaration_that_is_not_so_is_found(read: Read, edit: str, says: str) -> None:
    derivation = read(('SOLUTION = "It', f'EQUIVALENT = {{"{edit}": "why"}}\nSOLUTION = "It'))
    (score,) = scores_of([derivation])
    (finding,) = score.findings
    assert (finding.line, finding.rule) == (line_of(derivation, "EQUIVALENT"), "equivalent")
    assert finding.message == f"EQUIVALENT: {edit!r} {says}"
    assert score.equivalent == 0


def test_what_cannot_be_run_is_a_finding_and_no_score(read: Read) -> None:
    (score,) = scores_of([read(("return 2 * a * x + 1\n", "return nothing\n"))])
    assert (score.mutants, [finding.rule for finding in score.findings]) == (0, ["fails"])
