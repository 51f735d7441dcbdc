"""Wrong answers that look right, made from the worked examples and the bank: each must be refused."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from quizdl.domain.evaluation import evaluate
from quizdl.domain.parser import parse
from tests.kinds.bank import questions
from tests.kinds.variants import SIZES, Typed

NEIGHBOURS = {
    "forward": "backward", "backward": "forward", "input": "output", "output": "input", "encoder": "decoder", "decoder": "encoder",
    "row": "column", "rows": "columns", "column": "row", "columns": "rows", "variance": "covariance", "bias": "biased",
    "gamma": "beta", "beta": "gamma", "convex": "concave", "reduce-scatter": "reduce-gather", "all-gather": "all-scatter",
    "NHWC": "NCHW", "NCHW": "NHWC", "expectation": "maximization", "maximization": "minimization", "first": "last",
    "true positive rate": "true negative rate", "false positive rate": "false negative rate", "RMSprop": "Rprop", "Adam": "AdamW",
    "entropy": "cross-entropy", "semidefinite": "indefinite", "positive definite": "negative definite", "logit": "logistic",
    "norm": "form", "median": "mean", "before": "after", "saddle points": "saddle functions", "local minima": "local maxima",
    "cybernetics": "genetics", "supervised": "unsupervised", "stratified": "unstratified", "momentum": "moment", "loss": "gloss",
    "covariate": "covariant", "covariate shift": "covariant shift", "independent": "dependent", "conditionally independent": "unconditionally dependent",
    "Gaussian": "Poisson", "Laplace": "Laplacian operator", "shape": "share", "buffers": "suffers", "learning rate": "learning rule",
    "support vectors": "support factors", "L2 norm": "L1 norm", "L2": "L1", "CRC32C": "CRC32B", "T^2": "T^3", "2^n": "2^-n", "C^T": "C^-1",
    "sigma^2": "sigma", "bipartite": "tripartite", "shadow": "shallow", "precision": "recall", "Hessian": "Jacobian",
}  # fmt: skip


def numeric() -> Iterator[Typed]:
    """Numbers: a sign, a digit, a factor, an inverse, a percent sign more or less, a unit of another size."""
    for question in questions("numeric"):
        fields: Any = question
        value, tolerance = evaluate(parse(fields.answer), {}), fields.tolerance
        off = 2.5 * tolerance if tolerance else 1e-3
        misses: dict[str, float] = {
            "the sign": -value,
            "twice": 2 * value,
            "half": value / 2,
            "ten times": 10 * value,
            "a tenth": value / 10,
            "a thousand times": 1000 * value,
            "a percentage without its sign": 100 * value,
            "a little more": value * (1 + off),
            "a little less": value * (1 - off),
            "one more": value + 1,
            "one less": value - 1,
            "the inverse": 1 / value if value else 1,
            "the square": value * value,
            "the complement": 1 - value,
            "another first digit": _first_digit(value),
        }
        for how, wrong in misses.items():
            if abs(wrong - value) > 1.5 * max(tolerance, 1e-6) * abs(value):
                yield Typed(question, f"{wrong:.10g}", how)
        if value:
            plain = f"{value:.10g}"
            if not fields.unit:
                yield Typed(question, f"{plain}%", "a percent sign too many")
                yield Typed(question, f"{plain}k", "thousands")
                yield Typed(question, f"{plain} parsecs", "a unit that is not asked for")
                yield Typed(question, f"{plain} parsecs per fortnight", "a rate that is not asked for")
                for word, number in (
                    ("halved", 0.5),
                    ("unchanged", 1),
                    ("doubled", 2),
                    ("quadrupled", 4),
                    ("quarter", 0.25),
                ):
                    if abs(number - value) > max(tolerance, 1e-6) * abs(value):
                        yield Typed(question, word, "another change, in a word")
                yield Typed(question, f"{100 * value:.10g}‰", "per mille for percent")
            yield Typed(question, f"{plain}e1", "a power of ten too many")
            yield Typed(question, f"-{plain.lstrip('-')}" if value > 0 else plain.lstrip("-"), "a minus")
            yield Typed(question, f"{plain} * 10^1", "ten times, written out")
            yield Typed(question, f"not {plain}", "a negation")
        if fields.unit and value:
            other, factor = SIZES.get(fields.unit, ("s", 1))
            yield Typed(question, f"{value:.10g} {other}", "the unit of another size")
            yield Typed(question, f"{value * factor * 1000:.10g} {other}", "another size, a thousand times")
            yield Typed(question, f"{value:.10g} parsecs", "the unit of something else")
            if fields.unit in ("MB", "GB") and tolerance < 0.02:
                yield Typed(question, f"{value:.10g} {fields.unit[0]}iB", "binary for decimal")
            if fields.unit in ("bytes", "MB", "GB"):
                yield Typed(
                    question, f"{value:.10g} {fields.unit.replace('bytes', '').replace('B', '')}bit", "bits for bytes"
                )


def _first_digit(value: float) -> float:
    digits = f"{value:.10g}"
    place = next((i for i, sign in enumerate(digits) if sign in "123456789"), None)
    return 1.0 if place is None else float(digits[:place] + str(int(digits[place]) % 9 + 1) + digits[place + 1 :])


def formula() -> Iterator[Typed]:
    """Formulas: the sign, a factor, a term, a number or a sign within, a transposition lost."""
    for question in questions("formula"):
        fields: Any = question
        key = fields.answer
        misses = {
            "the sign": f"-({key})",
            "twice": f"2 * ({key})",
            "half": rf"\frac{{1}}{{2}} ({key})",
            "one more": f"({key}) + 1",
            "squared and more": f"({key})^2 + 1",
            "a dimension too many": f"({key}) * {fields._dimensions()[0]}" if fields._dimensions() else f"3 ({key})",
            "divided": f"({key}) / 3",
            "an inner number": re.sub(
                r"(?<![\w.^])(\d+)(?![\w.)])", lambda found: str(int(found[1]) + 1), key, count=1
            ),
            "an inner sign": key.replace(" - ", " + ", 1) if " - " in key else key.replace(" + ", " - ", 1),
            "another power": key.replace("^2", "^3", 1),
            "an inverse": f"1 / ({key})",
            "another function": re.sub(r"\b(sqrt|exp|log|sigmoid)\(", "abs(", key, count=1),
            "a mean for a sum": key.replace("sum(", "mean(", 1),
            "a unit that is not asked for": f"({key}) parsecs",
            "twice, with a unit": f"2 ({key}) FLOPs",
            "half, with a unit": f"({key}) / 2 bytes",
            "a maximum for a minimum": key.replace("min(", "max("),
            "no transposition": f"({key.replace('^T', '', 1)}) * 5" if "^T" in key else key,
        }
        for name, mistake in fields.mistakes.items():
            misses[f"the mistake {name}"] = mistake["value"]
        yield from (Typed(question, text, how) for how, text in misses.items() if text != key)


def cloze() -> Iterator[Typed]:
    """Clozes: a neighbouring term, another number, a negation, a blank left empty, two in each other's place."""
    for question in questions("cloze"):
        fields: Any = question
        blanks = fields._blanks()
        first = [spellings[0] for spellings in blanks]
        for i, spellings in enumerate(blanks):
            known = {spelling.casefold() for spelling in spellings}
            misses = {
                "nothing": "",
                "a negation": f"not {first[i]}",
                "non-": f"non-{first[i]}",
                "the first letter": first[i][:1] + "…",
            }
            misses["something else"] = "entropy pooling"
            misses["a word too many"] = f"{first[i]} decay"
            for spelling in spellings:
                if spelling in NEIGHBOURS and NEIGHBOURS[spelling].casefold() not in known:
                    misses[f"the neighbour of {spelling!r}"] = NEIGHBOURS[spelling]
                if re.fullmatch(r"\+?\d+(\.\d+)?", spelling):
                    number = float(spelling)
                    misses |= {f"{how} {spelling}": f"{wrong:.10g}" for how, wrong in {
                        "one more than": number + 1, "minus": -number if number else 2, "ten times": 10 * number if number else 10,
                        "a percentage of": number / 100 if number else 3,
                    }.items()}  # fmt: skip
                    misses[f"a unit behind {spelling}"] = f"{spelling} GB"
            for how, text in misses.items():
                typed = "; ".join([*first[:i], text, *first[i + 1 :]])
                if typed.strip() and text.casefold() not in known:
                    yield Typed(question, typed, how)
        if len(blanks) > 1 and not set(blanks[0]) & set(blanks[1]):
            yield Typed(question, "; ".join([first[1], first[0], *first[2:]]), "in each other's place")
            yield Typed(question, first[0], "only the first")


