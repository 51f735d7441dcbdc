from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizdl import kinds
from quizdl.bank.check import Checked
from quizdl.bank.yaml_file import read_yaml
from tests.bank.conftest import SmallBank
from tests.bank.small import FILES
from tests.conftest import times

FILE = "optimization.yaml"
KINDS = "choice, cloze, formula, multiple_choice, numeric, order, recall, true_false"
LIST = "must be a list; write [a, b], or one a line after `- `"
MAPPING = "must hold one `name: value` a line"


def test_a_bank_that_is_right_has_no_finding(small_bank: SmallBank) -> None:
    checked = Checked(small_bank.root)
    assert checked.findings == []
    assert [item.id for items in checked.items.values() for item in items] == [
        *("dl-relu-slope", "op-first-step", "op-half", "op-penalty", "op-gen-quotient"),
    ]


def test_an_item_keeps_what_choosing_and_showing_it_need(small_bank: SmallBank) -> None:
    first, *_, template = Checked(small_bank.root).items[small_bank.root / FILE]
    assert (first.id, first.kind, first.subtopic, first.level, first.seconds) == (
        *("op-first-step", "choice", "op.adam", 2, 5.0),
    )
    assert (first.source, first.generated, first.line) == ("Kingma and Ba 2015, section 2.1", False, 3)
    assert kinds.kind(first.kind)(**first.fields).prompt == "How large is Adam's first step, if eps is negligible?"
    assert (template.id, template.generated, template.line) == ("op-gen-quotient", True, 42)


def a_change(old: str, new: str, *complaints: str, name: str = FILE) -> Any:
    """A parameter set: what is replaced by what, and all `line: message` that must follow (`…`: the kind says how)."""
    return pytest.param(
        name, old, new, [f"{name}:{complaint}" for complaint in complaints], id=f"{old!r} to {new!r}"[:70]
    )


