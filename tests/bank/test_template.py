from __future__ import annotations

import re

import pytest

from quizdl.bank.check import Checked
from quizdl.bank.template import Draw, Template, TemplateError
from tests.bank.conftest import SmallBank, seeded

FILE = "optimization.yaml"


def quotient(**changes: object) -> Template:
    fields: dict[str, object] = {
        "id": "op-gen-quotient",
        "kind": "numeric",
        "parameters": {"a": "2..9", "b": ["1", "2", "4"]},
        "where": ["a > b"],
        "fields": {
            "subtopic": "op.sgd",
            "level": 1,
            "prompt": "What is {a} / {b}?",
            "answer": "a / b",
            "mistakes": {"turned": {"value": "b / a", "says": "That is {b} / {a}."}},
            "explanation": "It is {answer}, half of {2 * a / b}.",
            "source": "A book, chapter 3",
        },
    }
    return Template(**(fields | changes))  # type: ignore[arg-type]  # what a bank's file may hold


def draws(template: Template, count: int = 200) -> list[Draw]:
    return [template.draw(seeded(seed)) for seed in range(count)]


def test_the_same_seed_gives_the_same_question() -> None:
    template = quotient()
    for seed in range(50):
        first, second = (template.question(template.draw(seeded(seed))) for _ in range(2))
        assert first == second
        assert first.fingerprint == second.fingerprint


def test_other_seeds_give_other_questions() -> None:
    template = quotient()
    assert len({template.question(draw).prompt for draw in draws(template)}) == 8 + 7 + 5  # for b = 1, 2, 4


def test_where_holds_for_every_draw() -> None:
    assert all(float(draw["a"]) > float(draw["b"]) for draw in draws(quotient()))


def test_the_texts_are_filled_in_and_the_numbers_computed() -> None:
    question = quotient().question({"a": 9, "b": 2})
    assert (question.prompt, question.explanation) == ("What is 9 / 2?", "It is 4.5, half of 9.")
    asked = question.ask(seeded(0))
    assert asked.grade("4.5").outcome == "correct"
    verdict = asked.grade("2/9")
    assert (verdict.outcome, verdict.mistake, verdict.says) == ("wrong", "turned", "That is 2 / 9.")


def test_a_parameter_may_be_a_word() -> None:
    template = quotient(parameters={"a": "3..3", "b": ["one", "1"]}, where=[])
    assert {draw["b"] for draw in draws(template, 20)} == {"one", 1}


def test_draws_alike_in_the_key_are_the_same_question() -> None:
    template = quotient(key=["a"])
    assert template.same({"a": 3, "b": 1}) == template.same({"a": 3, "b": 2}) != template.same({"a": 4, "b": 1})
    assert quotient().same({"a": 3, "b": 1}) != quotient().same({"a": 3, "b": 2})


def test_the_choices_of_a_generated_choice_are_its_answer_and_its_mistakes() -> None:
    question = quotient(kind="choice").question({"a": 8, "b": 4})
    asked = question.ask(seeded(0))
    assert sorted(asked.options) == ["0.5", "2"]
    assert asked.grade("2").outcome == "correct"
    assert asked.grade("0.5").says == "That is 4 / 8."


def test_the_trials_reach_every_value_of_every_parameter() -> None:
    template = quotient(parameters={"a": "0..150", "b": ["1", "2", "4"]}, where=["a >= 0"])
    tried = list(template.trials(5))
    assert {draw["a"] for draw in tried} == set(range(151))
    assert {draw["b"] for draw in tried} == {1, 2, 4}
    assert list(template.trials(5)) == tried, "a check says the same every time"


def test_a_draw_says_for_which_values_it_cannot_be_computed() -> None:
    with pytest.raises(
        TemplateError,
        match=r"^'a / b' with a = 3, b = 0: divides by zero; correct it, or leave such draws out with where$",
    ):
        quotient(where=[]).question({"a": 3, "b": 0})


