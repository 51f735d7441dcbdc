"""Which answers are alike beyond what the question and the class explain. Points out, judges nothing; executes nothing.

As MOSS does (Schleimer, Wilkerson and Aiken, Winnowing: local algorithms for document fingerprinting, SIGMOD 2003, sections 1 and 5),
sources are compared by the runs of tokens that they share, without comments, layout and chosen names; what was given to all, and what
many wrote independently, is left out. The answers are short, so that every run is kept, none sampled.
"""

from __future__ import annotations

import builtins
import keyword
import token
import tokenize
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from io import StringIO
from itertools import combinations
from typing import NamedTuple

RUN = 8
"""Tokens in a row that are compared: about one short line."""
LEAST = 20
"""Runs of its own that an answer must have to be compared: about five lines; shorter ones are alike by chance."""
SHARE = 0.8
"""Part of the runs of the shorter answer from which on two are pointed out."""
COMMON, COMMON_SHARE, COMMON_MOST = 10, 0.05, 50
"""A run that over so many answers have (MOSS: `-m 10`), or that part of a larger class, at most so many, is known to all."""
LONGEST = 100_000
"""Characters of an answer that are compared."""
_KEPT = {*keyword.kwlist, *dir(builtins), "np", "numpy"}
_LAYOUT = {token.NEWLINE, token.NL, token.INDENT, token.DEDENT, token.COMMENT, token.ENCODING, token.ENDMARKER}
_PLAIN = {token.NUMBER: "number", token.STRING: "text"}


class Pair(NamedTuple):
    """Two answers that are alike.

    Attributes:
        share: of the runs of the shorter one, those that are in the other too.
    """

    first: str
    second: str
    share: float


def similar(sources: Mapping[str, str], starter: str) -> list[Pair]:
    """The pairs that are alike, the most alike first.

    Only answers that share a rare run are held against each other, and no run is shared by more than `COMMON_MOST` different ones: work
    grows as the class does. Of answers with all the same runs each is named beside the first.

    Args:
        sources: by name.
        starter: what all were given.
    """
    given = set(_runs(starter))
    own = {name: runs for name, source in sources.items() if len(runs := frozenset(_runs(source)) - given) >= LEAST}
    alike = defaultdict(list)  # copies count once in what many wrote
    for name, runs in own.items():
        alike[runs].append(name)
    among = Counter(run for runs in alike for run in runs)
    known_to_all = min(COMMON_MOST, max(COMMON, COMMON_SHARE * len(sources)))
    groups = [(kept, names) for runs, names in alike.items() if len(kept := _rare(runs, among, known_to_all)) >= LEAST]
    found = [Pair(names[0], other, 1.0) for _, names in groups for other in names[1:]]
    having = defaultdict(list)
    for i, (runs, _) in enumerate(groups):
        for run in runs:
            having[run].append(i)
    shared = Counter(pair for members in having.values() for pair in combinations(members, 2))
    for (i, j), count in shared.items():
        share = count / min(len(groups[i][0]), len(groups[j][0]))
        if share >= SHARE:
            found.append(Pair(groups[i][1][0], groups[j][1][0], share))
    return sorted(found, key=lambda pair: (-pair.share, pair.first, pair.second))


def _rare(runs: frozenset[int], among: Mapping[int, int], known_to_all: float) -> frozenset[int]:
    return frozenset(run for run in runs if among[run] <= known_to_all)


def _runs(source: str) -> Iterator[int]:
    """A number for every run of tokens."""
    words = list(_tokens(source))
    for i in range(len(words) - RUN + 1):
        yield hash(tuple(words[i : i + RUN]))


def _tokens(source: str) -> Iterator[str]:
    """The tokens that say what is done: chosen names are all one, and so are numbers and texts; those after a dot are not chosen.

    What is no Python ends where it stops being so.
    """
    before = ""
    try:
        for kind, text, *_ in tokenize.generate_tokens(StringIO(source[:LONGEST]).readline):
            if kind in _LAYOUT or (kind == token.STRING and before in ("", ":")):  # a docstring tells of what is done
                continue
            if kind == token.NAME:
                yield text if text in _KEPT or before == "." else "name"
            else:
                yield _PLAIN.get(kind, text)
            before = text
    except (tokenize.TokenError, SyntaxError, ValueError):
        return
