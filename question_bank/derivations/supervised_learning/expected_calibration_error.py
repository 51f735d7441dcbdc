"""Expected and maximum calibration error

For each of N examples a classifier named a class, with the probability `confidence` that it is right; `correct` says
whether it was, 1 or 0. Both have shape (N,), and 0 ≤ confidence ≤ 1.

The examples are put into `n_bins` bins of equal width by confidence: with M bins, bin m = 1 … M holds the confidences
with (m − 1)/M < confidence ≤ m/M, so a value on an edge belongs to the bin **below** it; a confidence of exactly 0
belongs to the first bin. The gap of a bin is |fraction of its examples that were correct − **mean confidence** of its
examples|. Empty bins have no gap and count for nothing.

Return `ece`, the mean of the gaps, each bin **weighted by the number of its examples**, and `mce`, the largest gap.
"""

import numpy as np

SUBTOPIC = "sl.metrics"
LEVEL = 2
MINUTES = 10
RETURNS = ("ece", "mce")
INVARIANTS = {"ece": ("not negative",), "mce": ("not negative",)}
HINTS = (
    "Give each example the number of its bin; then only sums over bins are needed.",
    "Multiply the confidence by M: which rounding puts a value on an edge into the bin below? The first bin needs care.",
    "bin = max(⌈M · confidence⌉, 1). In a bin with n examples the gap is |Σ correct − Σ confidence| / n, so n cancels in ece.",
)
SOLUTION = """A classifier is calibrated if, of the cases in which it says 80 %, 80 % are right. That cannot be seen in
a single example, so examples of similar confidence are put together.

Bin m has (m − 1)/M < confidence ≤ m/M, so m = ⌈M · confidence⌉, with 0 moved to bin 1. For a bin B with n examples the
gap is

    |acc − conf| = |Σ_B correct − Σ_B confidence| / n

and with the weights n/N

    ECE = Σ_B (n/N) · gap(B) = (1/N) Σ_B |Σ_B (correct − confidence)|

so the counts cancel: add correct − confidence up in each bin, take the sizes, add, divide by N. Empty bins add 0 by
themselves. The sign is dropped after the sum within a bin, not before: for a single example |correct − confidence| is
large even if all is well calibrated. MCE is the largest gap, and needs the counts.

ECE depends on the number of bins: with one bin it is |accuracy − mean confidence|, in which over- and under-confidence
cancel; with very many, each holds one example and noise is all that is measured.
"""
EQUIVALENT = {
    "surplus = np.abs(np.bincount(bins, weights=correct - confidence)) → "
    "surplus = np.abs(np.bincount(bins, weights=confidence - correct))": "the size has no sign"
}
SOURCE = "Guo, Pleiss, Sun and Weinberger 2017, On Calibration of Modern Neural Networks, arXiv 1706.04599, section 2, equations 3 and 5"
REVIEWED = "2026-11-22 agreed"


def expected_calibration_error(confidence, correct, n_bins):
    """Expected and maximum calibration error.

    confidence: (N,) probabilities that the classifier gave to its answers
    correct: (N,) 1 where the answer was right, 0 where not
    n_bins: number of bins M
    returns ece: a number, mce: a number
    """
    bins = np.maximum(np.ceil(n_bins * confidence).astype(int), 1)
    sizes = np.bincount(bins)
    surplus = np.abs(np.bincount(bins, weights=correct - confidence))
    return surplus.sum() / len(bins), np.max(surplus / np.where(sizes > 0, sizes, np.inf))


def _case(rng, n, m, low=0.0):
    """No confidence is within 2 % of a bin's width of an edge; the classifier is too sure of itself."""
    place = rng.integers(int(low * m), m, size=n) + rng.uniform(0.02, 0.98, size=n)
    confidence = place / m
    return {"confidence": confidence, "correct": (rng.random(n) < 0.8 * confidence).astype(int), "n_bins": m}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(3, 15))[:6])
    yield (
        "four examples, two bins",
        {
            "confidence": np.array([0.3, 0.6, 0.8, 0.9]),
            "correct": np.array([1, 0, 1, 1]),
            "n_bins": 2,
        },
    )
    yield "one example", _case(rng, 1, 10)
    yield "ten bins", _case(rng, 60 + a, 10)
    yield "a single bin", _case(rng, 20 + b, 1)
    yield "more bins than examples", _case(rng, c, 15 + c)
    yield "as many bins as examples", _case(rng, 5 + d, 5 + d)
    yield "confidences above one half only, so that bins are empty", _case(rng, 50 + e, 12, low=0.5)
    edges = _case(rng, 60 + f, 8)
    on_edge = rng.random(60 + f) < 0.4
    edges["confidence"] = np.where(on_edge, rng.integers(1, 9, size=60 + f) / 8, edges["confidence"])
    edges["correct"] = np.where(on_edge, 1, edges["correct"])
    yield "many on the edges of eight bins", edges
    yield (
        "always sure, sometimes wrong",
        {"confidence": np.ones(20 + a), "correct": (np.arange(20 + a) % 7 > 0).astype(int), "n_bins": 5},
    )
    zeros = np.arange(12 + b) < 6 + int(rng.integers(3))
    yield (
        "confidence 0, and always right; a little more, and wrong",
        {
            "confidence": np.where(zeros, 0.0, 0.2),
            "correct": zeros.astype(int),
            "n_bins": 4,
        },
    )
    half = _case(rng, 80 + c, 10)
    yield "in float32", half | {"confidence": half["confidence"].astype(np.float32)}
    yield "many examples", _case(rng, 300 + d, 15)


