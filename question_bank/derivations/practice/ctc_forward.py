"""The forward algorithm of CTC, in logarithms

For each of T frames and C symbols, `log_probs` of shape (T, C) holds the natural logarithm of the probability of that
symbol in that frame. A **path** takes one symbol in each frame, independently of each other. It stands for a label
sequence: first runs of equal symbols are merged into one, then the symbol `blank` is taken away. `target`, of shape
(L,), L ≥ 1, holds the label sequence wanted, without blanks; equal labels may follow each other.

Let ext be the target with a blank before, between and behind its labels, of length S = 2L + 1, and let log_alpha[t, s]
be the logarithm of the total probability of all paths through the frames 0 to t that stand for the labels among ext[0]
… ext[s] and take the symbol ext[s] in frame t; −∞ if there is none.

Return `log_alpha`, of shape (T, S), and `loss`, minus the logarithm of the probability of all T-frame paths that stand
for the target: ∞ if no path is long enough. Nothing is divided by L or T. Hundreds of frames must not underflow.
"""

import numpy as np

SUBTOPIC = "pr.ocr"
LEVEL = 3
MINUTES = 25
RETURNS = ("log_alpha", "loss")
HINTS = (
    "In the next frame a path stays where it is in ext, goes on by one, or goes on by two. When would the last be wrong?",
    "A jump over a blank is allowed from one label to the next if the two differ; otherwise merging would make them one. A "
    "path may begin in the blank or the first label, and end in the last label or the blank after it.",
    "alpha[t, s] = (alpha[t−1, s] + alpha[t−1, s−1] + alpha[t−1, s−2] if the jump is allowed) · p[t, ext[s]]: with logarithms, "
    "+ becomes logaddexp and · becomes +.",
)
SOLUTION = """Paths can be counted by where they are in ext. A path that is at ext[s] in frame t was, in frame t − 1, at
s (the run goes on), at s − 1, or at s − 2. The last means that ext[s − 1] was left out. If ext[s] is a blank, a label
would be lost; if ext[s] = ext[s − 2], merging would make one label of two. So the jump is allowed where ext[s] ≠ blank
and ext[s] ≠ ext[s − 2]. As the frames are independent,

    alpha[t, s] = p[t, ext[s]] · (alpha[t−1, s] + alpha[t−1, s−1] + alpha[t−1, s−2] where allowed)

A path begins with the blank or with the first label: alpha[0, 0] = p[0, blank], alpha[0, 1] = p[0, ext[1]], all others
0. It ends at the last label or at the blank after it, so the probability is alpha[T−1, S−1] + alpha[T−1, S−2].

These products shrink exponentially with T. In logarithms sums become log-sum-exp, products sums, and 0 is −∞. The
number of paths is exponential, the work T·S. A target needs L frames at least, and one more for each pair of equal
neighbours.
"""
SOURCE = "Graves, Fernández, Gomez and Schmidhuber 2006, Connectionist Temporal Classification, section 4.1, doi 10.1145/1143844.1143891"
COVERS = ("31a",)
REVIEWED = "2026-11-22 agreed"


def ctc_forward(log_probs, target, blank):
    """Forward variables of CTC, and the loss.

    log_probs: (T, C) log probability of each symbol in each frame
    target: (L,) whole numbers, the labels
    blank: the symbol for "no label"
    returns log_alpha: (T, S) with S = 2L + 1, loss: a number
    """
    ext = np.full(2 * len(target) + 1, blank)
    ext[1::2] = target
    emit = log_probs[:, ext]
    may_jump = ext[2:] != ext[:-2]  # never onto a blank: two further back there is one too
    log_alpha = np.full(emit.shape, -np.inf)
    log_alpha[0, :2] = emit[0, :2]
    for t in range(1, len(emit)):
        before = log_alpha[t - 1]
        total = before.copy()
        total[1:] = np.logaddexp(total[1:], before[:-1])
        total[2:] = np.logaddexp(total[2:], np.where(may_jump, before[:-2], -np.inf))
        log_alpha[t] = total + emit[t]
    return log_alpha, -np.logaddexp(*log_alpha[-1, -2:])


