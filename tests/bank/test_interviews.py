"""The file of interviews: what is wrong with it is said with path and line, and a bank need not have one."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from quizdl.bank.check import Checked
from quizdl.bank.compiled import open_bank
from quizdl.bank.editorial import editorial
from quizdl.bank.find import Source
from quizdl.domain.interview import RubricItem
from quizdl.errors import BankError
from tests.bank.conftest import SmallBank

FILE = "interviews.yaml"
TEXT = """\
roles:
  theory:
    title: Theory
    topics: {optimization: 2}
    rounds: {product: 0}

chains:
  - id: halves
    title: Halves
    subtopic: op.sgd
    level: 1
    setting: There are {a} of them.
    parameters:
      a: [4, 6]
    source: A book, chapter 7
    steps:
      half:
        kind: numeric
        prompt: Half of {a}?
        answer: a / 2
        mistakes:
          doubled:
            value: 2 * a
            says: That is twice as much.
        explanation: It is {answer}.
        then: {right: quarter, doubled: why, wrong: quarter}
      why:
        kind: choice
        prompt: What is halving?
        answer: dividing by 2
        choices:
          dividing by 2:
          taking 2 away: That gives {a - 2}.
        explanation: To halve is to divide by 2.
        then: {right: quarter}
      quarter:
        kind: numeric
        level: 2
        seconds: 20
        prompt: And half of that?
        answer: a / 4
        explanation: It is {answer}.
        source: A book, chapter 8

products:
  - id: shop
    title: Open a shop
    subtopic: op.adam
    scenario: You have a street.
    roles: [theory]
    rubric:
      - {asks: Say what is sold., source: "A book, chapter 9", points: 2}
      - {asks: Say to whom., source: "A book, chapter 9"}
      - {asks: Say when., source: "A book, chapter 9"}