def naive(confidence, correct, n_bins):
    ece = mce = 0.0
    for m in range(1, n_bins + 1):
        inside = [
            (float(p), int(right))
            for p, right in zip(confidence, correct, strict=True)
            if (m - 1) / n_bins < p <= m / n_bins or (p == 0 and m == 1)
        ]
        if inside:
            accuracy = sum(right for _, right in inside) / len(inside)
            gap = abs(accuracy - sum(p for p, _ in inside) / len(inside))
            ece += gap * len(inside) / len(correct)
            mce = max(mce, gap)
    return ece, mce


def large(rng):
    return _case(rng, 100_000, 15)


def _gaps(confidence, correct, bins, middle=None):
    """Sizes, and signed gaps, of the bins that are not empty; `middle` in place of the mean confidence."""
    sizes = np.bincount(bins)
    used = np.flatnonzero(sizes)
    hits = np.bincount(bins, weights=correct)[used] / sizes[used]
    mean = np.bincount(bins, weights=confidence)[used] / sizes[used] if middle is None else middle[used]
    return sizes[used], hits - mean


def _bins(confidence, n_bins):
    return np.maximum(np.ceil(n_bins * confidence).astype(int), 1)


def mistake_bins_not_weighted(confidence, correct, n_bins):
    """You took the plain mean over the bins. A bin with one example would count as much as one with a thousand: weight
    by size.
    """
    _, gaps = _gaps(confidence, correct, _bins(confidence, n_bins))
    return np.abs(gaps).mean(), np.abs(gaps).max()


def mistake_empty_bins_counted(confidence, correct, n_bins):
    """You divided the sum of the gaps by the number of all bins. The weights are the bins' shares of the examples."""
    _, gaps = _gaps(confidence, correct, _bins(confidence, n_bins))
    return np.abs(gaps).sum() / n_bins, np.abs(gaps).max()


def mistake_signed_gaps(confidence, correct, n_bins):
    """Your gaps keep their sign, so over- and under-confident bins cancel. Take the size of each bin's gap first."""
    sizes, gaps = _gaps(confidence, correct, _bins(confidence, n_bins))
    return abs(sizes @ gaps) / len(correct), gaps.max()


def mistake_gap_of_each_example(confidence, correct, n_bins):
    """You took the size of the difference for each example. Within a bin the differences are summed first; a single
    example is never calibrated.
    """
    gap = np.abs(correct - confidence)
    _, gaps = _gaps(gap, np.zeros(len(gap)), _bins(confidence, n_bins))
    return gap.mean(), np.abs(gaps).max()


def mistake_edge_to_the_bin_above(confidence, correct, n_bins):
    """You put a confidence on an edge into the bin above it, by rounding down. Here an edge belongs to the bin below."""
    bins = np.minimum((n_bins * confidence).astype(int), n_bins - 1)
    sizes, gaps = _gaps(confidence, correct, bins)
    return sizes @ np.abs(gaps) / len(correct), np.abs(gaps).max()


def mistake_zero_left_out(confidence, correct, n_bins):
    """You lost the examples whose confidence is exactly 0. They belong to the first bin."""
    kept = confidence > 0
    if not kept.any():
        return 0.0, 0.0
    sizes, gaps = _gaps(confidence[kept], correct[kept], _bins(confidence[kept], n_bins))
    return sizes @ np.abs(gaps) / len(correct), np.abs(gaps).max()


def mistake_middle_of_the_bin(confidence, correct, n_bins):
    """You compared with the middle of each bin. The mean confidence of the examples in it may lie elsewhere."""
    middle = (np.arange(n_bins + 1) - 0.5) / n_bins
    sizes, gaps = _gaps(confidence, correct, _bins(confidence, n_bins), middle)
    return sizes @ np.abs(gaps) / len(correct), np.abs(gaps).max()


def mistake_gaps_squared(confidence, correct, n_bins):
    """You squared the gaps. The expected calibration error is a mean of their sizes."""
    sizes, gaps = _gaps(confidence, correct, _bins(confidence, n_bins))
    return sizes @ gaps**2 / len(correct), (gaps**2).max()


def mistake_number_of_bins_ignored(confidence, correct, n_bins):
    """You took ten bins whatever n_bins is."""
    sizes, gaps = _gaps(confidence, correct, _bins(confidence, 10))
    return sizes @ np.abs(gaps) / len(correct), np.abs(gaps).max()
