from __future__ import annotations

from collections import Counter

import pytest

from quizdl.app.interview import Interview, interviews
from quizdl.app.interview_plan import start_interview
from quizdl.bank.compiled import Bank
from quizdl.domain.mark import Mark
from quizdl.domain.review import Attempt
from quizdl.domain.scorecard import Scorecard
from quizdl.errors import UsageError
from quizdl.history.store import History, new_id
from tests.app.conftest import Clock, right_answer


@pytest.fixture
def start(bank: Bank, history: History, clock: Clock) -> Start:
    return Start(bank, history, clock)


class Start:
    """Starts interviews."""

    def __init__(self, bank: Bank, history: History, clock: Clock) -> None:
        self.bank, self.history, self.clock = bank, history, clock

    def __call__(self, *, minutes: float = 30, role: str | None = "applied", seed: int = 1) -> Interview:
        return start_interview(self.bank, self.history, minutes=minutes, role=role, seed=seed, clock=self.clock)


def chosen(interview: Interview) -> tuple[list[str], ...]:
    return (
        [entry.id for entry in interview.drill.entries], [chain.id for chain in interview.chains],
        [d.id for d in interview.derivations], [product.id for _, product in interview.products],
    )  # fmt: skip


def test_the_same_seed_and_history_give_the_same_interview(start: Start) -> None:
    assert chosen(start(seed=5)) == chosen(start(seed=5))
    assert chosen(start(seed=5)) != chosen(start(seed=6))


def test_each_round_has_what_was_planned_and_nothing_gives_another_away(start: Start, bank: Bank) -> None:
    interview = start()
    questions, chains, derivations, products = chosen(interview)
    counts = {r.kind: r.count for r in interview.rounds}
    assert [len(questions), len(chains), len(derivations), len(products)] == [
        counts["quickfire"], counts["chain"], counts["derivation"], counts["product"]
    ]  # fmt: skip
    assert len(set(questions)) == len(questions)
    assert not any(bank.given_away(name) & set(questions) for name in questions)


@pytest.mark.parametrize("role", ["applied", "research", "systems"])
def test_a_role_asks_its_topics_by_their_weights(start: Start, bank: Bank, role: str) -> None:
    interview = start(minutes=120, role=role)
    weights = bank.interviews().roles[role].topics
    asked = Counter(entry.topic for entry in interview.drill.entries)
    assert set(asked) == set(weights)
    whole, count = sum(weights.values()), asked.total()
    assert all(abs(asked[topic] - count * weight / whole) <= 1 for topic, weight in weights.items())
    assert {chain.topic for chain in interview.chains} <= set(weights)
    assert {d.topic for d in interview.derivations} <= set(weights)
    assert {product.id for _, product in interview.products} <= {
        product.id for _, product in bank.interviews().products if role in (product.roles or [role])
    }


def test_a_role_that_there_is_not_names_the_nearest(start: Start) -> None:
    with pytest.raises(UsageError, match="no role 'sytems'; did you mean systems\\?") as refused:
        start(role="sytems")
    assert refused.value.hint == "roles: applied, research, systems"


def test_derivations_fit_the_time_and_are_not_solved_yet(start: Start, history: History, clock: Clock) -> None:
    first = start()
    (derivation,) = first.derivations
    minutes = next(r.seconds for r in first.rounds if r.kind == "derivation") / 60
    assert derivation.minutes <= minutes
    for seed in range(6):
        (found,) = start(seed=seed).derivations
        now = clock()
        history.record_attempt(
            Attempt(
                id=new_id(now), at=now, derivation=found.id, topic=found.topic, outcome="correct", score=1.0, mistakes=(),
                seed=0, answer="",
            )
        )  # fmt: skip
        assert found.id not in {d.id for s in range(4) for d in start(seed=s).derivations}


def test_questions_that_are_set_aside_are_not_asked(start: Start, history: History, clock: Clock) -> None:
    name = start().drill.entries[0].id
    history.mark(Mark(id=new_id(clock()), at=clock(), what="suspend", target=name))
    assert name not in chosen(start())[0]


def answer_chain(interview: Interview, *, right: bool) -> list[str]:
    """Answers the chain, always right or never; the steps that were asked."""
    walk = interview.steps(interview.chains[0])
    asked = []
    while walk.step:
        asked.append(walk.step.name)
        walk.answer(right_answer(walk.showing.asked) if right else "-12345", seconds=20, confidence=0.95)
    return asked


def test_a_chain_gets_harder_for_right_answers_and_easier_for_wrong_ones(start: Start) -> None:
    interview = start()
    up, down = answer_chain(interview, right=True), answer_chain(interview, right=False)
    assert up[0] == down[0]
    assert up[1] != down[1]
    levels = {name: step.level for name, step in interview.chains[0].steps.items()}
    assert levels[up[1]] >= levels[down[1]]
    assert all(a.score == 1 for a in interview.answers[: len(up)])
    assert all(a.score == 0 for a in interview.answers[len(up) :])


