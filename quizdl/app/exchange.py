"""Banks from the notes of other programs, and notes from a bank."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from importlib import import_module
from itertools import islice
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any, TextIO
from uuid import UUID, uuid5

from quizdl.app.files import write_whole
from quizdl.bank.exchange.note import Card, Skipped
from quizdl.bank.findings import Finding, short
from quizdl.domain.review import Review
from quizdl.domain.schedule import Rating
from quizdl.errors import UsageError
from quizdl.history import events

if TYPE_CHECKING:
    from quizdl.bank.compiled import Bank
    from quizdl.bank.exchange.guess import Made

Progress = Callable[[int, int], None]
FORMATS = ("apkg", "csv", "tsv", "markdown", "hashcards")
UNDECIDED, REVIEWS = "undecided.md", "reviews.jsonl"
_BY_NAME = {
    ".apkg": "apkg",
    ".colpkg": "apkg",
    ".csv": "csv",
    ".tsv": "tsv",
    ".md": "markdown",
    ".markdown": "markdown",
}
_MODULES = {"csv": "csv_file", "tsv": "csv_file", "markdown": "markdown_file"}
_REVIEWS = UUID("5d0b2f0e-3c53-5a7e-9d0e-6b1d5b0f5c11")
"""The namespace of the ids of answers that were given elsewhere: the same answer has the same id however often it is read."""


@dataclass
class Imported:
    """What became of the notes of a file.

    Attributes:
        folder: the bank; without a question there is none, only what is undecided.
        kinds: how many questions of each kind were made.
        undecided: what a person must decide, by the lines of the source; also in a file of the folder.
        media: cards of which pictures or sound were left out.
        reviews: answers that were given elsewhere, in a file that `history merge` takes.
        findings: what `bank check` would refuse.
    """

    folder: Path
    kinds: Counter[str] = field(default_factory=Counter)
    undecided: list[Finding] = field(default_factory=list)
    media: int = 0
    reviews: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def questions(self) -> int:
        """How many there are of all kinds."""
        return self.kinds.total()


def import_notes(path: Path, into: Path, how: str | None = None, progress: Progress | None = None) -> Imported:
    """Makes a bank of a file's notes, in a new folder: complete, or not at all.

    Args:
        path: a package, a table, a list, a deck or a folder of decks.
        into: the new folder.
        how: one of FORMATS, if the name of the file does not say it.
        progress: is told how many notes of how many were read, where that is known.

    Raises:
        UsageError: the file cannot be read, holds no notes, or the folder is there already.
    """
    read = _reader(path, how, progress)
    if into.is_dir() and not any(into.iterdir()):
        into.rmdir()
    if into.exists() or into.is_symlink():
        raise UsageError(
            f"{into}: it is there already", "name a new folder with --into; ids stay as they are when it is read again"
        )
    try:
        into.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(mkdtemp(prefix=f".{into.name}-", dir=into.parent))
    except OSError as error:
        raise UsageError(f"{into}: cannot be made ({error.strerror})", "name another folder with --into") from None
    try:
        result = _Import(path, unfinished, Imported(into)).run(read)
        unfinished.chmod(0o755)
        unfinished.rename(into)
    except OSError as error:
        raise UsageError(f"{into}: cannot be written ({error.strerror})", "name another folder with --into") from None
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return result


class _Import:
    """An import while it runs: every note is written as soon as it is read."""

    def __init__(self, path: Path, folder: Path, result: Imported) -> None:
        from quizdl.bank.exchange.folder import BankFolder

        self.path, self.folder, self.result = path, folder, result
        self.bank = BankFolder(folder)
        self._ids: dict[str, str] = {}
        self._undecided: Callable[[Card, str], None] = _undecided(folder / UNDECIDED)

    def run(self, read: Iterator[tuple[Path, Card | Skipped]]) -> Imported:
        """Reads all of it."""
        with (self.folder / REVIEWS).open("w", encoding="utf-8") as reviews:
            for path, card in read:
                if isinstance(card, Skipped):
                    self._decide(path, card.line, card.message)
                else:
                    self._add(path, card, reviews)
        if not self.result.reviews:
            (self.folder / REVIEWS).unlink()
        if not self.result.questions and not self.result.undecided:
            raise UsageError(f"{self.path}: there are no notes in it", "is it the right file?")
        if self.result.questions:
            self.result.findings = self.bank.finish(self.path.stem)
        return self.result

    def _add(self, path: Path, card: Card, reviews: TextIO) -> None:
        from quizdl.bank.exchange.guess import Undecided, to_question

        topic, subtopic = self.bank.subtopic(card.deck, card.tags)
        self.result.media += card.media
        source = f"{' - '.join(card.deck) or path.stem}, note {card.guid[:60]}"
        try:
            made = to_question(card, subtopic, source)
            name, where = made.fields["id"], f"{short(path)}:{card.line}"
            if (first := self._ids.setdefault(name, where)) != where:
                raise Undecided(f"the same question stands at {first} too; keep one")
        except Undecided as why:
            self._decide(path, card.line, str(why))
            self._undecided(card, f"{short(path)}:{card.line}: {why}")
            return
        self.bank.add(topic, made.kind, made.fields)
        self.result.kinds[made.kind] += 1
        if card.answered:
            if not self.result.reviews:
                reviews.write(next(events.lines(())) + "\n")
            reviews.writelines(f"{line}\n" for line in islice(events.lines(_reviews(card, made, topic)), 1, None))
            self.result.reviews += len(card.answered)

    def _decide(self, path: Path, line: int, message: str) -> None:
        self.result.undecided.append(Finding(short(path), line, "undecided", message))


def _undecided(path: Path) -> Callable[[Card, str], None]:
    """Writes cards of which a person must decide into a question list, which can be edited and read again."""
    from quizdl.bank.exchange import markdown_file
    from quizdl.bank.exchange.guess import stable_id
    from quizdl.bank.exchange.note import asked_alone

    deck: list[tuple[str, ...]] = [()]

    def write(card: Card, why: str) -> None:
        lines = markdown_file.write([(replace(asked_alone(card), id=card.id or stable_id(card)), why)])
        if deck[0] == card.deck:
            lines = islice(lines, 1, None)  # the heading stands there already
        deck[0] = card.deck
        with path.open("a", encoding="utf-8", newline="\n", errors="replace") as file:
            file.writelines(lines)

    return write


def _reviews(card: Card, made: Made, topic: str) -> Iterator[Review]:
    """Answers that were given elsewhere, as of this question. What was typed and how long it took there is not comparable, so it is left out."""
    question = made.question
    for answer in card.answered:
        wrong = answer.rating is Rating.AGAIN
        yield Review(
            id=str(uuid5(_REVIEWS, f"{card.guid} {card.number} {answer.id}")),
            at=answer.at,
            session="imported",
            question=question.id,
            fingerprint=question.fingerprint,
            kind=made.kind,
            topic=topic,
            subtopic=question.subtopic,
            outcome="wrong" if wrong else "correct",
            score=float(not wrong),
            answer="",
            seed=0,
            seconds=None,
            limit=question.default_seconds,
            hinted=False,
            rating=answer.rating,
            mistake=None,
        )


def _reader(path: Path, how: str | None, progress: Progress | None) -> Iterator[tuple[Path, Card | Skipped]]:
    """What yields the cards, each with its file.

    Raises:
        UsageError: there is no file, or no format is known for its name.
    """
    from quizdl.bank.exchange import hashcards

    if not path.exists():
        raise UsageError(
            f"{path}: there is no such file", "name an .apkg, .csv, .tsv or .md file, or a folder of hashcards decks"
        )
    if path.is_dir():
        found = hashcards.decks(path)
        if not found:
            raise UsageError(f"{path}: no hashcards deck (.md) in this folder", "name the file that holds the notes")
        return ((deck, card) for deck in found for card in hashcards.read(deck))
    how = _format(path, how)
    if how == "apkg":
        from quizdl.bank.exchange import apkg

        return ((path, card) for card in apkg.read(path, progress))
    if how == "markdown" and hashcards.is_deck(path):
        how = "hashcards"
    return ((path, card) for card in _module(how).read(path))


def _format(path: Path, how: str | None) -> str:
    known = f"one of {', '.join(FORMATS)}"
    how = how or _BY_NAME.get(path.suffix.casefold())
    if how is None:
        raise UsageError(f"{path}: the name does not say which format it has", f"add --format, {known}")
    if how not in FORMATS:
        raise UsageError(f"no format {how!r}", known)
    return how


def _module(how: str) -> Any:
    return import_module(f"quizdl.bank.exchange.{_MODULES.get(how, how)}")


@dataclass(frozen=True)
class Exported:
    """What was written."""

    path: Path
    format: str
    notes: int


def export_notes(bank: Bank, path: Path, topic: str | None = None, how: str | None = None) -> Exported:
    """Writes the questions of a bank, or of a topic, as notes; of a template the one that it draws first. Complete, or not at all.

    Raises:
        UsageError: the format is not known, there is no such topic, or it cannot be written.
    """
    how = _format(path, how)
    if topic is not None:
        bank.topic(topic)
    cards = _exported(bank, topic)
    if how == "apkg":
        from quizdl.bank.exchange import apkg

        return Exported(path, how, apkg.write(path, cards, bank.title))
    count = Counter[str]()

    def counted() -> Iterator[Card]:
        for card in cards:
            count["notes"] += 1
            yield card

    module = _module(how)
    match how:
        case "markdown":
            write_whole(path, module.write((_by_ids(card), "") for card in counted()))
        case "hashcards":
            write_whole(path, module.write(counted(), bank.title))
        case _:
            write_whole(path, module.write(path, counted()))
    return Exported(path, how, count["notes"])


def _exported(bank: Bank, topic: str | None) -> Iterable[Card]:
    from quizdl.bank.exchange.render import to_card

    topics = {one.id: one for one in bank.topics}
    order = {(one.id, name): place for one in bank.topics for place, name in enumerate(one.subtopics)}
    entries = bank.entries(topic)
    places = {name: place for place, name in enumerate(topics)}
    for entry in sorted(entries, key=lambda one: (places[one.topic], order[one.topic, one.subtopic])):
        titles = (topics[entry.topic].title, topics[entry.topic].subtopics[entry.subtopic])
        yield to_card(bank.asked(entry, 0).question, titles, (entry.topic, entry.subtopic))


def _by_ids(card: Card) -> Card:
    return replace(card, deck=card.tags)
