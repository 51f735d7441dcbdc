from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from quizdl.app.derive import standings
from quizdl.app.grade import grade, prepare
from quizdl.bank.compiled import Bank, open_bank
from quizdl.cli.views.derivation import reference_view, statement_view, tracks_view
from quizdl.cli.views.verdict import verdict_view
from quizdl.domain.derivation import Derivation
from quizdl.domain.judgement import CaseVerdict, Element, Judgement, OutputVerdict
from quizdl.history.store import History
from tests.cli.views.rendering import NARROW, WIDTHS, coloured, drawn, read_out
from tests.conftest import BANK

ANSWERS = {
    "right": "def halve(x):\n    return x / 2\n",
    "named mistake": "def halve(x):\n    print('x has', x.shape)\n    return x * 2\n",
    "wrong in a way that has no name": "def halve(x):\n    return x / 3\n",
    "shape": "def halve(x):\n    return (x / 2)[None, :, None]\n",
    "overflow": "import numpy as np\n\n\ndef halve(x):\n    return x * np.inf\n",
    "error": "def halve(x):\n    return x / two\n",
    "no Python": "def halve(x)\n    return x / 2\n",
    "starter": "def halve(x):\n    raise NotImplementedError\n",
}


@pytest.fixture(scope="module")
def verdicts(small_bank: Bank) -> dict[str, tuple[Derivation, Judgement]]:
    """What the real judge says, with the one thing replaced that differs from run to run: how long it took."""
    halve = small_bank.derivation("halve")
    assert halve
    judged = {name: grade(prepare(halve, 1), answer, filename="halve.py") for name, answer in ANSWERS.items()}
    return {name: (halve, replace(verdict, seconds=0.4, speed_ratio=1.0)) for name, verdict in judged.items()}


def test_verdicts(verdicts: dict[str, tuple[Derivation, Judgement]], snapshot: SnapshotAssertion) -> None:
    for width in WIDTHS:
        pages = [
            f"{name}\n{drawn(verdict_view(verdict, halve, 'halve.py', width), width)}"
            for name, (halve, verdict) in verdicts.items()
        ]
        assert "\n\n".join(pages) == snapshot(name=str(width))


@pytest.mark.parametrize("width", WIDTHS)
def test_one_output_of_two_is_wrong(small_bank: Bank, width: int, snapshot: SnapshotAssertion) -> None:
    halve = small_bank.derivation("halve")
    assert halve
    worst = (Element((1, 0), 2.5, -1.25), Element((0, 2), 1e-9, 1e9))
    wrong = OutputVerdict("dw", "wrong", "dw wrong in 2 of 6 elements", (2, 3), (2, 3), 3.0, worst, 2, 6)
    case = CaseVerdict(
        "a batch", "wrong", "dw wrong in 2 of 6 elements", (OutputVerdict("dx", "correct", "", size=6), wrong),
        (("x", (2, 3)), ("n", ())),
    )  # fmt: skip
    printed = "\n".join(f"line {number}\x1b[31m" for number in range(12))
    verdict = Judgement("halve", "wrong", 0.5, "dx right, dw wrong", (case,), printed=printed, seconds=1.0)
    page = drawn(verdict_view(verdict, halve, "halve.py", width), width)
    assert "\x1b" not in page
    assert page == snapshot


def test_an_answer_that_is_right_but_slow_is_told(verdicts: dict[str, tuple[Derivation, Judgement]]) -> None:
    halve, verdict = verdicts["right"]
    slow = replace(verdict, speed_says="Correct, 340 times slower than the vectorised form.")
    assert "Correct, 340 times slower" in drawn(verdict_view(slow, halve, "halve.py", 60), 60)
    assert "slower" not in drawn(verdict_view(verdict, halve, "halve.py", 60), 60)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_statement_the_tracks_and_the_reference(
    small_bank: Bank, history: History, width: int, snapshot: SnapshotAssertion
) -> None:
    halve = small_bank.derivation("halve")
    assert halve
    views = (
        tracks_view(small_bank.tracks, standings(small_bank, history), width),
        statement_view(halve, small_bank.tracks[0], Path("halve.py"), width),
        reference_view(halve, width),
    )
    assert "\n".join(drawn(view, width) for view in views) == snapshot


def test_all_fits_thirty_columns(
    verdicts: dict[str, tuple[Derivation, Judgement]], compiled: Path, history: History
) -> None:
    for halve, verdict in verdicts.values():
        drawn(verdict_view(verdict, halve, "a/rather/long/path/to/a/file/called/halve.py", NARROW), NARROW)
    bank = open_bank(BANK, compiled)
    drawn(tracks_view(bank.tracks, standings(bank, history), NARROW), NARROW)
    for derivation in bank.derivations():
        drawn(
            statement_view(
                derivation,
                bank.tracks[0] if derivation.id in bank.tracks[0].derivations else None,
                Path("answer.py"),
                NARROW,
            ),
            NARROW,
        )
        drawn(reference_view(derivation, 60), 60)


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_in_colour_and_read_out(
    verdicts: dict[str, tuple[Derivation, Judgement]],
    small_bank: Bank,
    history: History,
    width: int,
    snapshot: SnapshotAssertion,
) -> None:
    halve = small_bank.derivation("halve")
    assert halve
    pages = [
        tracks_view(small_bank.tracks, standings(small_bank, history), width),
        statement_view(halve, small_bank.tracks[0], Path("halve.py"), width),
        reference_view(halve, width),
    ]
    judged = [verdict_view(verdict, halve, "halve.py", width) for _, verdict in verdicts.values()]
    undrawn = [verdict_view(verdict, halve, "halve.py", width, drawings=False) for _, verdict in verdicts.values()]
    assert "\n".join(coloured(view, width) for view in (*pages, *judged)) == snapshot(name="coloured")
    assert "\n".join(read_out(view, width) for view in (*pages, *undrawn)) == snapshot(name="read out")


@pytest.mark.slow
def test_statements_and_references_of_the_bank_are_read_on_any_background(compiled: Path) -> None:
    for derivation in open_bank(BANK, compiled).derivations():
        coloured(statement_view(derivation, None, Path("answer.py"), 80), 80)
        coloured(reference_view(derivation, 80), 80)