"""


@pytest.fixture
def interviewing(small_bank: SmallBank) -> SmallBank:
    small_bank.write(FILE, TEXT)
    return small_bank


def test_of_an_added_bank_all_names_stand_after_its_own(interviewing: SmallBank, tmp_path: Path) -> None:
    content = open_bank(Source(interviewing.root, "mine/", trusted=False), tmp_path / "cache").interviews()
    assert content.roles["theory"].topics == {"mine/optimization": 2}
    (chain,) = content.chains
    assert (chain.id, chain.topic, chain.subtopic) == ("mine/halves", "mine/optimization", "mine/op.sgd")
    assert [(topic, product.id.split("/")[0]) for topic, product in content.products] == [("mine/optimization", "mine")]


def test_what_it_says_is_asked_as_it_says(interviewing: SmallBank, tmp_path: Path) -> None:
    assert interviewing.findings() == []
    content = open_bank(interviewing.root, tmp_path / "cache").interviews()
    assert {name: (role.topics, role.rounds) for name, role in content.roles.items()} == {
        "theory": ({"optimization": 2}, {"product": 0})
    }
    ((topic, product),) = content.products
    assert (topic, product.id, product.rubric[0]) == (
        "optimization", "shop", RubricItem(asks="Say what is sold.", source="A book, chapter 9", points=2)
    )  # fmt: skip
    (chain,) = content.chains
    draw = chain.draw(random.Random(1))
    questions = {name: step.question(draw) for name, step in chain.steps.items()}
    assert chain.opening.name == "half"
    assert chain.about(draw) == f"There are {draw['a']} of them."
    assert {name: q.expected() for name, q in questions.items() if name != "why"} == {
        "half": str(int(draw["a"]) // 2), "quarter": {4: "1", 6: "1.5"}[int(draw["a"])]
    }  # fmt: skip
    assert [(q.seconds, q.level, q.source) for q in questions.values()] == [
        (60, 1, "A book, chapter 7"), (60, 1, "A book, chapter 7"), (20, 2, "A book, chapter 8")
    ]  # fmt: skip
    assert questions["why"].ask(random.Random(1)).grade("taking 2 away").says == f"That gives {int(draw['a']) - 2}."


def test_a_bank_without_one_has_a_role_for_all_its_topics(small_bank: SmallBank, tmp_path: Path) -> None:
    content = open_bank(small_bank.root, tmp_path / "cache").interviews()
    assert (content.chains, content.products) == ((), ())
    assert {name: set(role.topics) for name, role in content.roles.items()} == {
        "general": {"optimization", "deep_learning"}
    }


def test_a_change_is_seen_and_so_is_its_end(interviewing: SmallBank, tmp_path: Path) -> None:
    open_bank(interviewing.root, tmp_path / "cache")
    interviewing.change(FILE, "title: Halves", "title: All halves")
    assert open_bank(interviewing.root, tmp_path / "cache").interviews().chains[0].title == "All halves"
    (interviewing.root / FILE).unlink()
    assert open_bank(interviewing.root, tmp_path / "cache").interviews().chains == ()


def test_a_broken_one_is_complained_of_by_whatever_opens_the_bank(interviewing: SmallBank, tmp_path: Path) -> None:
    interviewing.change(FILE, "kind: choice", "kind: chioce")
    with pytest.raises(BankError, match=r"interviews\.yaml:28: unknown kind 'chioce'; did you mean choice\?"):
        open_bank(interviewing.root, tmp_path / "cache")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("products:\n", "produkts:\n", "45: no such field 'produkts'; did you mean products?"),
        ("{optimization: 2}", "{optimisation: 2}", "4: unknown topic 'optimisation'; did you mean optimization?"),
        ("{product: 0}", "{prodct: 0}", "5: "),
        ("roles: [theory]", "roles: [theorie]", "50: there is no role 'theorie'; did you mean theory?"),
        ("subtopic: op.sgd", "subtopic: op.sdg", "10: unknown subtopic 'op.sdg'; did you mean op.sgd?"),
        ("subtopic: op.adam", "subtopic: op.adm", "48: unknown subtopic 'op.adm'; did you mean op.adam?"),
        ("id: shop", "id: halves", "46: id 'halves' stands in line 8 too; rename one"),
        ("points: 2", "points: 9", "52: points must be"),
        ("    setting: There are {a} of them.\n", "", "8: setting is missing; add it"),
        ("{a} of them", "{b} of them", "12: 'b' "),
        ("    source: A book, chapter 7\n", "", "8: source is missing; add it"),
        ("answer: a / 2", "answer: a / x", "20: 'a / x' with a = "),
        ("right: quarter, doubled", "right: quartr, doubled", "26: there is no step 'quartr'; did you mean quarter?"),
        ("then: {right: quarter}", "then: {right: half}", "35: half does not stand after why; a chain goes forward only"),
        ("doubled: why", "tripled: why", "26: 'tripled' is neither right, wrong nor a mistake of this step"),
        ("doubled: why, ", "", "27: no answer leads to why; name it under `then` of a step before it"),
        ("then: {right: quarter}", "then: quarter", "35: then must hold one `right: step` a line"),
        ("        kind: choice\n", "", "27: kind is missing; add it"),
        ("prompt: And half", "promt: And half", "40: no such field 'promt'; did you mean prompt?"),
        ("      - {asks: Say when., source: \"A book, chapter 9\"}\n", "", "51: rubric has 2 entries, and needs at least 3"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(interviewing: SmallBank, old: str, new: str, says: str) -> None:
    interviewing.change(FILE, old, new)
    found = interviewing.findings()
    assert any(finding.startswith(f"{FILE}:{says}") for finding in found), found


@pytest.mark.parametrize(
    "text", ["", "- a\n", "roles: 3\n", "chains: {a: b}\n", "chains: [3]\n", "products: [[]]\n", "a: b: c\n"]
)
def test_hostile_forms_are_findings_and_no_crash(small_bank: SmallBank, text: str) -> None:
    small_bank.write(FILE, text)
    assert all(finding.startswith(f"{FILE}:") for finding in small_bank.findings())
    assert small_bank.findings()


@pytest.fixture
def advised(interviewing: SmallBank) -> SmallBank:
    """A bank that keeps to all editorial rules, unlike the small one."""
    contents = (interviewing.root / "bank.yaml").read_text(encoding="utf-8")
    interviewing.write("bank.yaml", re.sub(r"^ignore:\n(  .*\n)+", "", contents, flags=re.MULTILINE))
    return interviewing


def advice(bank: SmallBank, *codes: str) -> list[str]:
    """`line code message` of what the editorial rules say of the file, as far as it is by one of these."""
    found = [finding for finding in editorial(Checked(bank.root)) if finding.path.endswith(FILE)]
    return [f"{finding.line} {finding.message}" for finding in sorted(found) if finding.rule in codes]


def test_the_steps_of_a_chain_are_held_to_the_rules_for_questions(advised: SmallBank) -> None:
    found = advice(advised, "BANK002", "BANK004", "BANK005", "BANK006")
    assert [line.split(": ")[0] for line in found] == [
        "17 BANK002 the explanation says too little",
        "36 BANK002 the explanation says too little",
        "36 BANK005 names 0 mistakes; 1 or more are wanted",
    ]
    advised.change(FILE, "chapter 8", "the eighth")
    advised.change(FILE, "taking 2 away: That gives {a - 2}.", "taking 2 away: No.")
    assert [line[:10] for line in advice(advised, "BANK004", "BANK006")] == ["27 BANK004", "36 BANK006"]


def test_a_second_reader_reads_chains_and_product_questions(advised: SmallBank) -> None:
    assert [line.split()[0] for line in advice(advised, "BANK007")] == ["17", "27", "36", "46"]
    advised.change(FILE, "    steps:\n", "    reviewed: 2026-11-23 agreed\n    steps:\n")
    advised.change(FILE, "    rubric:\n", "    reviewed: 2026-11-23 fixed\n    rubric:\n")
    assert advised.findings() == []
    assert advice(advised, "BANK007") == []


def test_an_item_of_a_rubric_has_a_source_with_a_place(advised: SmallBank) -> None:
    assert advice(advised, "BANK006") == []
    advised.change(FILE, '{asks: Say to whom., source: "A book, chapter 9"}', "{asks: Say to whom., source: A book}")
    (found,) = advice(advised, "BANK006")
    assert found.startswith("46 BANK006 item 2: the source needs a title and a place")
    advised.change("bank.yaml", "format: 1", "format: 1\nignore: {BANK006: a bank of tests}")
    assert advice(advised, "BANK006") == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("prompt: What is halving?", "prompt: Is halving dividing by 2?"),
        ("setting: There are {a} of them.", "setting: There are {a}; Dividing by 2 is allowed."),
    ],
)
def test_what_is_read_does_not_hold_the_answer(advised: SmallBank, old: str, new: str) -> None:
    assert advice(advised, "BANK017") == []
    advised.change(FILE, old, new)
    (found,) = advice(advised, "BANK017")
    assert found == "27 BANK017 the setting or the prompt holds the answer, 'dividing by 2': ask in other words"
