"""Tables, question lists and hashcards decks: what is written is read as it was, and what is broken is said with its line."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizdl.bank.exchange import csv_file, hashcards, markdown_file
from quizdl.bank.exchange.note import Card, Skipped, clean, gaps
from quizdl.errors import UsageError

SIGNS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\xa0")
LINES = st.one_of(
    st.text(SIGNS, min_size=1, max_size=20),
    st.sampled_from(["# x", "## y", "- [x] z", "- [ ] z", "Answer: 1", "**Answer:** 1", "Q: a", "A: b", "C: c", "---", "```", "\\", "\\# x", "  a", '"', "a,b;c\td", "[a]", "]", "{{a}}"]),
)  # fmt: skip
TEXTS = st.lists(LINES, min_size=1, max_size=5).map("\n".join).map(clean).filter(bool)
ONE_LINE = LINES.map(clean).filter(bool)
DECKS = st.lists(st.from_regex(r"[a-z]{1,5}", fullmatch=True), max_size=2).map(tuple)


@st.composite
def cards(draw: st.DrawFn) -> Card:
    options = draw(st.dictionaries(ONE_LINE.map(lambda text: " ".join(text.split())), ONE_LINE, max_size=3))
    back = draw(st.sampled_from(list(options))) if options else draw(TEXTS)
    return Card(
        line=0,
        guid="",
        front=draw(TEXTS),
        back=back,
        options=options,
        explanation=draw(st.just("") | TEXTS),
        source=draw(st.just("") | ONE_LINE),
        deck=draw(DECKS),
        id=draw(st.from_regex(r"[a-z]{0,4}", fullmatch=True)),
        level=draw(st.none() | st.integers(1, 3)),
    )


def seen(card: Card | Skipped) -> Card:
    """All of a card but its place."""
    assert isinstance(card, Card), card
    return replace(card, line=0, guid="", tags=())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("formats")


def lines_of_(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="")
    return path


@pytest.mark.parametrize("name", ["table.csv", "table.tsv"])
@given(written=st.lists(cards(), max_size=4))
def test_tables_keep_all_of_a_card(folder: Path, name: str, written: list[Card]) -> None:
    given = [replace(card, tags=card.deck) for card in written]
    path = lines_of_(folder / name, "".join(csv_file.write(folder / name, given)))
    assert [seen(card) for card in csv_file.read(path)] == written
    rows = list(
        csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), ""), delimiter="\t" if "tsv" in name else ",")
    )
    assert [row["prompt"] for row in rows] == [card.front for card in written], "any reader of tables reads it"


@given(written=st.lists(cards(), max_size=4))
def test_question_lists_keep_all_of_a_card(folder: Path, written: list[Card]) -> None:
    given = sorted(written, key=lambda card: card.deck)
    path = lines_of_(folder / "list.md", "".join(markdown_file.write((card, "") for card in given)))
    assert [seen(card) for card in markdown_file.read(path)] == given


@given(written=st.lists(cards().map(lambda card: replace(card, options={})), max_size=4))
def test_hashcards_decks_keep_questions_and_answers(folder: Path, written: list[Card]) -> None:
    path = lines_of_(folder / "deck.md", "".join(hashcards.write(written, 'A "deck"')))

    def plain(text: str) -> list[str]:  # a space stands before a line that would start a card, and `---` would end one
        first, *rest = (line.strip() for line in text.split("\n"))
        return [first, *("***" if line == "---" else line for line in rest)]

    found = [card for card in hashcards.read(path) if isinstance(card, Card)]
    assert [(plain(card.front), plain(card.back)) for card in found] == [
        (plain(card.front), plain(card.back)) for card in written
    ]
    assert all(card.deck == ('A "deck"',) for card in found)


@given(
    words=st.lists(st.text(SIGNS, min_size=1, max_size=8).filter(str.strip), min_size=1, max_size=4),
    between=st.text("ab[]\\ !", max_size=5),
)
def test_hashcards_gaps_are_one_card_each(folder: Path, words: list[str], between: str) -> None:
    texts = [
        clean(
            word.replace("{", "").replace("}", "").replace("\\", "").replace("::", "").replace("|", "").replace("!", "")
        )
        or "x"
        for word in words
    ]
    front = "".join(f"{{{{{text}}}}} {between.replace(chr(92), '').replace('!', '')} " for text in texts)
    path = lines_of_(folder / "cloze.md", "".join(hashcards.write([Card(0, "", front)], "deck")))
    found = [card for card in hashcards.read(path) if isinstance(card, Card)]
    assert [card.number for card in found] == list(range(len(texts)))
    assert [gap.text for gap in gaps(found[0].front) if gap.number] == [text.strip() for text in texts]


def test_the_deck_of_the_readme_of_hashcards(folder: Path) -> None:
    path = lines_of_(
        folder / "Geography.md",
        "Q: What is the capital of France?\nA: Paris\n\n---\n\nC: [Paris] is the \\[only\\] capital of [France].\n\n"
        "Q: List the PGM minerals.\nA:\n\n- ruthenium\n- rhodium\n\n![a map](map.png)\n",
    )
    assert hashcards.is_deck(path)
    first, second, third, fourth = map(seen, hashcards.read(path))
    assert (first.front, first.back, first.deck) == ("What is the capital of France?", "Paris", ("Geography",))
    assert second.front == third.front == "{{c1::Paris}} is the [only] capital of {{c2::France}}."
    assert (second.number, third.number) == (0, 1)
    assert (fourth.back, fourth.media) == ("- ruthenium\n- rhodium", True)


READERS = {
    "table.csv": csv_file.read,
    "table.tsv": csv_file.read,
    "list.md": markdown_file.read,
    "deck.md": hashcards.read,
}


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("table.csv", b"prompt,answer\nCaf\xe9?,x\n", "table.csv:2: byte 0xe9 is not UTF-8"),
        ("table.csv", b"prompt,answer\na,b\nx\0y,z\n", "table.csv:3: a NUL character; this is no text"),
        ("table.csv", b"", "table.csv:1: the table is empty"),
        ("table.csv", b"one,two\na,b\n", "table.csv:1: no column is named prompt (or question, or front)"),
        ("table.csv", b"prompt,answer,back\n", "table.csv:1: two columns are named answer"),
        ("table.csv", b'prompt,answer\na,b\n"c,d\ne,f\n', "table.csv:3: a quotation mark is opened and not closed"),
        ("table.csv", b"prompt,answer\n" + b'"' + b"a" * 200_000 + b'",b\n', "table.csv:2: field larger than field limit (131072)"),
        ("table.csv", b"prompt,answer\n" + b"a" * 1_100_000, "table.csv:2: longer than 1 MB"),
        ("table.csv", b"\xff\xfep", "table.csv:1: starts as UTF-16 does, and is not"),
        ("table.tsv", b"prompt\tanswer\n\xff\n", "table.tsv:2: byte 0xff is not UTF-8"),
        ("list.md", b"# T\n\n## q\n\nAnswer: \x80\n", "list.md:5: byte 0x80 is not UTF-8"),
        ("deck.md", b"---\nname = 1\n", "deck.md:1: `---` opens the deck's head and nothing closes it"),
        ("deck.md", b"---\nname = \n---\n", "deck.md:2: the deck's head is no TOML (Invalid value"),
    ],
)  # fmt: skip
def test_what_is_no_text_or_no_table_is_one_line(folder: Path, name: str, content: bytes, words: str) -> None:
    path = folder / name
    path.write_bytes(content)
    with pytest.raises(UsageError) as error:
        list(READERS[name](path))
    assert words in error.value.message.removeprefix(f"{folder}/")
    assert "\n" not in error.value.message
    assert error.value.hint


def test_ragged_rows_are_skipped_with_their_lines_and_the_rest_is_read(folder: Path) -> None:
    path = lines_of_(folder / "ragged.csv", 'prompt;answer\n"two\nlines";1\n\na;b;c\n;\nlast;2\nshort\n')
    found = list(csv_file.read(path))
    assert [(card.front, card.line) for card in found if isinstance(card, Card)] == [("two\nlines", 2), ("last", 7)]
    assert [(skipped.line, skipped.message[:7]) for skipped in found if isinstance(skipped, Skipped)] == [
        (5, "3 cells"),
        (8, "1 cells"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_tables_of_other_programs_are_read(folder: Path, encoding: str) -> None:
    path = folder / "other.csv"
    path.write_bytes("Front,Back\r\nWhat is π?,3.14\r\n".encode(encoding))
    (card,) = csv_file.read(path)
    assert (seen(card).front, seen(card).back) == ("What is π?", "3.14")


def test_cards_of_hashcards_that_are_none_are_skipped(folder: Path) -> None:
    path = lines_of_(folder / "odd.md", "A: x\nQ: one\nQ: two\nA: b\nC: no brackets\n")
    assert [(skipped.line, skipped.message) for skipped in hashcards.read(path) if isinstance(skipped, Skipped)] == [
        (1, "an answer without a question; put `Q:` before it"),
        (2, "a question without an answer; put `A:` below it"),
        (5, "a cloze card without [brackets]"),
    ]


def test_the_documented_question_list(folder: Path) -> None:
    text = """\
Read this first.

# Optimization :: Adam

Some words about the topic.

## How large is Adam's first step?

- [x] lr
- [ ] lr * |g|
  Dividing by the root of v takes
  the size of g away.

Explanation: The corrected moments
are g and g^2.
Source: Kingma and Ba 2015, section 2.1
Level: 2
Id: first-step

## What does this print?

```python
# a comment
print(1)
```

**Answer:** 1
"""
    first, second = map(seen, markdown_file.read(lines_of_(folder / "documented.md", text)))
    assert first == Card(
        0, "", "How large is Adam's first step?", "lr",
        options={"lr": "", "lr * |g|": "Dividing by the root of v takes\nthe size of g away."},
        explanation="The corrected moments\nare g and g^2.", source="Kingma and Ba 2015, section 2.1",
        deck=("Optimization", "Adam"), id="first-step", level=2,
    )  # fmt: skip
    assert (second.front, second.back) == ("What does this print?\n\n```python\n# a comment\nprint(1)\n```", "1")