def _log_probs(rng, frames, symbols):
    scores = 1.5 * rng.normal(size=(frames, symbols))
    return scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)


def _labels(rng, length, symbols, blank):
    """Labels that are no blank, neighbours different."""
    labels = []
    while len(labels) < length:
        label = int(rng.integers(symbols))
        if label != blank and label not in labels[-1:]:
            labels.append(label)
    return np.array(labels)


def _case(rng, frames, symbols, length, blank=0):
    return {
        "log_probs": _log_probs(rng, frames, symbols),
        "target": _labels(rng, length, symbols, blank),
        "blank": blank,
    }


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(3, 9)))
    yield "three frames, two labels", _case(rng, 3, 3, 2)
    yield "one frame, one label", _case(rng, 1, a, 1)
    yield "a word", _case(rng, 8 + b, 3 + c, 4)
    twice = _case(rng, 8 + d, 4 + a, 3)
    twice["target"] = np.array([2, 1, 1, 3])
    yield "a doubled letter", twice
    yield "blank with the highest number", _case(rng, 7 + e, 3 + f, 3, blank=2 + f)
    yield "just as many frames as labels", _case(rng, f, 4 + b, f)
    short = _case(rng, 3, 4 + e, 1)
    short["target"] = np.array([1, 1, 2])
    yield "too few frames for a doubled letter", short
    never = _case(rng, 9 + c, 4 + f, 3)
    never["log_probs"][1:4, 1:] = -np.inf
    never["log_probs"][1:4, 0] = 0.0
    yield "some frames are surely blank", never
    yield "hundreds of frames", _case(rng, 600 + 10 * a, 5 + d, 20 + e)
    all_same = _case(rng, 12 + b, 4 + c, 1, blank=1)
    all_same["target"] = np.full(4, 2)
    yield "four times the same letter", all_same
    half = _case(rng, 10 + d, 5 + b, 4)
    half["log_probs"] = half["log_probs"].astype(np.float32)
    yield "in float32", half


def naive(log_probs, target, blank):
    """By recursion over what a path has written: (number of labels, whether the last frame was blank)."""
    frames, length = len(log_probs), len(target)

    def add(table, key, value):
        if value > -np.inf:
            table[key] = np.logaddexp(table.get(key, -np.inf), value)

    log_alpha = np.full((frames, 2 * length + 1), -np.inf)
    states = {(0, True): 0.0}
    for t in range(frames):
        after = {}
        for (written, resting), value in states.items():
            add(after, (written, True), value + float(log_probs[t, blank]))
            if not resting:
                add(after, (written, False), value + float(log_probs[t, target[written - 1]]))
            if written < length and (resting or target[written] != target[written - 1]):
                add(after, (written + 1, False), value + float(log_probs[t, target[written]]))
        states = after
        for (written, resting), value in states.items():
            log_alpha[t, 2 * written if resting else 2 * written - 1] = value
    ends = [states.get((length, resting), -np.inf) for resting in (True, False)]
    return log_alpha, -np.logaddexp(*ends)


def _forward(log_probs, target, blank, jump=None, begin=2):
    """The forward variables with another rule for the jump, or another beginning."""
    ext = np.full(2 * len(target) + 1, blank)
    ext[1::2] = target
    emit = log_probs[:, ext]
    may_jump = (ext[2:] != blank) & (ext[2:] != ext[:-2]) if jump is None else jump(ext)
    log_alpha = np.full(emit.shape, -np.inf)
    log_alpha[0, :begin] = emit[0, :begin]
    for t in range(1, len(emit)):
        total = log_alpha[t - 1].copy()
        total[1:] = np.logaddexp(total[1:], log_alpha[t - 1, :-1])
        total[2:] = np.logaddexp(total[2:], np.where(may_jump, log_alpha[t - 1, :-2], -np.inf))
        log_alpha[t] = total + emit[t]
    return log_alpha, -np.logaddexp(*log_alpha[-1, -2:])


