"""Every template of the bank against an independent computation, on 200 draws."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from itertools import count, product
from typing import Any

import numpy as np
import pytest

from quizdl.domain.evaluation import evaluate
from quizdl.domain.expression import parse
from quizdl.domain.numbers import shown
from quizdl.kinds.choice import Choice
from quizdl.kinds.numeric import Numeric
from tests.question_bank.bank import ring_all_reduce, seeded, slope, templates

DRAWS = 200


def recordio_file(r: int, n: int) -> int:
    content = b""
    for _ in range(r):
        content += bytes(4) + bytes(4) + bytes(n)
        while len(content) % 4:
            content += b"\0"
    return len(content)


def step_lr(lr: float, gamma: float, s: int, k: int, r: int) -> float:
    for epoch in range(1, k * s + r + 1):
        if epoch % s == 0:
            lr *= gamma
    return lr


def momentum(mu: float, lr: float, w: float, a: float, b: float) -> float:
    velocity = 0.0
    for gradient in (a, b):
        velocity = mu * velocity + gradient
        w -= lr * velocity
    return w


def break_even(price: int, rent: int, run: int) -> int:
    return next(hours for hours in count() if rent * hours >= price + run * hours)


def classified(tp: int, fp: int, fn: int, tn: int) -> tuple[Any, Any]:
    """The true and the predicted labels of examples with this table."""
    cells = [(True, True, tp), (False, True, fp), (True, False, fn), (False, False, tn)]
    pairs = [(true, predicted) for true, predicted, times in cells for _ in range(times)]
    return np.array([true for true, _ in pairs]), np.array([predicted for _, predicted in pairs])


def precision(tp: int, fp: int, fn: int, tn: int) -> float:
    true, predicted = classified(tp, fp, fn, tn)
    return float(true[predicted].mean())


def recall(tp: int, fp: int, fn: int, tn: int) -> float:
    true, predicted = classified(tp, fp, fn, tn)
    return float(predicted[true].mean())


ORACLES: dict[str, Callable[..., float]] = {
    "dl-conv-output-size": lambda n, k, s, p: len(range(0, n + 2 * p - k + 1, s)),
    "dl-conv-params": lambda cin, cout, k: np.zeros((cout, cin, k, k)).size + np.zeros(cout).size,
    "fw-recordio-file-size": recordio_file,
    "fw-allreduce-bytes": lambda **draw: ring_all_reduce(draw["n"], draw["S"]),
    "la-gen-det-2x2": lambda a, b, c, d: round(float(np.linalg.det(np.array([[a, b], [c, d]])))),
    "la-gen-broadcast-size": lambda p, q, r: (np.zeros((p, 1, q)) + np.zeros((r, 1))).size,
    "la-gen-matmul-flops": lambda m, k, n: sum(2 for _ in product(range(m), range(n), range(k))),
    "la-gen-transposed-element": lambda rows, cols, i, j: int(np.arange(rows * cols).reshape(rows, cols).T[i, j]),
    "op-momentum-two-steps": momentum,
    "op-schedules-step-lr": step_lr,
    "pr-rent-or-buy": break_even,
    "sl-gd-one-step": lambda w, x, y, lr: w - lr * slope(lambda at: (at * x - y) ** 2, w),
    "sl-met-precision": precision,
    "sl-met-recall": recall,
}


def test_every_template_has_an_oracle_and_every_oracle_its_template() -> None:
    assert set(templates()) == set(ORACLES), "a new template needs an independent computation of its answer here"


@pytest.mark.parametrize("name", ORACLES)
def test_a_template_agrees_with_its_oracle_on_every_draw(name: str) -> None:
    template = templates()[name]
    for seed in range(DRAWS):
        draw = template.draw(seeded(seed))
        question, expected = template.question(draw), ORACLES[name](**draw)
        assert isinstance(question, Numeric | Choice)
        assert math.isclose(evaluate(parse(question.answer), {}), expected, rel_tol=1e-5, abs_tol=1e-9), draw
        verdict = question.ask(seeded(seed)).grade(shown(round(expected, 9)))
        assert verdict.outcome == "correct", (draw, verdict)
        assert shown(evaluate(parse(question.answer), {})) in question.explanation, draw
        assert not set(question.prompt + question.explanation) & set("{}"), draw


@pytest.mark.parametrize("name", ORACLES)
def test_no_draw_has_two_equal_choices_and_mistakes_show_in_most(name: str) -> None:
    template = templates()[name]
    mistakes = list(template.fields["mistakes"])
    shows: Counter[str] = Counter()
    for seed in range(DRAWS):
        draw = template.draw(seeded(seed))
        question = template.question(draw)
        asked = question.ask(seeded(seed))
        if isinstance(question, Choice):
            assert len(question.choices) == 1 + len(mistakes), draw
            shows.update(mistakes)
        else:
            assert isinstance(question, Numeric)
            verdicts = {mistake: asked.grade(content["value"]) for mistake, content in question.mistakes.items()}
            assert all(verdict.outcome == "wrong" and verdict.mistake in mistakes for verdict in verdicts.values()), (
                draw
            )
            shows.update(list(verdicts))
    assert len(mistakes) >= 2
    assert [mistake for mistake in mistakes if shows[mistake] <= DRAWS / 2] == []


@pytest.mark.parametrize("name", ORACLES)
def test_a_template_gives_many_questions(name: str) -> None:
    template = templates()[name]
    assert len({template.same(template.draw(seeded(seed))) for seed in range(DRAWS)}) >= 15
