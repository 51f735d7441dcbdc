"""Wrong answers: each is one that people give, says which mistake it is, and cannot be told from the right one by its form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from quizdl.bank.rules.rule import ENOUGH, Rule, Whole, each_sample
from quizdl.domain.question import Question

REASON_WORDS = 3
BY_CHANCE = 1.2
"""How many times oftener than by chance the right choice may be the longest."""
TRUE_SHARE = (0.35, 0.65)

_LAZY = re.compile(r"\b(all|none|both|any|neither) of (the above|these|them)\b", re.IGNORECASE)


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


RULES = (
    Rule("BANK003", "No option is `all of the above`, or the like.",
         "It is answered by logic, not by knowing: one wrong option rules it out.", each_sample(_lazy_options)),
    Rule("BANK004", f"Every wrong option has a reason of at least {REASON_WORDS} words.",
         "Whoever picked it must learn what they believed and why it is wrong.", each_sample(_short_reasons)),
    Rule("BANK005", "A number names at least one mistake, a formula two.",
         "A wrong answer is told which mistake it is; without names it only hears `wrong`.", each_sample(_unnamed_mistakes)),
    Rule("BANK015", f"The right option is not the longest more than {BY_CHANCE} times as often as by chance.",
         "People learn to pick the longest, and nothing else.", whole=_longest_choice),
    Rule("BANK016", "About half of the statements are true.", "Otherwise one answer pays without reading.", whole=_truths),
)  # fmt: skip