def mistake_jump_between_equal_labels(log_probs, target, blank):
    """You let a path jump from a label to an equal one. Without a blank between them the two are merged into one: the
    jump is allowed only if the labels differ.
    """
    return _forward(log_probs, target, blank, jump=lambda ext: ext[2:] != blank)


def mistake_no_jump(log_probs, target, blank):
    """You made every path stop at the blank between two labels. It may be left out where the labels differ."""
    return _forward(log_probs, target, blank, jump=lambda ext: np.zeros(len(ext) - 2, dtype=bool))


def mistake_blanks_jump_too(log_probs, target, blank):
    """You let a path jump from blank to blank, over a label, which is then lost. Only blanks may be left out."""
    return _forward(log_probs, target, blank, jump=lambda ext: (ext[2:] == blank) | (ext[2:] != ext[:-2]))


def mistake_begins_in_blank_only(log_probs, target, blank):
    """You let paths begin with the blank alone. The first frame may be the first label already."""
    return _forward(log_probs, target, blank, begin=1)


def mistake_begins_anywhere_near(log_probs, target, blank):
    """You let paths begin in the blank behind the first label too. That label would be lost: the beginning is the first
    blank or the first label.
    """
    return _forward(log_probs, target, blank, begin=3)


def mistake_ends_in_blank_only(log_probs, target, blank):
    """You counted only the paths that end in the last blank. A path may also end at the last label: add the last two."""
    log_alpha, _ = ctc_forward(log_probs, target, blank)
    return log_alpha, -log_alpha[-1, -1]


def mistake_sum_over_all_ends(log_probs, target, blank):
    """You summed over the whole last row. A path that is not at the end of the target has not written all of it: only
    the last label and the blank after it count.
    """
    log_alpha, _ = ctc_forward(log_probs, target, blank)
    return log_alpha, -np.logaddexp.reduce(log_alpha[-1])


def mistake_best_path_only(log_probs, target, blank):
    """You took the best way instead of the sum of all. The probability of the target is that of all its paths together."""
    ext = np.full(2 * len(target) + 1, blank)
    ext[1::2] = target
    emit = log_probs[:, ext]
    log_alpha = np.full(emit.shape, -np.inf)
    log_alpha[0, :2] = emit[0, :2]
    may_jump = (ext[2:] != blank) & (ext[2:] != ext[:-2])
    for t in range(1, len(emit)):
        total = log_alpha[t - 1].copy()
        total[1:] = np.maximum(total[1:], log_alpha[t - 1, :-1])
        total[2:] = np.maximum(total[2:], np.where(may_jump, log_alpha[t - 1, :-2], -np.inf))
        log_alpha[t] = total + emit[t]
    return log_alpha, -log_alpha[-1, -2:].max()


def mistake_probabilities_underflow(log_probs, target, blank):
    """You multiplied probabilities, and took the logarithm in the end. After some hundred frames they are rounded to 0:
    add logarithms, with logaddexp for the sums.
    """
    p = np.exp(log_probs.astype(float))
    ext = np.full(2 * len(target) + 1, blank)
    ext[1::2] = target
    alpha = np.zeros((len(p), len(ext)))
    alpha[0, :2] = p[0, ext[:2]]
    may_jump = (ext[2:] != blank) & (ext[2:] != ext[:-2])
    for t in range(1, len(p)):
        total = alpha[t - 1].copy()
        total[1:] += alpha[t - 1, :-1]
        total[2:] += may_jump * alpha[t - 1, :-2]
        alpha[t] = total * p[t, ext]
    with np.errstate(divide="ignore"):
        return np.log(alpha), -np.log(alpha[-1, -2:].sum())


def mistake_divided_by_length(log_probs, target, blank):
    """You divided the loss by the number of labels, as PyTorch's mean does. Here nothing is divided."""
    log_alpha, loss = ctc_forward(log_probs, target, blank)
    return log_alpha, loss / len(target)
