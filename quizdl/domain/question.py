"""What every kind of question has in common: the question, one showing of it, and the verdict on an answer."""

from __future__ import annotations

import json
import random
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, get_type_hints

from quizdl.domain.bounds import Bounds

Outcome = Literal["correct", "partial", "wrong", "timeout", "unparsable", "skipped"]
Text = Annotated[str, Bounds(min_length=1)]
LONGEST_ANSWER = 2000
WORDS_PER_SECOND = 4


class Mistake(dict[str, str]):
    """A named wrong answer: its `value` in the expression language, and what whoever gives it is told."""

    value: Text
    says: Text

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
        import typing_extensions  # only the schema needs it

        typed_dict: Any = typing_extensions.TypedDict
        return handler(typed_dict("Mistake", get_type_hints(cls, include_extras=True)))


class Problem(NamedTuple):
    """Something wrong with a question: the path of the field, and what, with what to do."""

    path: tuple[str | int, ...]
    message: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of one answer.

    Attributes:
        outcome: one word of it.
        score: 0 to 1.
        says: why, in words, for the person who answered.
        expected: the right answer.
        mistake: the name of the mistake that was recognised.
    """

    outcome: Outcome
    score: float
    says: str
    expected: str
    mistake: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """One showing of a question: what the person sees and how it is answered.

    Attributes:
        prompt: the text.
        options: what is chosen from or put in order, in the order shown.
        keys: for each option the one key that picks it; empty when the answer is typed.
        then: for a key, the options that are asked next (why a statement is true or false).
        form: how to answer, in a few words.
        hint: what `?` shows.
        time_factor: stretches reading time and answer clock.
        limit: the answer clock before it is stretched, if it is not to be the question's own.
        before: what stands above the prompt and is read with it, such as what a chain of questions is about.
    """

    question: Question
    prompt: str
    form: str
    hint: str
    options: tuple[str, ...] = ()
    keys: str = ""
    then: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    time_factor: float = 1.0
    limit: float | None = None
    before: str = ""

    def grade(self, text: str, *, timed_out: bool = False) -> Verdict:
        """Judges what was typed; what stood there when the clock ran out counts as no answer in time, right or not."""
        text = text.strip()
        if len(text) > LONGEST_ANSWER:
            verdict = Verdict("unparsable", 0, f"longer than {LONGEST_ANSWER} characters", self.question.expected())
        else:
            verdict = self.question.grade(self, text)
        if not timed_out:
            return verdict
        says = "What you had typed was right." if verdict.outcome == "correct" else ""
        return Verdict("timeout", 0, says, verdict.expected)

    @property
    def reading_seconds(self) -> float:
        """How long reading takes before the answer clock starts, with a second to look up."""
        return self.time_factor + self.seconds_to_read(self.before, self.prompt, *self.options)

    @property
    def seconds(self) -> float:
        """The answer clock."""
        return (self.limit or self.question.seconds or self.question.default_seconds) * self.time_factor

    def seconds_to_read(self, *texts: str) -> float:
        """How long reading some texts takes, at 4 words a second."""
        return sum(len(text.split()) for text in texts) / WORDS_PER_SECOND * self.time_factor


@dataclass(frozen=True, kw_only=True)
class Question(ABC):
    """A question; each kind is a subclass of its own in `quizdl.kinds`."""

    __pydantic_config__: ClassVar[dict[str, str]] = {
        "extra": "forbid"
    }  # read by the schema; the domain needs no pydantic
    default_seconds: ClassVar[float] = 5.0

    id: Text
    subtopic: Text
    level: Annotated[int, Bounds(ge=1, le=3)]
    prompt: Text
    explanation: Text
    source: Text
    seconds: Annotated[float, Bounds(gt=0)] | None = None
    hint: Text | None = None
    covers: list[str] = field(default_factory=list)
    reveals: list[str] = field(default_factory=list)
    reviewed: Text | None = None
    ignore: dict[str, Text] = field(default_factory=dict)

    @abstractmethod
    def ask(self, rng: random.Random) -> Asked:
        """Shows the question; what is shuffled is shuffled by `rng`."""

    @abstractmethod
    def grade(self, asked: Asked, text: str) -> Verdict:
        """Judges a typed answer to this showing."""

    @abstractmethod
    def expected(self) -> str:
        """The right answer, as it is shown."""

    def problems(self) -> Iterator[Problem]:
        """What is wrong with the question beyond the types of its fields."""
        yield from ()

    def weighed(self) -> Mapping[str, str | None]:
        """Options that are weighed against each other, each with the reason why it is wrong; none where the answer is typed."""
        return {}

    def statement(self) -> str:
        """The prompt as it is read, without what only grading needs."""
        return self.prompt

    def meaning(self) -> Any:
        """What, beside the statement, makes this the same question after an edit; plain data."""
        return self.expected()

    @property
    def fingerprint(self) -> str:
        """Sixteen hex digits that a cosmetic edit (the statement's case, spaces, punctuation; the explanation) leaves as they are."""
        import hashlib  # long to load, and no question needs it before its answer

        words = re.findall(r"\w+|[^\w\s.,;:!?'\"]", self.statement().casefold())
        data = json.dumps([type(self).__module__.rpartition(".")[2], words, self.meaning()], sort_keys=True)
        return hashlib.sha256(data.encode()).hexdigest()[:16]

    @classmethod
    def generate(
        cls, fields: dict[str, Any], fill: Callable[[str], str], compute: Callable[[str], Any]
    ) -> dict[str, Any]:
        """The fields of a question made from a template's.

        Args:
            fields: the template's own, as written.
            fill: replaces each `{expression}` of a text by its value.
            compute: the value of an expression.
        """
        return {name: _filled(value, fill) for name, value in fields.items()}


def _filled(value: Any, fill: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return fill(value)
    if isinstance(value, list):
        return [_filled(item, fill) for item in value]
    if isinstance(value, dict):
        return {fill(key): _filled(item, fill) for key, item in value.items()}
    return value


class Example(NamedTuple):
    """A worked example of a kind.

    Attributes:
        fields: a question's own fields.
        answers: answers to it, with the outcome that each must get.
        poor: a question that nobody should write: the prompt, its answer, and why not.
    """

    fields: Mapping[str, Any]
    answers: Mapping[str, Outcome]
    poor: tuple[str, str, str] | None = None
