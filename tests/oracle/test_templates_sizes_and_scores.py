"""Templates on sizes, costs, linear algebra and probability, against PyTorch, Keras, SciPy and scikit-learn on 100 draws."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import cache
from math import isclose
from typing import Any

import numpy as np
import pytest

from quizdl.domain.evaluation import evaluate
from quizdl.domain.parser import parse
from quizdl.kinds.choice import Choice
from quizdl.kinds.numeric import Numeric
from tests.question_bank.bank import seeded, templates

os.environ["KERAS_BACKEND"] = "torch"

torch = pytest.importorskip("torch")
flop_counter = pytest.importorskip("torch.utils.flop_counter")
keras = pytest.importorskip("keras")
scipy_linalg = pytest.importorskip("scipy.linalg")
distance = pytest.importorskip("scipy.spatial.distance")
special = pytest.importorskip("scipy.special")
stats = pytest.importorskip("scipy.stats")
metrics = pytest.importorskip("sklearn.metrics")
nn = torch.nn
pytestmark = pytest.mark.oracle

DRAWS = 100


def image(channels: int, size: int) -> Any:
    return torch.zeros(1, channels, size, size, device="meta")


def flops(*layers: Any, channels: int, size: int) -> int:
    """What PyTorch counts in a forward pass."""
    with flop_counter.FlopCounterMode(display=False) as counter:
        nn.Sequential(*layers)(image(channels, size))
    return int(counter.get_total_flops())


def convolution(*arguments: int, **options: Any) -> Any:
    return nn.Conv2d(*arguments, bias=False, device="meta", **options)


@cache
def convolution_flops(h: int, k: int, cin: int, cout: int) -> int:
    return flops(convolution(cin, cout, k), channels=cin, size=h + k - 1)


def separable(k: int, cin: int, cout: int) -> list[Any]:
    return [convolution(cin, cin, k, groups=cin), convolution(cin, cout, 1)]


@cache
def separable_ratio(k: int, cin: int, cout: int) -> float:
    return flops(*separable(k, cin, cout), channels=cin, size=k) / flops(
        convolution(cin, cout, k), channels=cin, size=k
    )


def parameters(*layers: Any) -> int:
    return sum(array.numel() for layer in layers for array in layer.parameters())


@cache
def gradient_support(*layers: tuple[int, int, int]) -> int:
    """How many pixels of the input one output has a gradient at, in a net with random positive weights."""
    x = torch.zeros(1, 1, 120, requires_grad=True)
    output = x
    for kernel, stride, dilation in layers:
        weight = torch.rand(1, 1, kernel) + 0.1
        output = nn.functional.conv1d(output, weight, stride=stride, dilation=dilation)
    output[0, 0, output.shape[-1] // 2].backward()
    touched = torch.nonzero(x.grad[0, 0]).flatten()
    return int(touched.max() - touched.min()) + 1


@cache
def same_size(n: int, k: int, s: int) -> int:
    """Keras stands in for TensorFlow here, which shares the rule."""
    return int(keras.ops.conv(np.ones((1, n, 1)), np.ones((k, 1, 1)), strides=s, padding="same").shape[1])


def autograd(function: Callable[[Any], Any], at: float) -> float:
    x = torch.tensor(float(at), dtype=torch.float64, requires_grad=True)
    function(x).backward()
    return float(x.grad)


def size_of_sum(*shapes: tuple[int, ...]) -> int:
    try:
        return int(torch.broadcast_shapes(*shapes).numel())
    except RuntimeError:
        return 0


def projection(a: int, b: int, c: int, d: int) -> float:
    basis = scipy_linalg.orth(np.array([[c], [d]], dtype=float))
    return float((basis @ basis.T @ np.array([a, b]))[0])


def completed(*shares: float) -> list[float]:
    return [*shares, 1 - sum(shares)]


def divergence(a: int, b: int, c: int, i: int, j: int, k: int) -> float:
    return float(stats.entropy(completed(a / 4, b / 4, c / 4), completed(0.5**i, 0.5**j, 0.5**k), base=2))


def cross_entropy(a: int, b: int, c: int, i: int, j: int, k: int) -> float:
    return float(stats.entropy(completed(a / 4, b / 4, c / 4), base=2)) + divergence(a, b, c, i, j, k)


def entropy(i: int, j: int, m: int) -> float:
    return float(stats.entropy([0.5**i] * m + [0.5**j] * (2**j - m * 2 ** (j - i)), base=2))


def auc(positives: list[int], negatives: list[int]) -> float:
    labels = [1] * len(positives) + [0] * len(negatives)
    return float(metrics.roc_auc_score(labels, positives + negatives))


# MXNet 1.9.1 is not in the extra `oracle`: run once, its Pooling with pooling_convention='full' gave the 3x3 of ceil_mode=True, and
# 'valid' the 2x2 of ceil_mode=False, for a 6x6 input, kernel 3, stride 2.
LIBRARIES: dict[str, Callable[..., float]] = {
    "dl-gen-conv-flops": convolution_flops,
    "dl-gen-cross-entropy-bits": cross_entropy,
    "dl-gen-entropy-bits": entropy,
    "dl-gen-kl-bits": divergence,
    "dl-gen-mlp-params": lambda a, h, c: parameters(nn.Linear(a, h), nn.Linear(h, c)),
    "dl-gen-pool-ceil-size": lambda n, k, s: nn.MaxPool2d(k, s, ceil_mode=True)(image(1, n)).shape[-1],
    "dl-gen-pool-default-stride": lambda n, k: nn.MaxPool2d(k)(image(1, n)).shape[-1],
    "dl-gen-receptive-field": lambda k, m, n, s, t, u: gradient_support((k, s, 1), (m, t, 1), (n, u, 1)),
    "dl-gen-receptive-field-dilated": lambda k, d, f, g: gradient_support((k, 1, d), (k, 1, f), (k, 1, g)),
    "dl-gen-same-size": same_size,
    "dl-gen-separable-params": lambda k, cin, cout: parameters(*separable(k, cin, cout)),
    "dl-gen-separable-ratio": separable_ratio,
    "dl-gen-transposed-conv-size": lambda n, k, s, p, o: nn.ConvTranspose2d(
        1, 1, k, s, p, output_padding=o, device="meta"
    )(image(1, n)).shape[-1],
    "la-gen-broadcast-fits": lambda p, q, r: next(n for n in (p, r, q * r, q) if size_of_sum((p, q, r), (n, 1))),
    "la-gen-broadcast-or-error": lambda p, q, n: size_of_sum((p, q), (n,)),
    "la-gen-cosine": lambda a, b, c, d, e, f, t: float(1 - distance.cosine([a, b, c], [t * d, t * e, t * f])),
    "la-gen-partial-x": lambda a, b, c, x, y: autograd(lambda at: a * at**3 + b * at * y + c * y, x),
    "la-gen-partial-y": lambda a, b, x, y: autograd(lambda at: a * x**2 * at + b * at**2, y),
    "la-gen-projection": projection,
    "la-gen-reshape-element": lambda a, b, c, i, j, k: int(torch.arange(a * b * c).reshape(a, b, c)[i, j, k]),
    "la-gen-transpose-strides": lambda a, b, c, size: torch.zeros(a, b, c).permute(2, 0, 1).stride()[1] * size,
    "sl-gen-auc": lambda a, b, c, d, f: auc([a, b], [c, d, f]),
    "sl-gen-auc-tie": lambda a, b, d, f: auc([a, b], [d, a, f]),
    "sl-gen-softmax-ln": lambda a, b, c: float(special.softmax(np.log([a, b, c]))[0]),
}


def entry_of_inverse(a: int, b: int, c: int, d: int, row: int, column: int) -> float:
    return float(scipy_linalg.inv([[a, b], [c, d]])[row - 1, column - 1])


def other_eigenvalue(a: int, b: int, c: int, d: int, known: int) -> float:
    both = sorted(scipy_linalg.eigvals([[a, b], [c, d]]).real, key=lambda value: abs(value - known))
    return float(both[1])


AS_PRINTED: dict[str, Callable[..., float]] = {
    # what the matrix or vector that stands in the prompt gives, from the numbers of the prompt in their order
    "la-gen-det-3x3": lambda *entries: float(scipy_linalg.det(np.array(entries, dtype=float).reshape(3, 3))),
    "la-gen-eigenvalue-larger": lambda *entries: max(scipy_linalg.eigvals(np.reshape(entries, (2, 2))).real),
    "la-gen-eigenvalue-other": other_eigenvalue,
    "la-gen-inverse-entry": entry_of_inverse,
    "la-gen-norm-l1": lambda *entries: float(scipy_linalg.norm(entries[:-1], entries[-1])),
    "la-gen-norm-l2": lambda *entries: float(scipy_linalg.norm(entries)),
}


@pytest.mark.parametrize("name", LIBRARIES)
def test_a_template_agrees_with_the_library(name: str) -> None:
    template = templates()[name]
    for seed in range(DRAWS):
        draw = template.draw(seeded(seed))
        question = template.question(draw)
        assert isinstance(question, Numeric | Choice)
        expected = LIBRARIES[name](**draw)
        assert isclose(evaluate(parse(question.answer), {}), expected, rel_tol=1e-5, abs_tol=1e-9), draw


@pytest.mark.parametrize("name", AS_PRINTED)
def test_the_answer_is_that_of_the_numbers_in_the_prompt(name: str) -> None:
    template = templates()[name]
    for seed in range(DRAWS):
        question = template.question(template.draw(seeded(seed)))
        assert isinstance(question, Numeric)
        expected = AS_PRINTED[name](*(int(number) for number in re.findall(r"-?\b\d+", question.prompt)))
        assert isclose(evaluate(parse(question.answer), {}), expected, rel_tol=1e-6, abs_tol=1e-9), question.prompt
