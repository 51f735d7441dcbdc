"""What a question asks for, in its own words: a unit that may be typed behind the answer, or a factor that may be typed as a word."""

from __future__ import annotations

import re

from quizdl.domain.pattern import pattern
from quizdl.domain.units import is_unit

_SENTENCE = pattern(r"(?<=[.?!:;]) ")
_COUNT = pattern(r"\bhow many ((?:[^\W\d_]+(?:[ /]|(?=[?,.]))){1,4})", re.IGNORECASE)
_ASKED = (
    pattern(r"\b(?:which|what) ([^\W\d_]+)(?=/[^\W\d_])", re.IGNORECASE),
    pattern(r"\b([^\W\d_]+)(?= per\b)"),
    pattern(r"^([^\W\d_]+)(?= of\b)"),
    pattern(r"\bin ([^\W\d_]+)(?= ?[,(?])", re.IGNORECASE),
)
"""Where the unit stands if nothing is counted: `Which samples/sec?`, `FLOPs per byte?`, `FLOPs of a layer?`, `the entropy, in bits?`"""
_WORD = pattern(r"[^\W\d_]+")
_PER = pattern(r"(?:/|\b(?:per|each|every) )([^\W\d_]+)", re.IGNORECASE)
_NO_NOUN = frozenset((
    "per", "do", "does", "did", "is", "are", "was", "were", "has", "have", "can", "could", "will", "must", "may", "of", "in", "at", "on",
    "to", "for", "from", "as", "each", "a", "an", "the", "times", "more", "fewer", "less", "it", "they",
))  # fmt: skip
_TYPED = pattern(
    r"(.*?[^\s*/+^,(-])\s*(?<![^\W\d_])((?:(?!per )[^\W\d_]+ ){0,2}[^\W\d_]+?)(?:\s*(?:/|\bper )\s*([^\W\d_]+))?\.?",
    re.DOTALL,
)
_OVER = pattern(r".*(?:/|\b(?:per|each|every)\s)\s*((?:[^\W\d_]+ ){0,2}[^\W\d_]+)\.?", re.IGNORECASE | re.DOTALL)
_RATE = pattern(r"(.*[^\W\d_])\s*(?:/|\bper )\s*([^\W\d_]+)")
LONGEST = 200
"""Characters of an answer that may have a unit behind it."""
_SHORT = {"B": "byte", "s": "second", "sec": "second", "h": "hour", "hr": "hour", "min": "minute"}

_FACTOR = pattern(r"\b(?:which|what) factor\b|\bhow many times (?:as|the)\b", re.IGNORECASE)
_DOWN = pattern(
    r"shr[iu]nk|f[ae]ll|drop|reduc|decreas|small|few|less|slow|speed|fast|quick|short|sav|cheap|down|low|divid",
    re.IGNORECASE,
)
"""In a question of these, `halved` may mean 2 or 1/2."""
_CHANGED = {
    "halved": "1/2", "halves": "1/2", "quartered": "1/4", "unchanged": "1", "doubled": "2", "doubles": "2", "twice": "2",
    "tripled": "3", "triples": "3", "trebled": "3", "thrice": "3", "quadrupled": "4", "quadruples": "4",
}  # fmt: skip
_BY = pattern(r"(?:by |it )?(?:is |are |gets )?(.+?)\.?", re.IGNORECASE)
_BEFORE = pattern(r"^(?:(?:by )?(?:a )?factor (?:of )?|by |times |[x×] ?)(?=[\d.½¼¾⅐-⅞])", re.IGNORECASE)


def without_unit(text: str, prompt: str) -> tuple[str, str] | None:
    """A typed answer without the unit behind it, and that unit, if it is the one that the question asks for; else None.

    `How many FLOPs per byte?` may be answered in FLOPs, and in FLOP/byte. A unit of another size is another unit.

    Args:
        text: what was typed.
        prompt: the question.
    """
    found = _whole(_TYPED, text)
    if not found:
        return None
    counts, whole = _asked(prompt)
    rest, words, over = found[1], found[2].split(), found[3]
    if over and _one(over) not in whole:
        return None
    for start in range(len(words)):  # the longest: the words before it belong to the answer
        if tuple(map(_one, words[start:])) in counts:
            before = "".join(f" {word}" for word in words[:start])
            return rest + before, text.strip()[len(rest + before) :].strip(" .")
    return None


def without_rate(text: str, prompt: str) -> str:
    """A typed answer without `per step` or `/GPU` behind its unit, if the question asks for it per step, or of each GPU."""
    found = _whole(_RATE, text)
    return found[1] if found and _one(found[2]) in _asked(prompt)[1] else text


def turned_over(text: str, prompt: str) -> str | None:
    """What a question counts, in its own word, if an answer is so many per that; else None.

    `How many synapses per neuron?` is not answered by `1000 neurons per synapse`, nor by `1000 per synapse`.

    Args:
        text: what was typed.
        prompt: the question.
    """
    found = _whole(_OVER, text)
    if not found:
        return None
    counts, whole = _asked(prompt)
    over = {_one(word) for word in found[1].split()}
    if not whole or over & whole:
        return None
    counted = over & {unit[-1] for unit in counts}
    return next((word for word in reversed(_WORD.findall(prompt)) if _one(word) in counted), None)


def factor_typed(text: str, prompt: str) -> str:
    """The number that a word for a change stands for, where a question asks for a factor: 1/2 for `halved`, 3 for `times 3`."""
    asked = " ".join(_questions(prompt))
    if not _FACTOR.search(asked):
        return text
    written = _BEFORE.sub("", text.strip(), count=1)
    found = _BY.fullmatch(written)
    return written if not found or _DOWN.search(asked) else _CHANGED.get(found[1].casefold(), written)


def _whole(form: re.Pattern[str], text: str) -> re.Match[str] | None:
    """A typed answer that is of a form; none is that is too long."""
    return form.fullmatch(text.strip()) if len(text) <= LONGEST else None


def _questions(prompt: str) -> list[str]:
    """The sentences of a prompt that ask."""
    return [sentence for sentence in _SENTENCE.split(prompt) if "?" in sentence]


def _asked(prompt: str) -> tuple[set[tuple[str, ...]], set[str]]:
    """The words of which the unit that is asked for may consist, and per what it is."""
    counts: set[tuple[str, ...]] = set()
    whole: set[str] = set()
    for sentence in _questions(prompt):
        found = _COUNT.search(sentence)
        if found:
            words = [_one(word) for word in re.split(r"[ /]", found[1].strip())]
            end = next((i for i, word in enumerate(words) if word in _NO_NOUN), len(words))
            counts |= {tuple(words[i:j]) for i in range(end) for j in range(i + 1, end + 1)}
        else:
            rate, *units = (one.search(sentence) for one in _ASKED)
            found = rate or next((unit for unit in units if unit and is_unit(unit[1])), None)
            counts |= {(_one(found[1]),)} if found else set()
        if found:
            whole |= {_one(word) for word in _PER.findall(sentence[found.start() :])}
    return counts, whole


def _one(word: str) -> str:
    """A word of a unit without case and plural."""
    written = _SHORT.get(word, word.casefold())
    return _SHORT.get(written, written).removesuffix("s") if len(written) > 2 else written
