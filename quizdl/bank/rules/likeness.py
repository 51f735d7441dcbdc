"""How alike texts are, by the words that they share."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

_STOP = frozenset((
    "a", "an", "the", "of", "in", "on", "is", "are", "to", "and", "or", "for", "by", "with", "what", "which",
    "how", "many", "much", "does", "do", "did", "it", "its", "as", "at", "from", "that", "this", "be", "has",
    "have", "than", "if", "when", "one", "no", "not", "per", "each", "into", "after", "before", "can", "will",
    "their", "they", "you", "your",
))  # fmt: skip


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