@pytest.mark.parametrize(
    ("name", "old", "new", "complaints"),
    [
        a_change("kind: formula", "kind: formular", "30: unknown kind 'formular'; did you mean formula?"),
        a_change("kind: formula", "kind: essay", f"30: unknown kind 'essay'; one of {KINDS}"),
        a_change("kind: formula", "kind: [formula]", "30: unknown kind ['formula']; did you mean formula?"),
        a_change("    kind: formula\n", "", f"29: kind is missing; one of {KINDS}"),
        a_change("    explanation: Divide by 2.\n", "", "16: explanation is missing; add it"),
        a_change("prompt: Half of 3?", "prompt:", "20: prompt is empty; fill it in"),
        a_change("prompt: Half of 3?", "prompt: ''", "20: prompt is empty; fill it in"),
        a_change("id: op-half", "id:", "16: id is empty; fill it in"),
        a_change("id: op-half", "id: op half", "16: id 'op half'; use a to z, 0 to 9 and single hyphens between them"),
        a_change("id: op-half", "id: Op-half", "16: id 'Op-half'; use a to z, 0 to 9 and single hyphens between them"),
        a_change(
            "explanation: Divide by 2.",
            "explanatoin: Divide by 2.",
            "16: explanation is missing; add it",
            "26: no such field 'explanatoin'; did you mean explanation?",
        ),
        a_change("covers: [18e]", "zzz: x", "14: no such field 'zzz'"),
        a_change("covers: [18e]", "covers: 18e", f"14: covers {LIST}, not '18e'"),
        a_change("covers: [18e]", "covers: [18e, [a]]", "14: covers, entry 2, must be a text, not ['a']"),
        a_change("covers: [18e]", "seconds: soon", "14: seconds must be a number, not 'soon'"),
        a_change("covers: [18e]", "seconds: 0", "14: seconds must be greater than 0, not '0'"),
        a_change("level: 2", "level: 4", "6: level must be less than or equal to 3, not '4'"),
        a_change("level: 2", "level: high", "6: level must be a whole number, not 'high'"),
        a_change("answer: true", "answer: maybe", "8: answer must be true or false, not 'maybe'", name="deep_learning.yaml"),
        a_change("subtopic: op.adam", "subtopic: op.adams", "5: unknown subtopic 'op.adams'; did you mean op.adam?"),
        a_change("subtopic: op.adam", "subtopic: x", "5: unknown subtopic 'x'; one of op.sgd, op.adam"),
        a_change("subtopic: op.adam", "subtopic: [op.adam]", "5: subtopic must be a text, not ['op.adam']"),
        a_change(
            "topic: optimization\n",
            "topic: optimisation\n",
            "1: unknown topic 'optimisation'; did you mean optimization?",
        ),
        a_change("topic: optimization\n", "", "1: topic is missing; add `topic: optimization`"),
        a_change("topic: optimization\n", "topic: [a]\n", "1: unknown topic ['a']; one of optimization, deep_learning"),
        a_change(
            "topic: deep_learning\n",
            "topic: optimization\n",
            "1: topic 'optimization' in deep_learning.yaml; rename one of them",
            "5: unknown subtopic 'dl.activations'; one of op.sgd, op.adam",
            name="deep_learning.yaml",
        ),
        a_change("templates:", "template:", "41: no such field 'template'; did you mean templates?"),
        a_change("- id: op-half", "- just a text\n  - id: op-half", "16: not a question; write `id: …`, `kind: …`, one field a line"),
        a_change("answer: lr\n", "answer: rl\n", "8: 'rl' is not among the choices…"),
        a_change(
            "|g|: Dividing by the root of v takes the size of g away.",
            "|g|:",
            "11: say why it is wrong…",
        ),
        a_change("      lr:\n", "      lr: It is.\n", "10: the right one has no reason…"),
        a_change("      lr:\n", "", "9: choices has 1 entries, and needs at least 2"),
        a_change("answer: lam w", "answer: lam v", "37: cannot compute 'lam v': 'v' is not one of the names…"),
        a_change("answer: lam w", "answer: lam (w", "37: cannot compute 'lam (w': …"),
        a_change("      w: D\n", "      w: positive\n", "36: 'positive' …"),
        a_change("answer: 3 / 2", "answer: 3 / 0", "21: cannot compute '3 / 0': divides by zero"),
        a_change("value: 3 * 2", "value: 6 / 4", "24: this is the right answer…"),
        a_change("value: 3 * 2", "value: 3 / 0", "24: cannot compute '3 / 0': divides by zero"),
        a_change("value: 3 * 2", "valeu: 3 * 2", "23: value is missing; add it", "24: no such field 'valeu'; did you mean value?"),
        a_change("      doubled:\n        value: 3 * 2\n        says: That is", "      doubled: That is", f"23: doubled {MAPPING}, not 'That is twice as much.'"),
        a_change("        says: That is twice as much.\n", "", "23: says is missing; add it"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line_and_nothing_else_is(
    small_bank: SmallBank, name: str, old: str, new: str, complaints: list[str]
) -> None:
    small_bank.change(name, old, new)
    found = small_bank.findings()
    assert [
        line[: len(wanted) - 1] + "…" if wanted.endswith("…") else line
        for line, wanted in zip(found, complaints, strict=False)
    ] == complaints
    assert len(found) == len(complaints)


def test_everything_that_is_wrong_with_a_file_comes_at_once_in_its_order(small_bank: SmallBank) -> None:
    small_bank.change(FILE, "level: 2", "level: 9")
    small_bank.change(FILE, "answer: lr\n", "answer: lr\n    answer: lr\n")
    small_bank.change(FILE, "subtopic: op.adam", "subtopic: op.adm")
    small_bank.change(FILE, "kind: formula", "kind: formulae")
    small_bank.change(FILE, "    prompt: Half of 3?\n", "")
    small_bank.change(FILE, "    where: [a > b]", "    wher: [a > b]")
    assert small_bank.findings() == [
        f"{FILE}:5: unknown subtopic 'op.adm'; did you mean op.adam?",
        f"{FILE}:6: level must be less than or equal to 3, not '9'",
        f"{FILE}:9: 'answer' stands here twice; keep one",
        f"{FILE}:17: prompt is missing; add it",
        f"{FILE}:30: unknown kind 'formulae'; did you mean formula?",
        f"{FILE}:49: no such field 'wher'; did you mean where?",
    ]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("", "1: not a topic file; start with `topic: …` and `questions:`"),
        ("- a\n- b\n", "1: not a topic file; start with `topic: …` and `questions:`"),
        ("topic: optimization\nquestions: none\n", "2: questions must be a list; start each with `- id: …`"),
        ("topic: optimization\ntemplates: {a: b}\n", "2: templates must be a list; start each with `- id: …`"),
    ],
)
def test_a_file_that_is_no_topic_file_is_named(small_bank: SmallBank, content: str, complaint: str) -> None:
    small_bank.write(FILE, content)
    assert small_bank.findings() == [f"{FILE}:{complaint}"]


def test_a_topic_without_questions_is_no_fault(small_bank: SmallBank) -> None:
    small_bank.write(FILE, "topic: optimization\nquestions:\n")
    assert small_bank.findings() == []


@pytest.mark.parametrize(
    ("name", "old", "new", "complaints"),
    [
        a_change("format: 1", "format: 2", "1: format 2; this quizdl reads format 1: install the quizdl that the bank is for", name="bank.yaml"),
        a_change("format: 1\n", "", "1: format is missing; add it", name="bank.yaml"),
        a_change("title: A small bank\n", "titel: x\n", "1: title is missing; add it", "2: no such field 'titel'; did you mean title?", name="bank.yaml"),
        a_change("    title: Deep learning\n", "    titel: x\n", "9: title is missing; add it", "10: no such field 'titel'; did you mean title?", name="bank.yaml"),
        a_change("op.sgd: SGD", "op.sgd:", "7: op.sgd is empty; fill it in", name="bank.yaml"),
        a_change("tracks:", "tracks: none\ntrack:", f"13: tracks {MAPPING}, not 'none'", "14: no such field 'track'; did you mean tracks?", name="bank.yaml"),
        a_change("    derivations:\n      - relu_backward\n      - double\n", "    derivations: []\n", "16: derivations has 0 entries, and needs at least 1", name="bank.yaml"),
        a_change("A small bank\ntopics:", "A small bank\ntopics: &t", '3: anchors and aliases are not used; write it out, or put a text that starts with & or * in "quotes"', name="bank.yaml"),
        a_change("title: A small bank", "title: [A", "2: a quotation mark or bracket is opened here and not closed; close it", name="bank.yaml"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_table_of_contents_is_named_with_its_line(
    small_bank: SmallBank, name: str, old: str, new: str, complaints: list[str]
) -> None:
    small_bank.change(name, old, new)
    checked = Checked(small_bank.root)
    assert [str(finding) for finding in checked.findings] == complaints
    assert (checked.contents, checked.items) == (None, {}), "nothing can be said of the other files"


@pytest.mark.parametrize("content", ["", "- a\n", "a text\n"])
def test_a_file_that_is_no_table_of_contents_is_named(small_bank: SmallBank, content: str) -> None:
    small_bank.write("bank.yaml", content)
    complaint = "bank.yaml:1: not a table of contents; start with `format: 1`, `title: …` and `topics:`"
    assert small_bank.findings() == [complaint]


JUNK = st.recursive(
    st.none()
    | st.sampled_from(["", "0", "-1", "1e400", "nan", "{a}", "{", "a / 0", "9..2", "true", "choice", "formula", "é"]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "value", "a"]), inner, max_size=2)
    ),
    max_leaves=3,
)


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=times(100))
def test_no_value_in_a_wrong_place_raises_or_loses_a_question_in_silence(
    small_bank: SmallBank, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from([name for name in FILES if name.endswith(".yaml")]))
    small_bank.write(name, FILES[name])
    content = within = read_yaml(small_bank.root / name).data
    while True:
        key = data.draw(st.sampled_from(list(within) if isinstance(within, dict) else range(len(within))))
        if not within[key] or isinstance(within[key], str) or data.draw(st.integers(0, 3)) == 0:
            within[key] = data.draw(JUNK)
            break
        within = within[key]
    small_bank.write(name, yaml.safe_dump(content, allow_unicode=True))
    checked = Checked(small_bank.root)
    items = sum(len(content.get(section) or ()) for section in ("questions", "templates"))
    small_bank.write(name, FILES[name])
    assert checked.findings or name == "bank.yaml" or len(checked.items[small_bank.root / name]) == items
