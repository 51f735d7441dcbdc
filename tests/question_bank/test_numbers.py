"""Every numeric answer of the bank against an independent computation: counting, acting out, NumPy, finite differences."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from quizdl.domain.evaluation import evaluate
from quizdl.domain.expression import parse
from quizdl.kinds.numeric import Numeric
from tests.question_bank.bank import Array, gradient, questions, root, seeded, slope, softmax


def parameters(*shapes: tuple[int, ...]) -> int:
    return sum(np.zeros(shape).size for shape in shapes)


def leaky_integrate_and_fire() -> float:
    voltage, step, tau, drive = 5.0, 2.0, 10.0, 20.0
    slope_now = (drive - voltage) / tau
    return voltage + step * slope_now


def receptive_field_of_three_3x3() -> int:
    """How many inputs of a row move one output."""

    def three_layers(row: Array) -> float:
        for _ in range(3):
            row = np.convolve(row, [1.0, 2.0, 3.0], mode="same")
        return float(row[len(row) // 2])

    return int(np.count_nonzero(gradient(three_layers, np.ones(25)).round(6)))


def batch_norm() -> float:
    batch = np.array([1.0, 5.0])
    return float((10 * (batch - batch.mean()) / batch.std() + 1)[1])


def tfrecord_file() -> int:
    record = struct.pack("<Q", 100) + struct.pack("<I", 0) + bytes(100) + struct.pack("<I", 0)
    return len(record * 10)


def torch_sgd(gradients: list[float], rates: list[float], momentum: float, *, nesterov: bool = False) -> list[float]:
    """The moves of a weight, step by step, as torch.optim.SGD is documented."""
    velocity, moves = 0.0, []
    for number, (g, rate) in enumerate(zip(gradients, rates, strict=True)):
        velocity = momentum * velocity + g if number else g
        moves.append(rate * (g + momentum * velocity if nesterov else velocity))
    return moves


def unequal_shards() -> float:
    samples = [2.0] * 3 + [6.0]  # gradients of the single losses that give these means
    assert [np.mean(samples[:3]), np.mean(samples[3:])] == [2.0, 6.0]
    return float(np.mean(samples))


def kvstore() -> float:
    store = {3: 10.0}
    pushed = [1.0, 2.0, 3.0]
    merged = 0.0
    for value in pushed:
        merged += value
    store[3] = merged  # the default updater assigns
    return store[3]


def vector_add_intensity() -> float:
    x = np.ones(1000, dtype=np.float32)
    z = x + x
    return z.size / (x.nbytes + x.nbytes + z.nbytes)


def cheapest_order() -> int:
    def cost(left: tuple[int, int], right: tuple[int, int]) -> int:
        assert left[1] == right[0]
        return sum(1 for _ in product(range(left[0]), range(left[1]), range(right[1])))

    a, b, x = (10, 100), (100, 10), (10, 1)
    return min(cost(a, b) + cost((10, 10), x), cost(b, x) + cost(a, (100, 1)))


def steady_velocity() -> float:
    velocity = 0.0
    for _ in range(1000):
        velocity = 0.9 * velocity + 1
    return velocity


def adagrad_second_step() -> float:
    total = step = 0.0
    for g in (3.0, 4.0):
        total += g * g
        step = 1.0 * g / math.sqrt(total)
    return step


def rmsprop_first_step() -> float:
    average = 0.99 * 0.0 + (1 - 0.99) * 5.0**2
    return 0.01 * 5.0 / math.sqrt(average)


def adam_bias_factor() -> float:
    uncorrected = 0.999 * 0.0 + (1 - 0.999) * 7.0**2
    return 7.0**2 / uncorrected  # the corrected second moment of one gradient is its square


def linear_scaling() -> float:
    rate, batch = 0.1, 256
    while batch < 1024:
        rate, batch = 2 * rate, 2 * batch
    return rate


def largest_rate(loss: Callable[[float], float]) -> float:
    """The rate at which a step of gradient descent from 1 ends just as far away as it started."""
    return root(lambda rate: abs(1 - rate * slope(loss, 1.0)) - 1, 1e-3, 10)


def clipped() -> float:
    g = np.array([3.0, 4.0])
    return float((g * min(1.0, 1.0 / np.linalg.norm(g)))[0])


def halving() -> int:
    configurations, epochs = 16, 1
    while epochs < 8:
        configurations, epochs = configurations // 2, 2 * epochs
    return configurations


def doublings() -> int:
    examples, gained = 10_000, 0
    while gained < 4:
        examples, gained = 2 * examples, gained + 1
    return examples


def coverage_accuracy() -> float:
    answered = np.arange(1000) >= 500
    right = answered & (np.arange(1000) >= 550)
    return float(right[answered].mean())


def collapsed(path: str) -> str:
    """What a path of CTC reads: repeated symbols merged, then blanks (`-`) taken out."""
    return "".join(now for before, now in zip(" " + path, path, strict=False) if now != before).replace("-", "")


def shortest_ctc_path(text: str) -> int:
    """Breadth first over what has been read and the last symbol."""
    states, steps = {("", "")}, 0
    while not any(read == text for read, _ in states):
        steps += 1
        states = {
            (read if symbol in ("-", last) else read + symbol, symbol)
            for read, last in states
            for symbol in {*text, "-"}
            if text.startswith(read if symbol in ("-", last) else read + symbol)
        }
    return steps


def ctc_probability() -> float:
    return sum(collapsed("".join(path)) == "a" for path in product("a-", repeat=2)) / 4


def chain_of_ocr() -> float:
    words = np.arange(100)
    found = words[words < 80]
    read = found[np.arange(found.size) < 0.9 * found.size]
    return read.size / words.size


def label_budget() -> float:
    cents = sum(2 for _ in range(10) for _ in range(5_000) for _ in range(3))
    return cents / 100


def kappa() -> float:
    """From a table of two annotators with these agreements: 1 - disagreement / disagreement by chance."""
    yes = (1 + math.sqrt(0.6)) / 2
    table = np.array([[yes - 0.05, 0.05], [0.05, 1 - yes - 0.05]])
    by_chance = np.outer(table.sum(1), table.sum(0))
    assert math.isclose(np.trace(table), 0.9)
    assert math.isclose(np.trace(by_chance), 0.8)
    return float(1 - (table[0, 1] + table[1, 0]) / (by_chance[0, 1] + by_chance[1, 0]))


def margin() -> float:
    w = np.array([3.0, 4.0])
    nearest_of_plus, nearest_of_minus = w / (w @ w), -w / (w @ w)  # with b = 0
    assert math.isclose(w @ nearest_of_plus, 1)
    return float(np.linalg.norm(nearest_of_plus - nearest_of_minus))


def gini() -> float:
    """The chance that two examples drawn from the node are of different classes."""
    return float(np.mean([one != other for one, other in product("AAAB", repeat=2)]))


def ill_given_alarm() -> float:
    people = [
        (ill, alarm) for ill, alarm, count in ((1, 1, 90), (1, 0, 10), (0, 1, 90), (0, 0, 810)) for _ in range(count)
    ]
    assert sum(ill for ill, _ in people) / len(people) == 0.1
    return float(np.mean([ill for ill, alarm in people if alarm]))


def free_probabilities() -> int:
    """The dimension of the family of joint distributions: the rank of its Jacobian by all ten table entries."""

    def joint(logits: Array) -> Array:
        a, b, c = softmax(logits[:2]), softmax(logits[2:6].reshape(2, 2)), softmax(logits[6:].reshape(2, 2))
        return np.asarray(np.einsum("a,ab,bc->abc", a, b, c)).ravel()

    at = np.random.default_rng(0).normal(size=10)
    jacobian = np.array([gradient(lambda logits, i=i: joint(logits)[i], at) for i in range(8)])  # type: ignore[misc]
    return int(np.linalg.matrix_rank(jacobian, tol=1e-6))


def expected_squared_error() -> float:
    """Over a predictor and a label with two values each, of these moments about a truth of 0."""
    predictions, labels = (3 + 2, 3 - 2), (math.sqrt(2), -math.sqrt(2))
    assert [np.mean(predictions), np.var(predictions)] == [3.0, 4.0]
    return float(np.mean([(one - other) ** 2 for one, other in product(predictions, labels)]))


def roc_area() -> float:
    """Under the curve, drawn threshold by threshold."""
    scored = sorted([(0.9, 1), (0.4, 1), (0.6, 0), (0.3, 0)], reverse=True)
    hits, alarms, area = 0.0, 0.0, 0.0
    for _, positive in scored:
        hits += positive / 2
        area += (1 - positive) / 2 * hits
        alarms += (1 - positive) / 2
    assert (hits, alarms) == (1, 1)
    return area


ORACLES: dict[str, Callable[[], float]] = {
    # deep learning
    "dl-neuron-mlp-params": lambda: parameters((4, 5), (5,), (5, 3), (3,)),
    "dl-brain-lif-step": leaky_integrate_and_fire,
    "dl-act-tanh-slope": lambda: slope(math.tanh, math.atanh(0.8)),
    "dl-loss-ce-bits": lambda: len([bit for bit in range(10) if 2.0**-bit > 1 / 8]),  # halvings from 1 to 1/8
    "dl-backprop-fork": lambda: slope(lambda x: (x + 2) * x, 3.0),
    "dl-conv-three-3x3": receptive_field_of_three_3x3,
    "dl-convb-bias-sum": lambda: float(np.ones((4, 16, 10, 10)).sum(axis=(0, 2, 3))[0]),
    "dl-im2col-columns": lambda: sum(1 for _ in product(range(4), range(4 - 1), range(4 - 1))),
    "dl-bn-value": batch_norm,
    "dl-norms-group-means": lambda: np.ones((8, 4, 4, 5, 5)).mean(axis=(2, 3, 4)).size,
    "dl-drop-inverted-scale": lambda: float(1 / np.mean([0, 0, 1, 1, 1, 1, 1, 1, 1, 1])),
    "dl-gc-initial-loss": lambda: float(-np.log(softmax(np.zeros(10)))[3]),
    # frameworks
    "fw-irheader-labels": lambda: struct.calcsize("<IfQQ") + np.zeros(3, dtype=np.float32).nbytes,
    "fw-tfrecord-file-size": tfrecord_file,
    "fw-cifar-conv1-params": lambda: parameters((5, 5, 3, 64), (64,)),
    "fw-torch-momentum-step": lambda: torch_sgd([1, 1], [0.1, 0.01], 0.9)[1],
    "fw-c-strides": lambda: np.zeros((2, 3, 4), dtype=np.float32).strides[0],
    "fw-unequal-shards": unequal_shards,
    "fw-kvstore-push": kvstore,
    "fw-vector-add-intensity": vector_add_intensity,
    # linear algebra
    "la-batch-size": lambda: np.zeros((4, 3, 16, 16)).size,
    "la-stride-bytes": lambda: np.zeros((3, 6)).strides[0],
    "la-column-minus-vector": lambda: (np.zeros((4, 1)) - np.zeros(4)).size,
    "la-cheapest-order": cheapest_order,
    "la-cosine": lambda: math.cos(math.acos(np.array([1, 2, 2]) / 3 @ np.array([1, 0, 0]))),
    "la-frobenius-norm": lambda: float(np.linalg.norm(np.full((2, 8), 3.0), "fro")),
    "la-det-of-scaled": lambda: float(np.linalg.det(2 * np.array([[1, 5, 0], [0, 2, 3], [0, 0, 1]]))),
    "la-eigenvalue-2x2": lambda: float(np.linalg.eigvals(np.array([[4, 1], [2, 3]])).real.max()),
    "la-partial-at-point": lambda: slope(lambda x: x**2 * 5 + 3 * 5, 2.0),
    "la-two-paths": lambda: slope(lambda x: (3 * x) * x**2, 3.0),
    "la-hessian-entries": lambda: len({frozenset(pair) for pair in product(range(10), repeat=2)}),
    # optimization
    "op-sgd-noise-factor": lambda: float(np.linalg.norm(np.full(64, 1 / 64)) / np.linalg.norm(np.full(16, 1 / 16))),
    "op-sgd-steps-per-epoch": lambda: len(range(0, 1000, 64)),
    "op-momentum-final-velocity": steady_velocity,
    "op-nag-first-step": lambda: 1 - torch_sgd([1], [0.1], 0.9, nesterov=True)[0],
    "op-adagrad-second-step": adagrad_second_step,
    "op-rmsprop-first-step": rmsprop_first_step,
    "op-adam-bias-factor": adam_bias_factor,
    "op-adam-state-bytes": lambda: sum(np.zeros(1, dtype=np.float32).nbytes for _ in ("m", "v")),
    "op-schedules-cosine": lambda: 0.4 * math.cos(math.pi * 20 / 60 / 2) ** 2,
    "op-lr-batch-linear": linear_scaling,
    "op-saddle-largest-lr": lambda: largest_rate(lambda w: 4 * w**2),
    "op-clipping-norm": clipped,
    "op-search-halving": halving,
    # practice
    "pr-data-doublings": doublings,
    "pr-coverage-accuracy": coverage_accuracy,
    "pr-first-loss-bits": lambda: float(-np.log2(softmax(np.zeros(8)))[0]),
    "pr-utilization": lambda: root(lambda used: 8 * 1000 * used - 2 * 1000, 0, 1),
    "pr-ctc-min-steps": lambda: shortest_ctc_path("letter"),
    "pr-ctc-sum": ctc_probability,
    "pr-ocr-chain": chain_of_ocr,
    "pr-label-budget": label_budget,
    "pr-kappa": kappa,
    # supervised learning
    "sl-lin-predict": lambda: float(np.array([2, -1]) @ np.array([3, 4])) + 5,
    "sl-log-logit-to-p": lambda: root(lambda p: math.log(p / (1 - p)) - math.log(3), 1e-6, 1 - 1e-6),
    "sl-gd-largest-rate": lambda: largest_rate(lambda w: w**2),
    "sl-svm-margin-width": margin,
    "sl-tree-gini": gini,
    "sl-bayes-test": ill_given_alarm,
    "sl-graph-parameters": free_probabilities,
    "sl-cost-hinge": lambda: max(0.0, 1 - (-1) * 0.25),
    "sl-bv-sum": expected_squared_error,
    "sl-met-auc": roc_area,
}


def numeric(name: str) -> Numeric:
    question = questions()[name]
    assert isinstance(question, Numeric)
    return question


def test_every_numeric_question_has_an_oracle_and_every_oracle_its_question() -> None:
    asked = {name for name, question in questions().items() if isinstance(question, Numeric)}
    assert asked == set(ORACLES), "a new numeric question needs an independent computation of its answer here"


@pytest.mark.parametrize("name", ORACLES)
def test_a_numeric_answer_agrees_with_its_oracle(name: str) -> None:
    question, expected = numeric(name), ORACLES[name]()
    assert math.isclose(evaluate(parse(question.answer), {}), expected, rel_tol=1e-7)
    asked = question.ask(seeded(0))
    digits = 15 if question.tolerance == 0 else 4  # a count is typed in full, anything else rounded
    assert asked.grade(f"{round(expected, 9):.{digits}g}").outcome == "correct"
    assert asked.grade(str(Fraction(expected).limit_denominator(10_000))).outcome == "correct"


def test_every_named_mistake_in_a_number_is_wrong_and_told_as_itself() -> None:
    told = {
        f"{name}: {mistake}": numeric(name).ask(seeded(0)).grade(content["value"])
        for name in ORACLES
        for mistake, content in numeric(name).mistakes.items()
    }
    wrong = {where: verdict for where, verdict in told.items() if verdict.mistake != where.split(": ")[1]}
    assert wrong == {}
    assert len(told) > len(ORACLES)
