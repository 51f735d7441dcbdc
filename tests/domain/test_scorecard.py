from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizdl.domain.interview import plan
from quizdl.domain.scorecard import Scorecard, Scored, findings, from_plain

NOW = datetime(2026, 3, 10, 18, 30, tzinfo=UTC)


def scored(kind: str = "quickfire", score: float = 1.0, topic: str = "t", **given: object) -> Scored:
    fields = {"target": "q", "title": "What?", "subtopic": "s", "outcome": "correct" if score == 1 else "wrong"} | given
    return Scored(round=kind, score=score, topic=topic, **fields)  # type: ignore[arg-type]


def card(*answers: Scored, at: datetime = NOW, role: str = "applied", session: str = "1") -> Scorecard:
    return Scorecard(
        session=session, at=at, minutes=30, role=role, seed=7, finished=True, seconds=1500.5, rounds=plan(30), answers=answers
    )  # fmt: skip


def test_a_round_is_scored_by_weights_and_the_whole_by_the_time_of_its_rounds() -> None:
    found = card(scored(score=1), scored(score=0), scored("chain", 1, weight=3), scored("chain", 0, weight=1))
    assert found.round_scores == {"quickfire": 0.5, "chain": 0.75}
    assert found.score == pytest.approx((360 * 0.5 + 450 * 0.75) / 810)
    assert card().score is None


answers = st.builds(
    Scored,
    round=st.sampled_from(["quickfire", "chain", "derivation", "product"]), target=st.text(), title=st.text(), topic=st.text(),
    subtopic=st.text(), outcome=st.sampled_from(["correct", "wrong", "partial"]), score=st.floats(0, 1),
    weight=st.integers(1, 5).map(float), confidence=st.none() | st.floats(0, 1), mistake=st.none() | st.text(),
    answer=st.text(), right=st.text(), says=st.text(), seconds=st.none() | st.floats(0, 1e4),
)  # fmt: skip


@given(st.lists(answers, max_size=12))
def test_a_scorecard_crosses_into_the_history_and_back(given_: list[Scored]) -> None:
    found = card(*given_)
    assert from_plain(json.loads(json.dumps(found.plain()))) == found


def test_fields_of_a_later_quizdl_are_passed_over_and_what_is_no_scorecard_is_refused() -> None:
    data = card(scored()).plain()
    data["answers"][0]["mood"] = "fine"
    assert from_plain({**data, "weather": "rain"}) == card(scored())
    for broken in ({}, {**data, "at": "yesterday"}, {**data, "answers": [{}]}, {**data, "rounds": [1]}):
        with pytest.raises((KeyError, TypeError, ValueError)):
            from_plain(broken)


def test_a_topic_is_a_strength_or_a_gap_only_with_enough_answers() -> None:
    found = findings(
        card(
            *(scored(topic="good") for _ in range(3)), *(scored(topic="bad", score=0) for _ in range(3)),
            *(scored(topic="few", score=0) for _ in range(2)), *(scored("product", topic="said", score=0) for _ in range(5)),
        )
    )  # fmt: skip
    assert [(t.topic, t.answers) for t in found.strengths] == [("good", 3)]
    assert [(t.topic, t.answers) for t in found.gaps] == [("bad", 3)]
    assert len(found.missed) == 5
    assert len(found.unsaid) == 5


def test_what_to_do_next_starts_with_the_topic_that_lost_most() -> None:
    found = findings(
        card(
            scored(topic="a", score=0), scored(topic="b", score=0), scored("chain", topic="b", score=0.5), scored(topic="c"),
            scored("derivation", 0.5, "b", target="relu_backward", says="You masked dout."),
        )
    )  # fmt: skip
    assert [(drill.command, drill.why) for drill in found.drills] == [
        ("quizdl drill --topic b", "2 answers missed here"),
        ("quizdl drill --topic a", "one answer missed here"),
        ("quizdl derive relu_backward", "You masked dout."),
    ]
    assert findings(card(scored())).drills == ()


def test_how_sure_somebody_was_is_held_against_what_was_right() -> None:
    sure = [scored(score=0, confidence=0.95) for _ in range(4)] + [scored(confidence=0.95) for _ in range(2)]
    (level,) = findings(card(*sure, scored())).calibration
    assert (level.level, level.right, level.answers, level.claim) == ("certain", 2, 6, "over")


def test_it_is_compared_with_the_last_one_for_the_same_role() -> None:
    now = card(scored(), session="now")
    days = [NOW - timedelta(days=n) for n in range(5)]
    others = [
        card(scored(), at=days[3], session="3"), card(scored(), at=days[2], session="2"),
        card(scored(), at=days[1], role="systems", session="1"), card(at=days[1], session="empty"),
        card(scored(), at=NOW + timedelta(days=1), session="later"), now,
    ]  # fmt: skip
    last = findings(now, others).last
    assert last is not None
    assert last.session == "2"
    other_role = findings(now, others[2:]).last
    assert other_role is not None
    assert other_role.session == "1"
    assert findings(now, [now]).last is None
