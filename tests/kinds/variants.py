"""Right answers as people type them, made from the worked examples and the bank: each must be accepted."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from quizdl.domain.evaluation import Scalar, evaluate
from quizdl.domain.expression import Binary, Call, Name, Negative, Node, Number
from quizdl.domain.parser import parse
from quizdl.domain.question import Question
from tests.kinds.bank import questions

SUPERSCRIPT = str.maketrans("0123456789-+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺")
SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
VULGAR = {
    Fraction(1, 2): "½",
    Fraction(1, 4): "¼",
    Fraction(3, 4): "¾",
    Fraction(1, 3): "⅓",
    Fraction(2, 3): "⅔",
    Fraction(1, 8): "⅛",
}
WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "eps": "ε", "eta": "η", "lam": "λ", "mu": "μ", "rho": "ρ", "sigma": "σ",
}  # fmt: skip
SIZES = {"bytes": ("kB", 1e-3), "MB": ("GB", 1e-3), "GB": ("MB", 1e3), "MiB": ("KiB", 1024), "KiB": ("MiB", 1 / 1024),
         "ms": ("s", 1e-3), "mV": ("V", 1e-3), "Gflops": ("TFLOP/s", 1e-3), "bits": ("bytes", 1 / 8)}  # fmt: skip


@dataclass(frozen=True)
class Typed:
    """What somebody types for a question, and in which respect it differs from the key."""

    question: Question
    text: str
    how: str


def numeric() -> Iterator[Typed]:
    """Numbers: decimals, powers of ten, fractions, percentages, separators, units of other sizes, the key's own expression."""
    for question in questions("numeric"):
        fields: Any = question
        value = evaluate(parse(fields.answer), {})
        forms = {**_expression(fields.answer), **_number(value, unit=fields.unit, tolerance=fields.tolerance)}
        yield from (Typed(question, text, how) for how, text in forms.items())
        if fields.unit:
            yield from (Typed(question, text, how) for how, text in _with_unit(value, fields.unit))


def _expression(key: str) -> dict[str, str]:
    """The key as it is, in Python, on paper and in LaTeX."""
    braced = re.sub(r"\^(\d+)(?![.\d])", r"^{\1}", key)
    raised = re.sub(r"\^(\d+)(?![.\d])", lambda found: found[1].translate(SUPERSCRIPT), key)
    return {
        "the key": key,
        "python powers": key.replace("^", "**"),
        "without spaces": re.sub(r"(?<=\d) (?=\d)", "*", key).replace(" ", ""),
        "a times sign": key.replace("*", "×"),
        "a dot": key.replace("*", "·"),
        "LaTeX": braced.replace("*", r"\cdot ").replace("sqrt(", r"\sqrt(").replace("log(", r"\ln("),
        "superscripts": raised,
        "brackets": f"[{key}]",
        "a tree in LaTeX": latex(parse(key)),
    }


