"""The label sequence of a CTC path

A text recognizer trained with connectionist temporal classification (CTC) names one symbol for each of T ≥ 1 frames:
`path`, of shape (T,), whole numbers from 0 on. One of them, `blank`, means "no symbol here". A path stands for a label
sequence: a symbol that goes on over several frames **without interruption** is written once, and blanks are not
written. A blank between two equal symbols separates them, so that a doubled letter can be written.

Return `labels`, of shape (L,), the sequence that the path stands for; L may be 0.
"""

import numpy as np

SUBTOPIC = "pr.ocr"
LEVEL = 1
MINUTES = 4
RETURNS = ("labels",)
HINTS = (
    "How would the recognizer write the double l of 'hello'? Say what happens to  h e l – l l o  step by step.",
    "There are two operations, and their order matters: the blank has done its work only after the runs are merged.",
    "Keep frame t if it is no blank and differs from frame t − 1; the first frame has none before it.",
)
SOLUTION = """Call the map B. It first merges each run of equal symbols into one, and then takes the blanks away. For
h e e – l l – l o (with – for the blank) merging gives h e – l – l o, and without blanks h e l l o. In the opposite
order the two runs of l would touch and become one: a doubled letter could never be written.

Both operations can be done at once. A symbol is written exactly where a run begins, so frame t is kept if

    path[t] ≠ path[t − 1]   and   path[t] ≠ blank

The comparison is with the frame before, not with the last symbol kept: after l – the second l differs from the blank in
front of it. The first frame begins a run in any case.

Many paths have the same label sequence; CTC's loss adds up the probabilities of all of them. To decode greedily, take
the most probable symbol in each frame, then apply B.
"""
SOURCE = "Graves, Fernández, Gomez and Schmidhuber 2006, Connectionist Temporal Classification, section 3.1, doi 10.1145/1143844.1143891"
COVERS = ("31a",)
REVIEWED = "2026-11-22 agreed"


def ctc_collapse(path, blank):
    """The label sequence that a path stands for.

    path: (T,) whole numbers, one symbol for each frame
    blank: the symbol that is not written
    returns labels: (L,) whole numbers
    """
    begins = np.concatenate(([True], path[1:] != path[:-1]))
    return path[begins & (path != blank)]


def _path(rng, frames, symbols, stay=0.5):
    """Runs of random length."""
    path = [int(rng.integers(symbols))]
    for _ in range(frames - 1):
        path.append(path[-1] if rng.random() < stay else int(rng.integers(symbols)))
    return np.array(path)


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(4, 10)))
    x, y = (int(n) for n in rng.permutation(np.arange(1, 6))[:2])
    yield "hello, with the blank between the two l", {"path": np.array([8, 5, 5, 0, 12, 12, 0, 12, 15]), "blank": 0}
    yield "one frame", {"path": np.array([x]), "blank": 0}
    yield "one frame, blank", {"path": np.array([y]), "blank": y}
    yield "nothing but blanks", {"path": np.full(a, 3), "blank": 3}
    yield "one long symbol", {"path": np.full(b, x), "blank": 0}
    yield (
        "a doubled symbol, and the same one again later",
        {"path": np.array([x, 0, x, x, y, x, y, y, 0, 0, y]), "blank": 0},
    )
    last = rng.permutation(np.arange(4, 9))
    yield (
        "blank with the highest number",
        {"path": np.array([9, *last[:2], 9, last[1], last[1], *last[2:], 9]), "blank": 9},
    )
    yield (
        "symbols out of order, the blank in the middle",
        {"path": np.array([7, 7, 4, 2, 2, 4, 4, 2, 7, 1, 7]), "blank": 4},
    )
    yield "a line of text", {"path": _path(rng, 60 + c, 3 + d), "blank": 0}
    yield "a line of text, another blank", {"path": _path(rng, 40 + e, 3 + f, stay=0.7), "blank": 1}


def naive(path, blank):
    labels, t = [], 0
    while t < len(path):
        end = t
        while end < len(path) and path[end] == path[t]:
            end += 1
        if path[t] != blank:
            labels.append(path[t])
        t = end
    return np.array(labels, dtype=int)


def large(rng):
    return {"path": rng.integers(0, 4, size=200_000), "blank": 0}


def _merged(path):
    return path[np.append(np.ones(min(len(path), 1), dtype=bool), path[1:] != path[:-1])]


def mistake_blanks_removed_first(path, blank):
    """You took the blanks away first, and then merged: so a doubled letter becomes one. The blank between them must
    still be there while runs are merged.
    """
    return _merged(path[path != blank])


def mistake_blanks_kept(path, blank):
    """You merged the runs, but the blanks are still there. They are no symbols: take them away at the end."""
    return _merged(path)


def mistake_runs_kept(path, blank):
    """You took the blanks away, but wrote a symbol once for each frame. A run of frames is one symbol."""
    return path[path != blank]


def mistake_every_symbol_once(path, blank):
    """You wrote each symbol once in all. Only neighbouring frames are merged: a letter may come back later."""
    return np.array([symbol for symbol in dict.fromkeys(path.tolist()) if symbol != blank], dtype=int)


def mistake_first_frame_lost(path, blank):
    """You compared each frame with the one before, and lost the first, which has none before it. It begins a run."""
    return path[1:][(path[1:] != path[:-1]) & (path[1:] != blank)]


def mistake_blank_is_zero(path, blank):
    """You took 0 for the blank. Which symbol it is differs between libraries, and is given as an argument."""
    return ctc_collapse(path, 0)


def mistake_last_frame_of_run_lost(path, blank):
    """You compared each frame with the next one, and lost the last, which has none after it. It ends a run."""
    return path[:-1][(path[1:] != path[:-1]) & (path[:-1] != blank)]
