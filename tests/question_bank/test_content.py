"""What every question of the bank owes to whoever is asked it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import pytest

from quizdl import kinds
from quizdl.domain.question import Question
from quizdl.kinds.choice import Choice
from quizdl.kinds.cloze import BLANK, Cloze
from quizdl.kinds.formula import Formula
from quizdl.kinds.multiple_choice import MultipleChoice
from quizdl.kinds.numeric import Numeric
from quizdl.kinds.recall import Recall
from quizdl.kinds.true_false import TrueFalse
from tests.question_bank.bank import checked, items, questions, seeded, templates

DECK = re.compile(  # the items of the review deck: slide and letter, or a slide alone
    r"[1-6]|7[a-f]|8[a-i]|9|10[a-g]|11[a-i]|12[a-e]|13|14[a-f]|15[a-h]|16[a-e]|17|18[a-f]|19|20|21[a-d]|22[a-e]|"
    r"2[3-8][ab]|29[a-c]|30[a-h]|31[a-e]|32|33"
)
ADDRESS = re.compile(r"\S+/\S*|\b[\w-]+(\.[\w-]+)*\.(ch|com|edu|io|net|org|tech|xyz)\b")
REVIEWED = re.compile(r"20\d\d-[01]\d-[0-3]\d (agreed|fixed)")
PLACE = re.compile(
    r'"[^"]+"|\'[^\']+\'|\barXiv \d{4}\.\d{4,5}|\bdoi 10\.\d+|\b(sections?|chapters?|appendix|pages?|figure|abstract|rules?|step) |'
    r"\w[\w.-]*/[\w.~-]+|\b\d+\(\d+\)|\babstract$|: algorithm"
)


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


def options(question: Question) -> tuple[Mapping[str, str | None], Iterable[str]]:
    """The options with their reasons, and the right ones."""
    match question:
        case Choice():
            return question.choices, [question.answer]
        case MultipleChoice():
            return question.choices, question.answer
        case TrueFalse():
            return question.reasons, [question.reason]
        case _:
            return {}, []


def test_a_check_finds_nothing() -> None:
    assert [str(finding) for finding in checked().findings] == []


def test_every_topic_has_at_least_twenty_questions_beside_its_templates() -> None:
    contents = checked().contents
    assert contents is not None
    counts = {path.stem: sum(not item.generated for item in found) for path, found in checked().items.items()}
    assert set(counts) == set(contents.topics)
    assert {topic: count for topic, count in counts.items() if count < 20} == {}


def test_there_are_at_least_eight_templates_and_they_are_in_several_topics() -> None:
    topics = Counter(path.stem for path, found in checked().items.items() for item in found if item.generated)
    assert topics.total() >= 8
    assert len(topics) >= 5


def test_all_eight_kinds_are_used_in_every_topic() -> None:
    used = {path.stem: {item.kind for item in found} for path, found in checked().items.items()}
    assert len(kinds.names()) == 8
    assert {
        topic: sorted(set(kinds.names()) - found) for topic, found in used.items() if found != set(kinds.names())
    } == {}


def test_all_three_levels_are_used() -> None:
    assert {item.level for item in items()} == {1, 2, 3}


def test_every_wrong_option_says_what_is_wrong_with_it() -> None:
    silent = [
        (name, option)
        for name, question in all_samples()
        for listed, right in [options(question)]
        for option, reason in listed.items()
        if (option in right) != (reason is None) or (reason is not None and len(reason.split()) < 3)
    ]
    assert silent == []


def test_numbers_and_formulas_name_the_mistakes_that_people_make() -> None:
    bare = [
        name
        for name, question in questions().items()
        if isinstance(question, Numeric | Formula)
        and len(question.mistakes) < (2 if isinstance(question, Formula) else 1)
    ]
    assert bare == []


def test_an_explanation_has_at_most_sixty_words_and_says_something() -> None:
    words = {name: len(question.explanation.split()) for name, question in all_samples()}
    assert {name: count for name, count in words.items() if not 5 <= count <= 60} == {}


def test_a_prompt_is_read_in_ten_seconds() -> None:
    words = {name: len(question.ask(seeded(0)).prompt.split()) for name, question in all_samples()}
    assert {name: count for name, count in words.items() if count > 31} == {}


def test_options_and_prompts_are_plain_ascii_that_any_terminal_shows() -> None:
    shown = {name: question.ask(seeded(0)) for name, question in all_samples()}
    assert [
        name for name, asked in shown.items() if not all(text.isascii() for text in (asked.prompt, *asked.options))
    ] == []


def is_title_and_place(source: str) -> bool:
    return bool(re.search(r"[A-Za-z]{2,}", ADDRESS.sub("", source)) and PLACE.search(source))


def test_a_source_has_a_title_and_a_place_in_it() -> None:
    sources = {item.id: item.source for item in items()}
    sources |= {derivation.id: derivation.source for derivation in checked().derivations.values()}
    assert {name: source for name, source in sources.items() if not is_title_and_place(source)} == {}


@pytest.mark.parametrize(
    "source",
    [
        "keras.io",
        "https://keras.io/",
        "Keras documentation",
        "Goodfellow et al., Deep Learning",
        "numpy.org/doc/stable",
    ],
)
def test_a_bare_host_or_title_would_not_do(source: str) -> None:
    assert not is_title_and_place(source)


def test_every_question_and_derivation_was_answered_by_a_second_reader() -> None:
    reviewed = {name: question.reviewed or "" for name, question in all_samples()}
    reviewed |= {derivation.id: derivation.reviewed or "" for derivation in checked().derivations.values()}
    assert {name: text for name, text in reviewed.items() if not REVIEWED.fullmatch(text)} == {}


def test_covers_name_items_of_the_deck() -> None:
    covers = {name: tuple(question.covers) for name, question in all_samples()}
    covers |= {derivation.id: tuple(derivation.covers) for derivation in checked().derivations.values()}
    unknown = {name: rows for name, rows in covers.items() if not all(map(DECK.fullmatch, rows))}
    assert unknown == {}
    assert len({row for rows in covers.values() for row in rows}) > 60


@pytest.mark.parametrize(
    ("row", "there"),
    [("18e", True), ("9", True), ("33", True), ("18g", False), ("18", False), ("9a", False), ("34", False), ("0", False), ("e18", False)],
)  # fmt: skip
def test_the_numbering_of_the_deck(row: str, there: bool) -> None:
    assert bool(DECK.fullmatch(row)) is there


def test_the_right_choice_does_not_give_itself_away_by_its_length() -> None:
    """With k choices the longest is right by chance in 1/k of the questions; at most 1.2 times as often here."""
    count: Counter[int] = Counter()
    longest: Counter[int] = Counter()
    for question in questions().values():
        if isinstance(question, Choice):
            k = len(question.choices)
            count[k] += 1
            longest[k] += all(
                len(question.answer) > len(other) for other in question.choices if other != question.answer
            )
    assert count.total() > 50
    assert {k: (longest[k], count[k]) for k in count if longest[k] > 1.2 / k * count[k]} == {}


def test_about_half_of_the_statements_are_true() -> None:
    statements = [question.answer for question in questions().values() if isinstance(question, TrueFalse)]
    assert 0.35 <= sum(statements) / len(statements) <= 0.65


def test_no_choice_is_all_or_none_of_the_above() -> None:
    lazy = re.compile(r"\b(all|none|both|any) of (the above|these|them)\b", re.IGNORECASE)
    assert [
        name for name, question in all_samples() if any(lazy.search(option) for option in options(question)[0])
    ] == []


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
                typed = str(asked.options.index(question.answer) + 1)
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
    assert [pair for pair in answers if questions()[pair[0]].ask(seeded(0)).grade(pair[1]).outcome != "correct"] == []


def test_a_recall_knows_why_its_wrong_items_are_wrong() -> None:
    told = {
        (name, mistake): question.ask(seeded(0)).grade(mistake)
        for name, question in questions().items()
        if isinstance(question, Recall)
        for mistake in question.mistakes
    }
    assert {where: verdict for where, verdict in told.items() if verdict.mistake != where[1]} == {}


def test_a_written_hint_does_not_hold_the_answer() -> None:
    told = [
        (name, question.hint)
        for name, question in all_samples()
        if question.hint and isinstance(question, Choice | Numeric | Cloze)
        if re.search(rf"(?<![\w.]){re.escape(question.expected())}(?![\w.])", question.hint)
    ]
    assert told == []