def _number(value: Scalar, *, unit: str | None, tolerance: float) -> dict[str, str]:
    whole = float(value).is_integer()
    plain = str(int(value)) if whole else f"{value:.10g}"
    mantissa, _, power = f"{value:.9e}".partition("e")
    mantissa, exponent = mantissa.rstrip("0").rstrip("."), int(power)
    forms = {
        "plain": plain,
        "spaces": f"  {plain} ",
        "a name before": f"x = {plain}",
        "an equals sign": f"={plain}",
        "about": f"≈ {plain}",
        "in words before": f"answer: {plain}",
        "in brackets": f"({plain})",
        "dollars of LaTeX": f"${plain}$",
        "e": f"{mantissa}e{exponent}",
        "E+": f"{mantissa}E{exponent:+d}",
        "power of ten": f"{mantissa} * 10^{exponent}",
        "power in brackets": f"{mantissa}*10^({exponent})",
        "power in braces": rf"{mantissa} \times 10^{{{exponent}}}",
        "power of Python": f"{mantissa}*10**{exponent}",
        "power raised": f"{mantissa}×10{str(exponent).translate(SUPERSCRIPT)}",
        "x for times": f"{mantissa} x 10^{exponent}",
        "wide digits": plain.translate(WIDE) if "e" not in plain else plain,
        "trailing point": f"{plain}." if whole else plain,
    }
    if value < 0:
        forms |= {"unicode minus": plain.replace("-", "−"), "en dash": plain.replace("-", "–")}
    elif value > 0:
        forms["plus"] = f"+{plain}"
    if whole and abs(value) >= 1000 and abs(value) < 1e15:
        for how, sign in {
            "commas": ",",
            "underscores": "_",
            "spaces within": " ",
            "no-break spaces": "\u00a0",
            "apostrophes": "'",
        }.items():
            forms[how] = f"{int(value):,}".replace(",", sign)
    if whole and 0 <= value <= 12:
        forms["a word"] = WORDS[int(value)]
    if 0 < abs(value) < 1 and "e" not in plain:
        forms["without nought"] = plain.replace("0.", ".", 1)
        forms["decimal comma"] = plain.replace(".", ",")
    if not unit and "e" not in plain and abs(value) < 100:
        percent = f"{100 * value:.10g}"
        forms |= {"percent": f"{percent}%", "percent, spaced": f"{percent} %", "percent in words": f"{percent} percent"}
        forms["percent in LaTeX"] = rf"{percent}\%"
    fraction = Fraction(value).limit_denominator(1000)
    if not whole and abs(float(fraction) - value) < 1e-12:
        over, under = fraction.numerator, fraction.denominator
        forms |= {
            "fraction": f"{over}/{under}",
            "fraction, spaced": f"{over} / {under}",
            "fraction slash": f"{over}⁄{under}",
        }
        forms |= {r"\frac": rf"\frac{{{over}}}{{{under}}}", "division sign": f"{over}÷{under}"}
        if fraction in VULGAR:
            forms["vulgar"] = VULGAR[fraction]
        if fraction > 1 and under < 100 and fraction < 1000:
            forms["mixed"] = f"{over // under} {over % under}/{under}"
    if tolerance:
        forms |= {
            "rounded up": repr(value * (1 + 0.7 * tolerance)),
            "rounded down": repr(value * (1 - 0.7 * tolerance)),
        }
    return forms


def _with_unit(value: Scalar, unit: str) -> Iterator[tuple[str, str]]:
    plain = f"{value:.10g}"
    yield "its unit", f"{plain} {unit}"
    yield "its unit at once", f"{plain}{unit}"
    yield "its unit and a full stop", f"{plain} {unit}."
    yield "a power and its unit", f"{value / 10:.10g}*10^{{1}} {unit}"
    if not unit.startswith("mV"):
        yield "its unit in capitals", f"{plain} {unit.upper()}" if unit != "bits" else f"{plain} Bits"
    other, factor = SIZES.get(unit, (unit, 1))
    yield "another size", f"{value * factor:.12g} {other}"


def formula() -> Iterator[Typed]:
    """Formulas: the same tree in NumPy's form, in LaTeX, in unicode; spaces, brackets, names and indices in other forms."""
    for question in questions("formula"):
        fields: Any = question
        key = fields.answer
        tree = parse(key, fields._names(), fields.aliases)
        raised = re.sub(r"\^(\d)\b", lambda found: found[1].translate(SUPERSCRIPT), key)
        greek, commands, subscripts, lower = (
            _renamed(key, table)
            for table in (
                GREEK,
                {name: rf"\{'lambda' if name == 'lam' else 'epsilon' if name == 'eps' else name} " for name in GREEK},
                {name: name[0] + name[1:].translate(SUBSCRIPT) for name in _indexed(fields)},
                {name: f"{name[0]}_{{{name[1:]}}}" for name in _indexed(fields)},
            )
        )
        forms = {
            "the key": key,
            "a name before": f"answer = {key}",
            "an arrow before": f"w <- {key}",
            "an outer bracket": f"({key})",
            "square brackets": key.replace("(", "[").replace(")", "]")
            if not re.search(r"[A-Za-z]\(", key)
            else f"[{key}]",
            "dollars": f"${key}$",
            "a full stop": f"{key}.",
            "wide spaces": key.replace(" ", "   "),
            "no spaces at signs": re.sub(r" ?([-+*/,]) ?", r"\1", key),
            "python powers": key.replace("^T", ".T").replace("^", "**"),
            "braces": re.sub(r"\^(\w)", r"^{\1}", key),
            "superscripts": raised.replace("^T", "ᵀ"),
            "an apostrophe": key.replace("^T", "'"),
            r"\top": key.replace("^T", r"^\top "),
            r"{\top}": key.replace("^T", r"^{\top}"),
            "a times sign": key.replace("*", "×"),
            r"\odot": key.replace("*", r"\odot "),
            "np.": re.sub(r"\b(exp|log|sqrt|sum|mean|outer|dot)\(", r"np.\1(", key).replace("np.np.", "np."),
            "a named axis": re.sub(r", 0\)", ", axis=0)", key),
            "ln": key.replace("log(", "ln("),
            "Greek letters": greek,
            "Greek commands": commands,
            "subscripts": subscripts,
            "LaTeX subscripts": lower,
            "plus nothing": f"{key} + 0",
            "times one": f"1*({key})",
            "LaTeX": latex(tree),
            "NumPy": numpy(tree),
            "a tree in unicode": latex(tree).replace(r"\cdot", "·").replace(r"\sqrt", "√").replace(r"^\top", "ᵀ"),
        }
        texts = {text: how for how, text in reversed(forms.items())}
        yield from (Typed(question, text, how) for text, how in texts.items())


