"""What makes a question good, as far as a machine can see it: rules with codes, each with its reason.

They are advice, unlike the schema: a bank with findings here can be asked from. A question is excused from a rule by
`ignore: {BANK003: why}`, a whole bank by the same in bank.yaml.
"""

from __future__ import annotations

import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from quizdl import kinds
from quizdl.bank.check import Checked
from quizdl.bank.find import CONTENTS, INTERVIEWS
from quizdl.bank.findings import Finding, short
from quizdl.bank.schema import Item
from quizdl.bank.template import Template
from quizdl.domain.question import Question

DRAWS = 8
"""Draws of a template that are looked at."""
PROMPT_WORDS, EXPLANATION_WORDS, REASON_WORDS = 30, 60, 3
DUPLICATE, ALIKE, GIVEN_AWAY = 0.9, 0.7, 0.6
"""Cosines from which on two questions are the same; are the same if their answers are; help each other."""
BY_CHANCE = 1.2
"""How many times oftener than by chance the right choice may be the longest."""
ENOUGH = 20
"""Questions from which on a bank as a whole can be judged."""
TRUE_SHARE = (0.35, 0.65)

_LAZY = re.compile(r"\b(all|none|both|any|neither) of (the above|these|them)\b", re.IGNORECASE)
_REVIEWED = re.compile(r"20\d\d-[01]\d-[0-3]\d (agreed|fixed)")
_ADDRESS = re.compile(r"\S+/\S*|\b[\w-]+(\.[\w-]+)*\.(ch|com|edu|io|net|org|tech|xyz)\b")
_PLACE = re.compile(
    r'"[^"]+"|\'[^\']+\'|\barXiv \d{4}\.\d{4,5}|\bdoi 10\.\d+|\b(sections?|chapters?|appendix|pages?|figure|abstract|rules?|step) |'
    r"\w[\w.-]*/[\w.~-]+|\b\d+\(\d+\)|\babstract$|: algorithm"
)
_STOP = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "in",
        "on",
        "is",
        "are",
        "to",
        "and",
        "or",
        "for",
        "by",
        "with",
        "what",
        "which",
        "how",
        "many",
        "much",
        "does",
        "do",
        "did",
        "it",
        "its",
        "as",
        "at",
        "from",
        "that",
        "this",
        "be",
        "has",
        "have",
        "than",
        "if",
        "when",
        "one",
        "no",
        "not",
        "per",
        "each",
        "into",
        "after",
        "before",
        "can",
        "will",
        "their",
        "they",
        "you",
        "your",
    ]
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A question or template of a bank, with where it stands.

    Attributes:
        samples: the question, or some of those that the template gives.
        setting: of the chain of which it is a step; of a question that stands alone, empty.
    """

    path: Path
    item: Item
    samples: tuple[Question, ...]
    setting: str = ""

    @property
    def id(self) -> str:
        """Its id."""
        return self.item.id

    @property
    def one(self) -> Question:
        """It, or one of those that it gives."""
        return self.samples[0]


@dataclass
class Whole:
    """All of a bank, as rules look at it.

    Attributes:
        outline: the rows that may be covered; none if the bank has no outline.
        unasked: those of them that are not asked.
        covered: by whatever is not a question: the derivations.
    """

    placed: list[Placed]
    outline: Mapping[str, str] = field(default_factory=dict)
    unasked: Mapping[str, str] = field(default_factory=dict)
    covered: frozenset[str] = frozenset()

    @cached_property
    def by_id(self) -> dict[str, Placed]:
        """Each by its id."""
        return {one.id: one for one in self.placed}

    @cached_property
    def like(self) -> dict[str, list[tuple[float, Placed]]]:
        """For each question those before it that share much with it, with the cosine of their words; see `cosines`."""
        texts = {one.id: f"{one.one.statement()} {one.one.expected()}" for one in self.placed}
        found: dict[str, list[tuple[float, Placed]]] = defaultdict(list)
        for one, other, cosine in cosines(texts, GIVEN_AWAY):
            found[other].append((cosine, self.by_id[one]))
        return found

    def apart(self, one: Placed, other: Placed) -> bool:
        """Whether they are kept out of the same drill."""
        return other.id in one.item.reveals or one.id in other.item.reveals


def cosines(texts: Mapping[str, str], least: float) -> Iterator[tuple[str, str, float]]:
    """Pairs of texts that share words: the cosine of their words' counts, weighted by how rare each word is (tf-idf).

    Source: Manning, Raghavan, Schuetze 2008, Introduction to Information Retrieval, sections 6.2 and 6.3. Counts enter as
    1 + log(count), endings are cut, and words that every question has are left out.

    Args:
        texts: by their names.
        least: the cosine from which on a pair is given.
    """
    counts = {name: Counter(_words(text)) for name, text in texts.items()}
    texts_with = Counter(word for count in counts.values() for word in count)
    weights: dict[str, dict[str, float]] = {}
    for name, count in counts.items():
        own = {w: (1 + math.log(n)) * math.log(len(texts) / texts_with[w]) for w, n in count.items()}
        length = math.sqrt(sum(weight**2 for weight in own.values())) or 1.0
        weights[name] = {word: weight / length for word, weight in own.items() if weight}
    holders: dict[str, list[str]] = defaultdict(list)
    for name, own in weights.items():
        shared: dict[str, float] = defaultdict(float)
        for word, weight in own.items():
            for other in holders[word]:
                shared[other] += weight * weights[other][word]
            holders[word].append(name)
        for other, cosine in shared.items():
            if cosine >= least:
                yield other, name, cosine


def _words(text: str) -> Iterator[str]:
    for word in re.findall(r"[a-z]+|\d+(?:\.\d+)?", text.casefold()):
        if word not in _STOP:
            yield re.sub(r"(?<=\w{3})(ing|ed|es|s)$", "", word)


@dataclass(frozen=True, slots=True)
class Rule:
    """An editorial rule.

    Attributes:
        code: by which it is excused.
        asks: what it asks for, in one line.
        why: the reason.
        each: complaints about one question, by itself or among the others.
        whole: complaints about the bank as a whole.
    """

    code: str
    asks: str
    why: str
    each: Callable[[Placed, Whole], Iterator[str]] | None = None
    whole: Callable[[Whole], Iterator[str]] | None = None


def _each_sample(check: Callable[[Question], Iterator[str]]) -> Callable[[Placed, Whole], Iterator[str]]:
    """A check of one question as a check of whatever a template gives; complains once."""

    def checked(placed: Placed, _: Whole) -> Iterator[str]:
        yield from (message for sample in placed.samples[:1] for message in check(sample))
        if placed.item.generated and not any(True for _ in check(placed.one)):
            yield from next(filter(None, ([*check(sample)] for sample in placed.samples)), [])

    return checked


def _prompt_length(question: Question) -> Iterator[str]:
    if (words := len(question.statement().split())) > PROMPT_WORDS:
        yield f"the prompt has {words} words; {PROMPT_WORDS} are read in time: cut it"


def _explanation_length(question: Question) -> Iterator[str]:
    if (words := len(question.explanation.split())) > EXPLANATION_WORDS:
        yield f"the explanation has {words} words; {EXPLANATION_WORDS} are enough: keep the one reason that teaches"
    if words < 5:
        yield "the explanation says too little: say why the answer is right"


def _lazy_options(question: Question) -> Iterator[str]:
    for option in question.weighed():
        if _LAZY.search(option):
            yield f"{option!r} is no answer of its own: write one that can be right or wrong by itself"


def _short_reasons(question: Question) -> Iterator[str]:
    for option, reason in question.weighed().items():
        if reason is not None and len(reason.split()) < REASON_WORDS:
            yield f"the reason against {option!r} says too little: what would one have to believe to pick it?"


def _unnamed_mistakes(question: Question) -> Iterator[str]:
    wanted = {"numeric": 1, "formula": 2}.get(type(question).__module__.rpartition(".")[2], 0)
    named = len(getattr(question, "mistakes", ()))
    if named < wanted:
        yield f"names {named} mistakes; {wanted} or more are wanted: which wrong answers do people give?"


def _source(question: Question) -> Iterator[str]:
    yield from _placeless(question.source)


def _placeless(source: str) -> Iterator[str]:
    if not is_title_and_place(source):
        yield "the source needs a title and a place in it: a section, an arXiv number, a page's path, a file"


def is_title_and_place(source: str) -> bool:
    """Whether a source names what was opened, and where in it: no bare host, no title alone."""
    return bool(re.search(r"[A-Za-z]{2,}", _ADDRESS.sub("", source)) and _PLACE.search(source))


def _second_reader(question: Question) -> Iterator[str]:
    yield from _unread(question.reviewed)


def _unread(reviewed: str | None) -> Iterator[str]:
    if not _REVIEWED.fullmatch(reviewed or ""):
        yield "no second reader: after somebody else answered it cold, add `reviewed: 2026-11-22 agreed`, or `fixed`"


def _ascii(question: Question) -> Iterator[str]:
    asked = question.ask(random.Random(0))  # noqa: S311
    for text in (asked.prompt, *asked.options):
        if strange := sorted({letter for letter in text if not letter.isascii()}):
            yield f"{' '.join(strange)} may not be shown everywhere: write ASCII (x^2, sqrt, sigma) in prompts and options"


def _hint_tells(question: Question) -> Iterator[str]:
    answer = re.escape(question.expected())
    if question.hint and re.search(rf"(?<![\w.]){answer}(?![\w.])", question.hint):
        yield "the hint holds the answer: nudge instead"


def _step_tells(placed: Placed, _: Whole) -> Iterator[str]:
    for question in placed.samples if placed.setting else ():
        answer = question.expected()
        words = re.search("[a-z]{2}", answer, re.IGNORECASE)  # a number may well be the answer and among those given
        if words and re.search(
            rf"(?<!\w){re.escape(answer)}(?!\w)", f"{placed.setting} {question.prompt}", re.IGNORECASE
        ):
            yield f"the setting or the prompt holds the answer, {answer!r}: ask in other words"
            return


def _covers(placed: Placed, whole: Whole) -> Iterator[str]:
    if whole.outline:
        for row in placed.one.covers:
            if row not in whole.outline:
                yield f"covers {row!r}, which is no row of the outline in {CONTENTS}"


def _reveals(placed: Placed, whole: Whole) -> Iterator[str]:
    for other in placed.item.reveals:
        if other not in whole.by_id:
            yield f"reveals {other!r}, which is no question of this bank"


def _duplicate(placed: Placed, whole: Whole) -> Iterator[str]:
    for cosine, other in whole.like.get(placed.id, ()):
        generated = placed.item.generated or other.item.generated
        same = cosine >= ALIKE and not generated and placed.one.expected() == other.one.expected()
        if cosine >= DUPLICATE or same:
            yield f"nearly the same as {other.id} (cosine {cosine:.2f}): drop or reword one of them"


def _gives_away(placed: Placed, whole: Whole) -> Iterator[str]:
    for cosine, other in whole.like.get(placed.id, ()):
        if not whole.apart(placed, other):
            yield f"much like {other.id} (cosine {cosine:.2f}): add `reveals: [{other.id}]`, so that no drill has both"


def _longest_choice(whole: Whole) -> Iterator[str]:
    count: Counter[int] = Counter()
    longest: Counter[int] = Counter()
    for placed in whole.placed:
        options = placed.one.weighed()
        right = [option for option, reason in options.items() if reason is None]
        if len(right) == 1 and not placed.item.generated:
            count[len(options)] += 1
            longest[len(options)] += all(len(right[0]) > len(other) for other in options if other != right[0])
    for k, n in sorted(count.items()):
        if n >= ENOUGH and longest[k] > BY_CHANCE / k * n:
            yield (
                f"the right one of {k} options is the longest in {longest[k]} of {n} questions; "
                f"at most {BY_CHANCE / k:.0%} are fair: shorten right ones, or fill wrong ones up"
            )


def _truths(whole: Whole) -> Iterator[str]:
    answers = [a for placed in whole.placed if isinstance(a := getattr(placed.one, "answer", None), bool)]
    if len(answers) >= ENOUGH and not TRUE_SHARE[0] <= sum(answers) / len(answers) <= TRUE_SHARE[1]:
        yield f"{sum(answers)} of {len(answers)} statements are true: about half should be"


def _uncovered(whole: Whole) -> Iterator[str]:
    covered = whole.covered.union(*(placed.one.covers for placed in whole.placed))
    for row in whole.outline:
        if row not in covered and row not in whole.unasked:
            yield f"row {row} of the outline is not asked: cover it, or say under `unasked` why not"
    for row in whole.unasked:
        if row in covered or row not in whole.outline:
            yield f"unasked: row {row} is {'asked' if row in covered else 'no row of the outline'}; take it out"


RULES = (
    Rule("BANK001", f"A prompt has at most {PROMPT_WORDS} words.",
         "At four words a second that is read in under eight seconds; what is longer tests reading.", _each_sample(_prompt_length)),
    Rule("BANK002", f"An explanation has 5 to {EXPLANATION_WORDS} words.",
         "It is read between two questions, by somebody who was just wrong: one reason, well said.", _each_sample(_explanation_length)),
    Rule("BANK003", "No option is `all of the above`, or the like.",
         "It is answered by logic, not by knowing: one wrong option rules it out.", _each_sample(_lazy_options)),
    Rule("BANK004", f"Every wrong option has a reason of at least {REASON_WORDS} words.",
         "Whoever picked it must learn what they believed and why it is wrong.", _each_sample(_short_reasons)),
    Rule("BANK005", "A number names at least one mistake, a formula two.",
         "A wrong answer is told which mistake it is; without names it only hears `wrong`.", _each_sample(_unnamed_mistakes)),
    Rule("BANK006", "A source has a title and a place in it.",
         "A reader must be able to open what the author opened; a home page proves nothing.", _each_sample(_source)),
    Rule("BANK007", "A second reader answered it cold: `reviewed: date agreed`, or `fixed`.",
         "An author cannot see what is missing from the prompt, nor which other answer is right too.", _each_sample(_second_reader)),
    Rule("BANK008", "Prompts and options are ASCII.",
         "They are read in any terminal, over any connection, and their symbols can be typed.", _each_sample(_ascii)),
    Rule("BANK009", "A hint does not hold the answer.", "It is shown to somebody who wants to find it.", _each_sample(_hint_tells)),
    Rule("BANK010", "No two questions are nearly the same.",
         "The second teaches nothing, and is answered by memory. Measured by the cosine of rare words in prompt and answer: "
         f"from {DUPLICATE} on, or from {ALIKE} on with the same answer.", _duplicate),
    Rule("BANK011", "Questions that are much alike name each other under `reveals`.",
         f"In one drill the first would answer the second. Much alike is a cosine from {GIVEN_AWAY} on.", _gives_away),
    Rule("BANK012", "`reveals` names questions that there are.", "A misspelt name keeps nothing apart.", _reveals),
    Rule("BANK013", "`covers` names rows of the outline.", "A misspelt row looks covered and is not.", _covers),
    Rule("BANK014", "Every row of the outline is covered, or said not to be asked.",
         "A course's every line is owed a question.", whole=_uncovered),
    Rule("BANK015", f"The right option is not the longest more than {BY_CHANCE} times as often as by chance.",
         "People learn to pick the longest, and nothing else.", whole=_longest_choice),
    Rule("BANK016", "About half of the statements are true.", "Otherwise one answer pays without reading.", whole=_truths),
    Rule("BANK017", "Setting and prompt of a chain's step do not hold its answer.",
         "What is read in the question needs not be known. A number may be the answer and given, too.", _step_tells),
)  # fmt: skip
"""All rules, by their codes."""


def _steps(checked: Checked) -> Iterator[Placed]:
    """The steps of all chains that passed, as templates."""
    path = checked.root / INTERVIEWS
    for chain in (checked.interviews or {}).get("chains", ()):
        for name, step in chain["steps"].items():
            if step:
                id_, template = f"{chain['id']}.{name}", step["template"]
                item = Item(
                    id=id_, kind=template["kind"], subtopic=chain["subtopic"], level=step["level"], seconds=0, source="",
                    generated=True, line=checked.places[id_], fields=template,
                )  # fmt: skip
                yield Placed(path, item, tuple(_samples(item)), chain["setting"])


def _of_products(checked: Checked, ignored: Mapping[str, str]) -> Iterator[Finding]:
    """What can be said of product questions by the rules for questions: they have a second reader, and sources."""
    path = short(checked.root / INTERVIEWS)
    for product in (checked.interviews or {}).get("products", ()):
        found = [("BANK007", message) for message in _unread(product["reviewed"])]
        for number, item in enumerate(product["rubric"], start=1):
            found += [("BANK006", f"item {number}: {message}") for message in _placeless(item["source"])]
        for code, message in found:
            if code not in ignored:
                yield Finding(path, checked.places[product["id"]], code, f"{code} {message}")


def editorial(checked: Checked) -> list[Finding]:
    """Every finding of the rules in a bank that its schema admits; what is ignored is left out, and what is ignored in vain complained of."""
    contents = checked.contents
    if contents is None:
        return []
    placed = [Placed(path, item, tuple(_samples(item))) for path, items in checked.items.items() for item in items]
    covered = frozenset(row for derivation in checked.derivations.values() for row in derivation.covers)
    whole = Whole(placed, contents.outline, contents.unasked, covered)
    findings = [finding for one in (*placed, *_steps(checked)) for finding in _of(one, whole, contents.ignore)]
    findings += _of_products(checked, contents.ignore)
    for rule in RULES:
        if rule.whole and rule.code not in contents.ignore:
            where = short(checked.root / CONTENTS)
            findings += [Finding(where, 1, rule.code, f"{rule.code} {message}") for message in rule.whole(whole)]
    return findings


def _of(placed: Placed, whole: Whole, ignored: Mapping[str, str]) -> Iterator[Finding]:
    """The findings about one question."""
    own = placed.one.ignore
    for rule in RULES:
        messages = [] if rule.each is None or rule.code in ignored else [*rule.each(placed, whole)]
        if rule.code in own and not messages:
            messages = ["is ignored here, and finds nothing: take the exception out"]
        elif rule.code in own:
            continue
        for message in messages:
            yield Finding(short(placed.path), placed.item.line, rule.code, f"{rule.code} {message}")
    for code in own:
        if code not in {rule.code for rule in RULES}:
            yield Finding(short(placed.path), placed.item.line, "ignore", f"ignores {code!r}, which is no rule")


def _samples(item: Item) -> Iterator[Question]:
    if not item.generated:
        yield kinds.kind(item.kind)(**item.fields)
        return
    template = Template(**item.fields)
    for seed in range(DRAWS):
        yield template.question(template.draw(random.Random(seed)))  # noqa: S311
