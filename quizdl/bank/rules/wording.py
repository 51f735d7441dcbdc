"""How a question is worded: as short as the clock wants it, and readable in any terminal."""

from __future__ import annotations

import random
from collections.abc import Iterator

from quizdl.bank.rules.rule import Rule, each_sample
from quizdl.domain.question import Question

PROMPT_WORDS, EXPLANATION_WORDS = 30, 60


def _prompt_length(question: Question) -> Iterator[str]:
    if (words := len(question.statement().split())) > PROMPT_WORDS:
        yield f"the prompt has {words} words; {PROMPT_WORDS} are read in time: cut it"


def _explanation_length(question: Question) -> Iterator[str]:
    if (words := len(question.explanation.split())) > EXPLANATION_WORDS:
        yield f"the explanation has {words} words; {EXPLANATION_WORDS} are enough: keep the one reason that teaches"
    if words < 5:
        yield "the explanation says too little: say why the answer is right"


def _ascii(question: Question) -> Iterator[str]:
    asked = question.ask(random.Random(0))  # noqa: S311
    for text in (asked.prompt, *asked.options):
        if strange := sorted({letter for letter in text if not letter.isascii()}):
            yield f"{' '.join(strange)} may not be shown everywhere: write ASCII (x^2, sqrt, sigma) in prompts and options"


RULES = (
    Rule("BANK001", f"A prompt has at most {PROMPT_WORDS} words.",
         "At four words a second that is read in under eight seconds; what is longer tests reading.", each_sample(_prompt_length)),
    Rule("BANK002", f"An explanation has 5 to {EXPLANATION_WORDS} words.",
         "It is read between two questions, by somebody who was just wrong: one reason, well said.", each_sample(_explanation_length)),
    Rule("BANK008", "Prompts and options are ASCII.",
         "They are read in any terminal, over any connection, and their symbols can be typed.", each_sample(_ascii)),
)  # fmt: skip