def _indexed(fields: Any) -> list[str]:
    return [name for name in fields.variables if re.fullmatch(r"[A-Za-z]\d", name)]


def _renamed(text: str, names: dict[str, str]) -> str:
    return re.sub(r"[A-Za-z_]\w*", lambda found: names.get(found[0], found[0]), text)


def latex(node: Node) -> str:
    """A tree as a paper has it."""

    def atom(node: Node) -> str:
        return latex(node) if isinstance(node, Name | Number) else rf"\left({latex(node)}\right)"

    match node:
        case Number(value):
            return f"{value:g}" if abs(value) < 1e5 else repr(value)
        case Name(name):
            return name
        case Negative(operand):
            return f"-{atom(operand)}"
        case Binary("/", left, right):
            return rf"\frac{{{latex(left)}}}{{{latex(right)}}}"
        case Binary("^", left, right):
            return f"{atom(left)}^{{{latex(right)}}}"
        case Binary("*" | "@" | " " as sign, left, right):
            times = {"*": r"\times", "@": r"\cdot", " ": ""}[sign]
            return f"{atom(left)} {times} {atom(right)}"
        case Binary(sign, left, right):
            return f"{atom(left)} {sign} {atom(right)}"
        case Call("sqrt", (x,)):
            return rf"\sqrt{{{latex(x)}}}"
        case Call("exp", (x,)):
            return f"e^{{{latex(x)}}}"
        case Call("log", (x,)):
            return rf"\ln\left({latex(x)}\right)"
        case Call("norm", (x,)):
            return rf"\|{latex(x)}\|_2"
        case Call("T", (x,)):
            return rf"{atom(x)}^\top"
        case Call("inv", (x,)):
            return rf"{atom(x)}^{{-1}}"
        case Call(function, arguments):
            return f"{function}({', '.join(map(latex, arguments))})"


def numpy(node: Node) -> str:
    """A tree as NumPy has it."""

    def atom(node: Node) -> str:
        return numpy(node) if isinstance(node, Name | Number) else f"({numpy(node)})"

    match node:
        case Number(value):
            return repr(value)
        case Name(name):
            return name
        case Negative(operand):
            return f"-{atom(operand)}"
        case Binary(sign, left, right):
            sign = {"^": "**", " ": "@"}.get(sign, sign)
            return f"{atom(left)} {sign} {atom(right)}"
        case Call("T", (x,)):
            return f"{atom(x)}.T"
        case Call("inv", (x,)):
            return f"np.linalg.inv({numpy(x)})"
        case Call("norm", (x,)):
            return f"np.linalg.norm({numpy(x)})"
        case Call("sum" | "mean" as function, (x, Number(axis))):
            return f"{atom(x)}.{function}(axis={axis})"
        case Call("sum" | "mean" as function, (x,)):
            return f"{atom(x)}.{function}()"
        case Call(function, arguments):
            return f"{function}({', '.join(map(numpy, arguments))})"


def cloze() -> Iterator[Typed]:
    """Clozes: every spelling that the key has, in other cases, with other separators, hyphens, plurals and Greek letters."""
    for question in questions("cloze"):
        fields: Any = question
        blanks = fields._blanks()
        first = [spellings[0] for spellings in blanks]
        joined = "; ".join(first)
        yield Typed(question, joined, "the key")
        yield Typed(question, joined.upper() if "^" not in joined else joined, "capitals")
        yield Typed(question, f" {joined.replace('; ', ' ;  ')}. ", "spaces and a full stop")
        yield Typed(question, joined.replace(" ", "  "), "wide spaces")
        if not any(re.search(r"[,&/]|\band\b", text) for text in first):
            yield Typed(question, ", ".join(first), "commas")
            yield Typed(question, " and ".join(first), "and")
            yield Typed(question, " ".join(first), "spaces between")
        for i, spellings in enumerate(blanks):
            for spelling in spellings:
                for how, text in _respelled(spelling):
                    yield Typed(question, "; ".join([*first[:i], text, *first[i + 1 :]]), f"{how} of {spelling!r}")


