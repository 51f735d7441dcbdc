"""What makes a question good, as far as a machine can see it: a bank is held against the rules of `rules/`, each with its code and its reason.

They are advice, unlike the schema: a bank with findings here can be asked from. A question is excused from a rule by
`ignore: {BANK003: why}`, a whole bank by the same in bank.yaml.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping

from quizdl import kinds
from quizdl.bank.check import Checked
from quizdl.bank.find import CONTENTS, INTERVIEWS
from quizdl.bank.findings import Finding, short
from quizdl.bank.rules import coverage, giving_away, sources, wording, wrong_answers
from quizdl.bank.rules.rule import Placed, Whole
from quizdl.bank.schema import Item
from quizdl.bank.template import Template
from quizdl.domain.question import Question

DRAWS = 8
"""Draws of a template that are looked at."""
_FAMILIES = (wording, wrong_answers, sources, giving_away, coverage)
RULES = tuple(sorted((rule for family in _FAMILIES for rule in family.RULES), key=lambda rule: rule.code))
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
        found = [("BANK007", message) for message in sources.unread(product["reviewed"])]
        for number, item in enumerate(product["rubric"], start=1):
            found += [("BANK006", f"item {number}: {message}") for message in sources.placeless(item["source"])]
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