def recall() -> Iterator[Typed]:
    """Lists: an item too few, one twice in other words, a known mistake or a negation in the place of one."""
    for question in questions("recall"):
        fields: Any = question
        rng = random.Random(question.id)
        for _ in range(4):
            items = rng.sample(list(fields.answer), fields.need)
            rest = items[:-1]
            yield Typed(question, ", ".join(rest) or "momentum of inertia", "one missing")
            yield Typed(question, ", ".join([*rest, "momentum of inertia"]), "something else")
            synonyms = [synonym for synonym in fields.answer[rest[0]] if "," not in synonym] if rest else []
            yield Typed(question, ", ".join([*rest, rng.choice([*synonyms, *rest[:1]])]), "one twice")
            yield Typed(question, ", ".join([*rest, items[-1][:2]]), "only its first letters")
            for mistake in rng.sample(list(fields.mistakes), min(2, len(fields.mistakes))):
                yield Typed(question, ", ".join([*rest, mistake]), f"the mistake {mistake!r}")
                yield Typed(question, " ".join([*rest, mistake]), f"the mistake {mistake!r}, after spaces")


def picked() -> Iterator[Typed]:
    """Options: each of the others, and one more or one less of several."""
    for question in questions("choice")[:40]:
        fields: Any = question
        for option in question.ask(random.Random(1)).options:
            if option != fields.answer:
                yield Typed(question, option, "another option")
    for question in questions("multiple_choice"):
        fields = question
        yield (
            Typed(question, fields.answer[0], "only the first")
            if len(fields.answer) > 1
            else Typed(question, "99", "no key")
        )
        yield Typed(question, ", ".join(question.ask(random.Random(1)).options), "all of them")
    for question in questions("order"):
        fields = question
        options = question.ask(random.Random(1)).options
        digits = [str(options.index(item) + 1) for item in fields.answer]
        yield Typed(question, "".join([digits[1], digits[0], *digits[2:]]), "the first two swapped")
        yield Typed(question, "".join(reversed(digits)), "backwards")
        yield Typed(question, "".join(digits[:-1]), "one missing")