def test_what_a_chain_is_about_is_read_with_its_first_step_and_named_on_the_scorecard(start: Start) -> None:
    interview = start()
    walk = interview.steps(interview.chains[0])
    asked = walk.showing.asked
    assert asked.reading_seconds == 1 + asked.seconds_to_read(walk.setting, asked.prompt, *asked.options)
    walk.answer(right_answer(asked), seconds=20)
    asked = walk.showing.asked
    assert asked.reading_seconds == 1 + asked.seconds_to_read(asked.prompt, *asked.options)
    assert interview.answers[0].title.startswith(f"{walk.chain.title} · ")


def test_a_named_mistake_leads_to_the_follow_up_that_exposes_it(start: Start, bank: Bank) -> None:
    chain = next(chain for chain in bank.interviews().chains if chain.id == "rare-disease")
    walk = start().steps(chain)
    question = walk.showing.asked.question
    wrong = question.mistakes["recall"]["value"]  # type: ignore[attr-defined]
    answered = walk.answer(wrong, seconds=None)
    assert answered.verdict.mistake == "recall"
    assert walk.step
    assert walk.step.name == "alarms"


def test_the_quick_fire_is_reviews_and_the_rest_is_not(start: Start, history: History) -> None:
    interview = start()
    for showing in list(interview.drill.showings())[:4]:
        interview.fire(showing, right_answer(showing.asked), seconds=2.0, confidence=0.75)
    answer_chain(interview, right=True)
    reviews = history.reviews()
    assert [(r.session, r.confidence, r.outcome) for r in reviews] == [(interview.session, 0.75, "correct")] * 4
    assert all(history.schedule(r.question) is not None for r in reviews)


def test_every_answer_is_in_the_history_at_once(start: Start, history: History, clock: Clock) -> None:
    """Whatever ends the process after it: nothing more is needed."""
    interview = start()
    for count, showing in enumerate(list(interview.drill.showings())[:3], 1):
        clock.passes(seconds=10)
        interview.fire(showing, right_answer(showing.asked), seconds=2.0)
        (card,) = interviews(history)
        assert (card.session, len(card.answers), card.finished) == (interview.session, count, False)
    clock.passes(seconds=30)
    (topic, product), key = interview.products[0], iter("ypn")
    for number in range(3):
        interview.rate(topic, product, number, next(key))
    assert [a.score for a in interviews(history)[0].answers[3:]] == [1, 0.5, 0]
    assert interview.finish() == interviews(history)[0]
    assert interviews(history)[0].seconds == 60
    assert len(history.marks("interview")) == 7


def test_a_hint_halves_and_what_cannot_be_read_does_not_count(start: Start) -> None:
    interview = start()
    typed = [s for s in interview.drill.showings() if not s.asked.keys]
    interview.fire(typed[0], right_answer(typed[0].asked), seconds=2.0, hinted=True)
    assert [a.score for a in interview.answers] == [0.5]
    interview.fire(typed[1], "", seconds=2.0)
    assert len(interview.answers) == 1, "unreadable"
    interview.pass_over(typed[1])
    assert [(a.outcome, a.score) for a in interview.answers[1:]] == [("skipped", 0)]


def test_time_that_a_round_leaves_is_the_next_ones(start: Start, clock: Clock) -> None:
    interview = start()
    first, second = interview.rounds[:2]
    clock.passes(seconds=100)
    assert interview.left(0) == first.seconds - 100
    assert interview.left(1) == first.seconds + second.seconds - 100


def test_a_pause_is_nobodys_time(start: Start, clock: Clock) -> None:
    interview = start()
    interview.begin()
    clock.passes(seconds=100)
    interview.rest(40)
    assert interview.left(0) == interview.rounds[0].seconds - 60
    assert interview.scorecard().seconds == 60


def test_chains_and_products_of_earlier_interviews_come_last(start: Start, bank: Bank) -> None:
    asked: list[str] = []
    weights = bank.interviews().roles["systems"].topics
    there = {chain.id for chain in bank.interviews().chains if chain.topic in weights}
    for seed in range(len(there)):
        interview = start(role="systems", seed=seed)
        answer_chain(interview, right=False)
        asked.append(interview.chains[0].id)
    assert set(asked) == there


def test_a_mark_that_is_no_scorecard_is_passed_over(start: Start, history: History, clock: Clock) -> None:
    history.mark(Mark(id=new_id(clock()), at=clock(), what="interview", target="x", value='{"score": 1}'))
    assert interviews(history) == []
    card: Scorecard = start().finish()
    assert interviews(history) == [card]
