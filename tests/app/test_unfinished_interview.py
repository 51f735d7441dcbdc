"""An interview that was interrupted goes on where it stood, in whichever round that was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quizdl.app.interview import Interview, interviews
from quizdl.app.interview_plan import start_interview
from quizdl.app.unfinished_interview import FILE, forget, keep, resume
from quizdl.bank.compiled import Bank
from quizdl.domain.derivation import Derivation
from quizdl.domain.judgement import Judgement
from quizdl.errors import UsageError
from quizdl.history.store import History
from tests.app.conftest import Clock, right_answer

Step = tuple[str, str]


def goes_through(interview: Interview, clock: Clock, most: int) -> list[Step]:
    """Answers at most so much, as a person does; what was asked, with its words."""
    asked: list[Step] = []

    def enough(name: str, words: str) -> bool:
        clock.passes(seconds=10)
        if len(asked) == most:
            return True
        asked.append((name, words))
        return False

    interview.begin()
    for showing in [] if interview.over(0) else interview.drill.showings():
        if enough(f"{showing.number} of {showing.of}", f"{showing.asked.prompt} {showing.asked.options}"):
            return asked
        interview.fire(showing, right_answer(showing.asked), seconds=2.0)
    for chain in interview.chains:
        walk = interview.steps(chain)
        while walk.step:
            if enough(walk.step.name, f"{walk.number} {walk.showing.asked.prompt} {walk.showing.asked.options}"):
                return asked
            walk.answer(right_answer(walk.showing.asked) if walk.number % 2 else "-12345", seconds=20)
    for derivation in interview.derivations:
        if derivation.id not in interview.before:
            if enough(derivation.id, ""):
                return asked
            interview.derived(derivation, None, 30.0)
    for topic, product in interview.products:
        for number in range(interview.rated(product), len(product.rubric)):
            if enough(product.id, product.rubric[number].asks):
                return asked
            interview.rate(topic, product, number, "y")
    return asked


def begun(bank: Bank, history: History, clock: Clock) -> Interview:
    return start_interview(bank, history, minutes=30, role="systems", seed=5, clock=clock, time_factor=1.5)


@pytest.mark.parametrize("after", [0, 1, 13, 14, 16, 19, 21, 25])
def test_the_rest_is_asked_as_it_would_have_been(
    bank: Bank, history: History, clock: Clock, home: Path, after: int
) -> None:
    interview = begun(bank, history, clock)
    keep(home, interview)
    first = goes_through(interview, clock, after)
    spent = interviews(history)[-1].seconds if after else 0.0
    clock.passes(minutes=600)
    again = resume(home, bank, history, clock)
    again.begin()
    assert again.spent == pytest.approx(spent), "the pause is nobody's time"
    assert again.drill.time_factor == 1.5
    rest = goes_through(again, clock, 1000)
    card = again.finish()
    whole = goes_through(begun(bank, History.open(home / "other", writing=True), clock), clock, 1000)
    assert first + rest == whole
    (kept,) = interviews(history)
    assert kept == card
    assert len(card.answers) == len(whole)
    assert card.finished


def test_what_has_ended_does_not_go_on(bank: Bank, history: History, clock: Clock, home: Path) -> None:
    with pytest.raises(UsageError, match="no interview was interrupted"):
        resume(home, bank, history, clock)
    first, second = begun(bank, history, clock), begun(bank, history, clock)
    keep(home, first)
    keep(home, second)
    forget(home, first)
    assert resume(home, bank, history, clock).session == second.session
    forget(home, second)
    with pytest.raises(UsageError, match="no interview was interrupted"):
        resume(home, bank, history, clock)


@pytest.mark.parametrize("damage", ["", "{}", "[1]", "null", '{"at": 3}', "[" * 9999])
def test_a_file_that_is_not_ours_is_none(bank: Bank, history: History, clock: Clock, home: Path, damage: str) -> None:
    (home / FILE).write_text(damage)
    with pytest.raises(UsageError, match="no interview was interrupted"):
        resume(home, bank, history, clock)


def test_what_left_the_bank_is_not_asked_and_another_bank_is_named(
    bank: Bank, history: History, clock: Clock, home: Path
) -> None:
    keep(home, begun(bank, history, clock))
    data = json.loads((home / FILE).read_text(encoding="utf-8"))
    data |= {"chains": ["gone"], "derivations": ["gone"], "products": ["gone"]}
    data["questions"][0][0] = "gone"
    (home / FILE).write_text(json.dumps(data))
    again = resume(home, bank, history, clock)
    assert (again.chains, again.derivations, again.products) == ([], [], [])
    assert len(again.drill.entries) == len(data["questions"]) - 1
    (home / FILE).write_text(json.dumps(data | {"bank": "/elsewhere"}))
    with pytest.raises(UsageError, match="asks from /elsewhere"):
        resume(home, bank, history, clock)


def judged(derivation: Derivation, score: float) -> Judgement:
    return Judgement(derivation.id, "correct" if score == 1 else "wrong", score, f"{score} of it is right.", ())


class TestADerivationThatWasLeft:
    """It can be worked on as if nothing had been between, unless it was right or its time was up."""

    @pytest.fixture
    def in_derivations(self, bank: Bank, history: History, clock: Clock, home: Path) -> Interview:
        """An interview in whose round of derivations, of which it has two, 100 s have passed."""
        interview = start_interview(bank, history, minutes=90, role="research", seed=5, clock=clock)
        assert len(interview.derivations) == 2
        keep(home, interview)
        interview.begin()
        clock.passes(seconds=sum(r.seconds for r in interview.rounds[:2]) + 100)
        return interview

    def test_it_goes_on_with_the_time_that_was_left_and_the_better_attempt_counts(
        self, in_derivations: Interview, bank: Bank, history: History, clock: Clock, home: Path
    ) -> None:
        first, second = in_derivations.derivations
        whole = in_derivations.rounds[2].seconds / 2
        in_derivations.derived(first, judged(first, 0.5), 100.0, left=True)
        clock.passes(minutes=600)
        again = resume(home, bank, history, clock)
        assert not again.over(2)
        assert [d.id for d in again.derivations if again.open(d)] == [first.id, second.id]
        assert again.time_for(first, 2) == pytest.approx(whole - 100)
        clock.passes(seconds=50)
        again.derived(first, judged(first, 0.25), 50.0, left=True)
        clock.passes(minutes=600)
        third = resume(home, bank, history, clock)
        (kept,) = third.answers
        assert (kept.score, kept.says, kept.seconds) == (0.5, "0.5 of it is right.", 150)
        assert third.time_for(first, 2) == pytest.approx(whole - 150)
        clock.passes(seconds=30)
        third.derived(first, judged(first, 1), 30.0)
        assert third.time_for(second, 2) == pytest.approx(2 * whole - 180)
        (card,) = interviews(history)
        assert [(a.target, a.score, a.seconds, a.open) for a in card.answers] == [(first.id, 1, 180, False)]
        assert not resume(home, bank, history, clock).open(first)

    @pytest.mark.parametrize(("score", "left"), [(1, True), (0.5, False)], ids=["right", "given up"])
    def test_what_was_right_or_not_left_is_not_asked_again(
        self,
        in_derivations: Interview,
        bank: Bank,
        history: History,
        clock: Clock,
        home: Path,
        score: float,
        left: bool,
    ) -> None:
        first, second = in_derivations.derivations
        in_derivations.derived(first, judged(first, score), 100.0, left=left)
        again = resume(home, bank, history, clock)
        assert [d.id for d in again.derivations if again.open(d)] == [second.id]

    def test_once_the_interview_has_ended_it_cannot_be_worked_on(self, in_derivations: Interview) -> None:
        first, _ = in_derivations.derivations
        in_derivations.derived(first, judged(first, 0.5), 100.0, left=True)
        assert [answer.open for answer in in_derivations.finish().answers] == [False]


def test_the_time_before_it_was_left_counts_and_the_pause_does_not(
    bank: Bank, history: History, clock: Clock, home: Path
) -> None:
    interview = begun(bank, history, clock)
    keep(home, interview)
    goes_through(interview, clock, 3)
    clock.passes(seconds=120)
    assert interview.stop() == interviews(history)[-1]
    clock.passes(minutes=600)
    again = resume(home, bank, history, clock)
    assert again.stop().seconds == pytest.approx(160)


def test_an_interview_without_an_answer_is_not_kept(bank: Bank, history: History, clock: Clock) -> None:
    assert begun(bank, history, clock).stop().answers == ()
    assert interviews(history) == []
