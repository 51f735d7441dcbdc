"""What every question of the bank owes to whoever is asked it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from quizdl import kinds
from quizdl.bank.check import Checked
from quizdl.bank.editorial import editorial
from quizdl.bank.rules.sources import is_title_and_place
from quizdl.bank.schema import AT_A_START, TRIED_DRAWS
from quizdl.domain.question import Question
from quizdl.kinds.choice import Choice
from quizdl.kinds.cloze import BLANK, Cloze
from quizdl.kinds.formula import Formula
from quizdl.kinds.multiple_choice import MultipleChoice
from quizdl.kinds.numeric import Numeric
from quizdl.kinds.recall import Recall
from quizdl.kinds.true_false import TrueFalse
from tests.conftest import BANK
from tests.question_bank.bank import checked, items, questions, seeded, templates
from tests.question_bank.families import FAMILIES

REVIEWED = re.compile(r"20\d\d-[01]\d-[0-3]\d (agreed|fixed)")
TARGETS = {
    "la.shapes": 15, "la.transpose": 12, "la.broadcasting": 20, "la.matmul": 20, "la.norms": 12, "la.det": 16,
    "la.eigen": 18, "la.derivatives": 15, "la.chain": 12, "sl.linear": 24, "sl.logistic": 24, "sl.gd": 16,
    "sl.closed-form": 16, "sl.svm": 24, "sl.trees": 22, "sl.knn": 14, "sl.bayes": 22, "sl.graphical": 16,
    "sl.hypothesis": 12, "sl.cost": 20, "sl.bias-variance": 20, "sl.metrics": 22, "sl.local-minima": 8,
    "dl.neuron": 18, "dl.brain": 12, "dl.activations": 22, "dl.losses": 18, "dl.backprop": 24,
    "dl.convolution": 30, "dl.conv-backward": 14, "dl.layers": 18, "dl.im2col": 16, "dl.batchnorm": 22,
    "dl.norms": 12, "dl.dropout": 16, "dl.reg": 18, "dl.init": 16, "dl.vanishing": 14, "dl.gradcheck": 14,
    "dl.sequence": 26, "dl.training": 20, "op.sgd": 16, "op.momentum": 20, "op.nag": 14, "op.adagrad": 16,
    "op.rmsprop": 14, "op.adam": 30, "op.schedules": 24, "op.lr-batch": 14, "op.saddle": 16, "op.clipping": 16,
    "op.search": 20, "fw.recordio": 16, "fw.tfrecord": 22, "fw.graph": 24, "fw.shapes": 18, "fw.logging": 14,
    "fw.training": 26, "fw.vectorize": 18, "fw.multigpu": 18, "fw.distributed": 26, "fw.hardware": 22,
    "fw.status": 16, "pr.methodology": 24, "pr.diagnosis": 20, "pr.delivery": 16, "pr.ocr": 20, "pr.data": 14,
    "pr.history": 16, "sl.clustering": 10,
}  # fmt: skip
"""Authored questions that a subtopic should have in the end; half of them are owed now."""


def sample(name: str) -> Iterator[Question]:
    """A question, or some of those that a template gives."""
    if name in questions():
        yield questions()[name]
    else:
        template = templates()[name]
        for seed in range(30):
            yield template.question(template.draw(seeded(seed)))


def all_samples() -> Iterator[tuple[str, Question]]:
    for item in items():
        for question in sample(item.id):
            yield item.id, question


@pytest.mark.parametrize("draws", [AT_A_START, pytest.param(TRIED_DRAWS, marks=pytest.mark.slow)])
def test_neither_the_check_nor_the_editor_finds_anything(draws: int) -> None:
    found = checked() if draws == AT_A_START else Checked(BANK, draws=draws)
    assert [str(finding) for finding in (*found.findings, *editorial(found))] == []


def test_there_are_at_least_seven_hundred_questions_and_a_template_of_every_family() -> None:
    assert len(questions()) >= 700
    assert sorted(FAMILIES) == list(range(1, 46))
    assert {name for names in FAMILIES.values() for name in names} == set(templates())
    assert all(FAMILIES.values())


def test_every_subtopic_has_half_of_what_it_should_have_in_the_end() -> None:
    contents = checked().contents
    assert contents is not None
    assert set(TARGETS) == {name for topic in contents.topics.values() for name in topic.subtopics}
    counts = Counter(item.subtopic for item in items() if not item.generated)
    assert {name: (counts[name], target) for name, target in TARGETS.items() if counts[name] < target / 2} == {}


def test_the_levels_are_spread() -> None:
    levels = Counter(item.level for item in items() if not item.generated)
    assert set(levels) == {1, 2, 3}
    assert min(levels.values()) >= 0.15 * levels.total()
    used = {topic.stem: {item.level for item in found} for topic, found in checked().items.items()}
    assert all(found == {1, 2, 3} for found in used.values()), used


def test_the_right_choice_stands_anywhere() -> None:
    """Over all choices of four, shown by many seeds, each place is right about as often: within four standard deviations."""
    places: Counter[int] = Counter()
    seeds = seeded(1)
    for question in questions().values():
        if isinstance(question, Choice) and len(question.choices) == 4:
            asked = [question.ask(seeded(seeds.getrandbits(32))) for _ in range(50)]
            places.update(showing.options.index(question.answer) for showing in asked)
    n = places.total()
    assert n > 5000
    assert all(abs(count - n / 4) < 4 * (n * 3 / 16) ** 0.5 for count in places.values()), places


def test_every_derivation_has_a_source_and_a_second_reader() -> None:
    derivations = checked().derivations.values()
    assert [d.id for d in derivations if not REVIEWED.fullmatch(d.reviewed or "")] == []
    assert [d.id for d in derivations if not is_title_and_place(d.source)] == []
    contents = checked().contents
    assert contents is not None
    assert {row for d in derivations for row in d.covers} <= set(contents.outline)


def test_all_eight_kinds_are_used_in_every_topic() -> None:
    used = {path.stem: {item.kind for item in found} for path, found in checked().items.items()}
    assert len(kinds.names()) == 8
    assert {
        topic: sorted(set(kinds.names()) - found) for topic, found in used.items() if found != set(kinds.names())
    } == {}


def test_the_expected_answer_is_graded_correct() -> None:
    """As somebody types it: the words, or the digits of the options."""
    wrong = []
    for name, question in all_samples():
        asked = question.ask(seeded(1))
        match question:
            case TrueFalse():
                reasons = next(iter(asked.then.values()))
                typed = f"{'t' if question.answer else 'f'}{reasons.index(question.reason) + 1}"
            case Choice():
                typed = asked.keys[asked.options.index(question.answer)]
            case MultipleChoice():
                typed = "".join(str(asked.options.index(option) + 1) for option in question.answer)
            case Recall():
                typed = ", ".join(list(question.answer)[: question.need])
            case Cloze() | Numeric() | Formula():
                typed = question.expected()
            case _:
                typed = "".join(str(asked.options.index(item) + 1) for item in question.expected().split(" > "))
        verdict = asked.grade(typed)
        if verdict.outcome != "correct":
            wrong.append((name, typed, verdict))
    assert wrong == []


def spelled(question: Question) -> Iterator[str]:
    """Right answers to a recall or cloze, in every spelling that it lists."""
    if isinstance(question, Recall):
        for item, synonyms in question.answer.items():
            others = [other for other in question.answer if other != item][: question.need - 1]
            yield from (", ".join([spelling, *others]) for spelling in (item, *synonyms))
    if isinstance(question, Cloze):
        blanks = [[spelling.strip() for spelling in blank.split("|")] for blank in BLANK.findall(question.prompt)]
        for i, spellings in enumerate(blanks):
            rest = [blank[0] for blank in blanks]
            yield from ("; ".join([*rest[:i], spelling, *rest[i + 1 :]]) for spelling in spellings)


def test_every_spelling_that_a_recall_or_cloze_lists_is_accepted() -> None:
    answers = [(name, typed) for name, question in questions().items() for typed in spelled(question)]
    assert len(answers) > 100
    asked = {name: questions()[name].ask(seeded(0)) for name in {name for name, _ in answers}}
    assert [(name, typed) for name, typed in answers if asked[name].grade(typed).outcome != "correct"] == []


def test_a_recall_knows_why_its_wrong_items_are_wrong() -> None:
    told = {
        (name, mistake): question.ask(seeded(0)).grade(mistake)
        for name, question in questions().items()
        if isinstance(question, Recall)
        for mistake in question.mistakes
    }
    assert {where: verdict for where, verdict in told.items() if verdict.mistake != where[1]} == {}