@pytest.mark.parametrize(
    ("old", "new", "complaints"),
    [
        ("b: [1, 2, 4]", "b: [0, 1]", ["51: 'a / b' with a = *, b = 0: divides by zero; correct it, or leave such draws out with where"]),
        ("b: [1, 2, 4]", "b: 0..150", ["51: 'a / b' with a = *, b = 0: divides by zero; correct it, or leave such draws out with where"]),
        ("value: b / a", "value: b / (a - 9)", ["54: 'b / (a - 9)' with a = 9, b = *: divides by zero; correct it, or leave such draws out with where"]),
        ("[a > b]", "[1 / (b - 4) < 9]", ["49: '1 / (b - 4) < 9' with a = *, b = 4: divides by zero; correct it, or leave such draws out with where"]),
        ("{answer}.", "{1 / (b - 2)}.", ["57: '1 / (b - 2)' with a = *, b = 2, answer = *: divides by zero; correct it, or leave such draws out with where"]),
        ("[a > b]", "[a > 9]", ["49: no draw of 500 is allowed by where; loosen it"]),
        ("[a > b]", "[a > c]", ["49: 'a > c' with a = *, b = *: 'c' is not one of the names *"]),
        ("b: [1, 2, 4]", "b: 9..2", ["48: parameter b: '9..2' is no range; write 2..9, or a list"]),
        ("b: [1, 2, 4]", f"b: 1..{'9' * 1500}", ["48: parameter b: '1..9*' is no range; write 2..9, or a list"]),
        ("b: [1, 2, 4]", "b: 4", ["48: parameter b: '4' is no range; write 2..9, or a list"]),
        ("b: [1, 2, 4]", "b: []", ["48: b has 0 entries, and needs at least 1"]),
        ("b: [1, 2, 4]", "b:", ["48: b is empty; fill it in"]),
        ("b: [1, 2, 4]", "b: [1, [2]]", ["48: b, entry 2, must be a text, not ['2']"]),
        ("b: [1, 2, 4]", "b: {c: 1}", ["48: b must be a list; write [a, b], or one a line after `- `, not {'c': '1'}"]),
        ("key: [a, b]", "key: [a, bb]", ["56: key 'bb' is not one of the parameters; did you mean b?"]),
        ("    parameters:\n      a: 2..9\n      b: [1, 2, 4]\n", "", ["42: parameters is missing; add it"]),
        (
            "    parameters:",
            "    parameter:",
            ["42: parameters is missing; add it", "46: no such field 'parameter'; did you mean parameters?"],
        ),
        ("    answer: a / b\n", "", ["42: answer is missing; add it"]),
        ("    answer: a / b\n", "    answer: [a]\n", ["51: answer must be a text, not ['a']"]),
        ("    prompt: What is {a} / {b}?\n", "", ["42: prompt is missing; add it"]),
        ("value: b / a", "value: b / c", ["54: 'b / c' with a = *, b = *: 'c' is not one of the names *"]),
        ("value: b / a", "value: a / b + 0", ["53: turned is the right answer in every draw; change its value"]),
        ("value: b / a", "valu: a", ["53: value is missing; add it", "54: no such field 'valu'; did you mean value?"]),
        ("    key:", "    tolerance: little\n    key:", ["56: tolerance must be a number, not 'little'"]),
        ("    key:", "    unit: '{[]}'\n    key:", ["56: '[]' with a = *, b = *, answer = *: did not expect ']' here; *"]),
        ("    key:", '    tolerance: "{a}"\n    key:', ["56: tolerance must be a number, not '{a}'"]),
        ("    key:", '    seconds: "{a}"\n    key:', ["56: seconds must be a number, not '{a}'"]),
        ("subtopic: op.sgd\n    level: 1\n    parameters", "subtopic: op.sg\n    level: 0\n    parameters",
         ["44: unknown subtopic 'op.sg'; did you mean op.sgd?", "45: level must be greater than or equal to 1, not '0'"]),
    ],
    ids=lambda value: repr(value)[:50],
)  # fmt: skip
def test_what_is_wrong_with_a_template_is_named_with_its_line(
    small_bank: SmallBank, old: str, new: str, complaints: list[str]
) -> None:
    small_bank.change(FILE, old, new)
    found = small_bank.findings()
    assert len(found) == len(complaints), found
    for line, wanted in zip(found, complaints, strict=True):
        assert re.fullmatch(re.escape(f"{FILE}:{wanted}").replace(r"\*", ".*"), line), line


def test_a_mistake_that_is_right_for_some_draws_only_is_no_fault(small_bank: SmallBank) -> None:
    small_bank.change(FILE, "where: [a > b]", "where: [a >= b]")
    assert small_bank.findings() == []
    *_, item = Checked(small_bank.root).items[small_bank.root / FILE]
    question = Template(**item.fields).question({"a": 4, "b": 4})
    assert question.ask(seeded(0)).grade("1").outcome == "correct"


def test_a_choice_whose_mistake_is_always_the_answer_is_named(small_bank: SmallBank) -> None:
    small_bank.change(FILE, "  - id: op-gen-quotient\n    kind: numeric", "  - id: op-gen-quotient\n    kind: choice")
    assert small_bank.findings() == []
    small_bank.change(
        FILE, "    key: [a, b]", "      same:\n        value: 2 * a / (2 * b)\n        says: No.\n    key: [a, b]"
    )
    assert small_bank.findings() == [f"{FILE}:56: same is the right answer in every draw; change its value"]