def _respelled(spelling: str) -> Iterator[tuple[str, str]]:
    yield "the spelling", spelling
    if re.fullmatch(r"[A-Za-z][A-Za-z -]{3,}", spelling):
        yield "the case", spelling.swapcase()
        yield "quotes", f'"{spelling}"'
        yield "hyphens", spelling.replace(" ", "-")
        yield "no hyphens", spelling.replace("-", " ")
        yield "underscores", spelling.replace(" ", "_")
        yield "an article", f"the {re.sub('^(?:the|a) ', '', spelling)}"
        if slip := slipped(spelling):
            yield "a slip", slip
    if re.fullmatch(r"\d+(\.\d+)?", spelling):
        yield "a point", f"{float(spelling)}"
        yield "a power of ten", f"{float(spelling):e}"
        yield "a sum", f"{spelling} + 0"
        if float(spelling).is_integer() and float(spelling) <= 12:
            yield "a word", WORDS[int(float(spelling))]
    if found := re.fullmatch(r"(\w+)\s*(?:\^|\*\*)\s*(\w)", spelling):
        base, power = found.groups()
        yield "braces", f"{base}^{{{power}}}"
        yield "python", f"{base}**{power}" if power != "T" else f"{base}.T"
        yield "superscript", base + (power.translate(SUPERSCRIPT) if power.isdigit() else "ⁿ" if power == "n" else "ᵀ")
    if spelling in GREEK:
        yield "a Greek letter", GREEK[spelling]
        yield "a command", rf"\{spelling}"


def slipped(phrase: str) -> str | None:
    """A phrase with two letters in the middle of its longest word in the wrong order; None where that is too short, or the same."""
    word = max(re.split(r"[ -]", phrase), key=len)
    at = len(word) // 2
    if len(word) < 8 or word[at] == word[at + 1] or not word.isalpha():
        return None
    return phrase.replace(word, word[:at] + word[at + 1] + word[at] + word[at + 2 :])


def recall() -> Iterator[Typed]:
    """Lists: any items in any order and spelling, with any separator."""
    for question in questions("recall"):
        fields: Any = question
        rng = random.Random(question.id)
        for how, join in {
            "commas": ", ".join,
            "semicolons": "; ".join,
            "lines": "\n".join,
            "no spaces": ",".join,
            "and": " and ".join,
            "bullets": lambda items: "\n".join(f"- {item}" for item in items),
            "numbers": lambda items: "\n".join(f"{i}. {item}" for i, item in enumerate(items, 1)),
            "only spaces": " ".join,
        }.items():
            items = rng.sample(list(fields.answer.items()), fields.need)
            spellings = [rng.choice([item, *synonyms]) for item, synonyms in items]
            if how == "only spaces":  # where one may end is not always plain
                spellings = [item for item, _ in items]
            for case, said in {"": spellings, ", capitals": [text.upper() for text in spellings]}.items():
                yield Typed(question, join(said), how + case)
        slips = [slip for item in fields.answer if (slip := slipped(item))][:1]
        if slips:
            others = [item for item in fields.answer if slipped(item) != slips[0]]
            yield Typed(question, ", ".join([*slips, *others[: fields.need - len(slips)]]), "a slip")


def picked() -> Iterator[Typed]:
    """Options by their words and keys, as they are shown with seed 1."""
    for kind in ("choice", "multiple_choice"):
        for question in questions(kind)[:40]:
            fields: Any = question
            answer = [fields.answer] if isinstance(fields.answer, str) else list(fields.answer)
            options = question.ask(random.Random(1)).options
            keys = "123456789" if question.ask(random.Random(1)).keys[:1] in ("1", "") else "abcdefghi"
            places = [keys[options.index(one)] for one in answer]
            forms = {"keys": "".join(places), "spaces": f" {' '.join(places)} ", "commas": ",".join(places)}
            forms["and"] = " and ".join(places)
            if len(answer) == 1:
                forms |= {"a bracket": f"{places[0]})", "brackets": f"({places[0]})", "a full stop": f"{places[0]}."}
                forms |= {"words": answer[0], "capitals": answer[0].upper(), "wide": answer[0].replace(" ", "  ")}
            yield from (Typed(question, text, how) for how, text in forms.items())
