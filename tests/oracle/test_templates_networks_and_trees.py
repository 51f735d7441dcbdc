"""Templates on layers, backprop, memory, data formats, trees and metrics, against the libraries on 200 draws."""

from __future__ import annotations

import io
import math
import os
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
keras = pytest.importorskip("keras")
metrics = pytest.importorskip("sklearn.metrics")
tree = pytest.importorskip("sklearn.tree")
record_writer = pytest.importorskip("tensorboard.summary.writer.record_writer")
nn, functional = torch.nn, torch.nn.functional
pytestmark = pytest.mark.oracle

DRAWS = 200


def tensor(value: Any, grad: bool = False) -> Any:
    return torch.tensor(value, dtype=torch.float64, requires_grad=grad)


def slope(function: Callable[[Any], Any], at: float) -> float:
    """What autograd gives."""
    x = tensor(at, grad=True)
    return float(torch.autograd.grad(function(x), x)[0])


def batch_norm(m: int, u: int, s: int, j: int, gamma: int, beta: int) -> float:
    layer = nn.BatchNorm1d(1, eps=1e-30, dtype=torch.float64)
    nn.init.constant_(layer.weight, gamma)
    nn.init.constant_(layer.bias, beta)
    batch = tensor([[m + 5 * s * u], [m - s * u], [m - s * u], [m - 3 * s * u]])
    return float(layer(batch).detach()[batch == m + j * s * u][0])


def batches(*means: float) -> list[Any]:
    return [torch.tensor([[mean - 1.0], [mean + 1.0]]) for mean in means]


def running_torch(p: float, a: float, b: float) -> float:
    layer = nn.BatchNorm1d(1, momentum=p)
    for batch in batches(a, b):
        layer(batch)
    return float(layer.running_mean)


def running_keras(p: float, a: float, b: float) -> float:
    layer = keras.layers.BatchNormalization(momentum=p)
    for batch in batches(a, b):
        layer(batch, training=True)
    return float(layer.moving_mean.value.detach())


def kept(p: float, x: float) -> float:
    return float(functional.dropout(torch.full((200,), float(x)), p).max())


def in_units(fill: Callable[..., Any], plain: Callable[..., Any], *shape: int) -> float:
    """How many times as wide an initialization is as plain random numbers from the same seed."""
    ours, theirs = (make(torch.empty(shape), torch.Generator().manual_seed(3)) for make in (plain, fill))
    return float((theirs / ours).flatten()[0])


@cache
def he(k: int, m: int, cout: int) -> float:
    return in_units(
        lambda w, generator: nn.init.kaiming_normal_(w, nonlinearity="relu", generator=generator),
        lambda w, generator: w.normal_(0, 1, generator=generator),
        *(cout, 2 * m * m, k, k),
    )


@cache
def xavier(m: int, f: int) -> float:
    return in_units(
        lambda w, generator: nn.init.xavier_uniform_(w, generator=generator),
        lambda w, generator: w.uniform_(-1, 1, generator=generator),
        *((6 - f) * m * m, f * m * m),
    )


def sigmoid_chain(r: float, n: int) -> float:
    def chain(x: Any) -> Any:
        for middle in [0.0] + [0.5] * (n - 1):
            x = torch.sigmoid(4 * r * (x - middle))
        return x

    return slope(chain, 0.0)


def im2col_size(n: int, c: int, k: int, s: int, o: int) -> int:
    side = (o - 1) * s + k
    return int(functional.unfold(torch.zeros(n, c, side, side), k, stride=s).numel())


def im2col_memory(m: float, k: int, s: int) -> float:
    image = torch.zeros(1, 1, 48, 48)
    columns = functional.unfold(image, k, stride=s, padding=math.ceil((k - s) / 2))
    return float(m * columns.nbytes / image.nbytes)


def size(module: Any) -> int:
    return sum(parameter.numel() for parameter in module.parameters())


def lstm_keras(i: int, h: int) -> int:
    layer = keras.layers.LSTM(h)
    layer.build((None, None, i))
    return int(layer.count_params())


def adam_bytes(p: int) -> float:
    """Of the tensors that training 1000 parameters leaves."""
    w = nn.Parameter(torch.zeros(1000))
    optimizer = torch.optim.Adam([w])
    w.grad = torch.ones(1000)
    optimizer.step()
    states = [state for state in optimizer.state[w].values() if state.numel() > 1]
    return float(sum(each.nbytes for each in (w, w.grad, *states)) * p / 1000)


def data_parallel(m: int, n: int, a: int, b: int) -> float:
    return slope(lambda w: (w * tensor([a] * m + [b] * n)).mean(), 1.0)


def tfrecords(r: int, n: int) -> int:
    """By TensorBoard's writer, whose event files are TFRecord files."""
    file = io.BytesIO()
    writer = record_writer.RecordWriter(file)
    for _ in range(r):
        writer.write(bytes(n))
    return len(file.getvalue())


def ctc(*path: int, **draw: int) -> int:
    merged = torch.unique_consecutive(torch.tensor([*path, *draw.values()]))
    return int("".join(str(int(label)) for label in merged[merged > 0]))


def grown(labels: list[int], feature: list[int]) -> Any:
    stump = tree.DecisionTreeClassifier(criterion="gini", max_depth=1)
    return stump.fit(np.array(feature)[:, None], labels).tree_


def gini(n: int, a: int) -> float:
    return float(grown([0] * a + [1] * (n - a), [0] * n).impurity[0])


def split_gini(total: int, n: int) -> float:
    pure = total - 2 * n
    found = grown([1] * n + [0] * n + [1] * pure, [0] * (2 * n) + [1] * pure)
    return float(found.impurity[1:] @ found.n_node_samples[1:] / total)


def information_gain(n: int, b: int) -> float:
    a = n - b
    labels, children = [1] * a + [0] * a + [1] * b + [0] * b, [0] * (2 * a) + [1] * b + [2] * b
    return float(metrics.mutual_info_score(labels, children) / np.log(2))


def scored(score: Callable[..., Any], tp: int, fp: int, fn: int, tn: int, **options: Any) -> float:
    true, predicted = [1] * tp + [0] * fp + [1] * fn + [0] * tn, [1] * tp + [1] * fp + [0] * fn + [0] * tn
    return float(score(true, predicted, **options))


def accuracy(tp: int, fp: int, fn: int, total: int) -> float:
    return scored(metrics.accuracy_score, tp, fp, fn, total - tp - fp - fn)


def specificity(tp: int, fp: int, fn: int, negatives: int) -> float:
    return scored(metrics.recall_score, tp, fp, fn, negatives - fp, pos_label=0)


LIBRARIES: dict[str, Callable[..., float]] = {
    "sl-gen-tree-gini": gini,
    "sl-gen-tree-split-gini": split_gini,
    "sl-gen-tree-information-gain": information_gain,
    "sl-gen-met-f1": lambda **draw: scored(metrics.f1_score, **draw),
    "sl-gen-met-accuracy": accuracy,
    "sl-gen-met-specificity": specificity,
    "dl-gen-sigmoid-backward": lambda a, g: slope(lambda z: g * torch.sigmoid(z), float(torch.logit(tensor(a)))),
    "dl-gen-tanh-backward": lambda a, g: slope(lambda z: g * torch.tanh(z), math.atanh(a)),
    "dl-gen-leaky-relu-backward": lambda z, s, g: slope(lambda at: g * functional.leaky_relu(at, s), z),
    "dl-gen-backprop-square": lambda x, y, z: slope(lambda at: (at * y + z) ** 2, x),
    "dl-gen-backprop-fork": lambda x, y, z: slope(lambda at: (at * y + at) * z, x),
    "dl-gen-batchnorm-four": batch_norm,
    "dl-gen-bn-running-torch": running_torch,
    "dl-gen-bn-running-keras": running_keras,
    "dl-gen-dropout-scale": kept,
    "dl-gen-init-he": he,
    "dl-gen-init-xavier": xavier,
    "dl-gen-sigmoid-chain": sigmoid_chain,
    "dl-gen-im2col-size": im2col_size,
    "dl-gen-im2col-memory": im2col_memory,
    "dl-gen-lstm-params-torch": lambda i, h: size(nn.LSTM(i, h)),
    "dl-gen-lstm-params-keras": lstm_keras,
    "dl-gen-attention-params": lambda d, h: size(nn.MultiheadAttention(d, h, bias=False)),
    "fw-gen-tfrecord-file-size": tfrecords,
    "fw-gen-unequal-shards": data_parallel,
    "fw-gen-adam-training-memory": adam_bytes,
    "fw-gen-activation-memory": lambda n, c, h: torch.empty(n, c, h, h, device="meta").nbytes / 2**20,
    "pr-gen-ctc-collapse": ctc,
}


@pytest.mark.parametrize("name", LIBRARIES)
def test_a_template_agrees_with_the_library(name: str) -> None:
    template = templates()[name]
    for seed in range(DRAWS):
        draw = template.draw(seeded(seed))
        question = template.question(draw)
        assert isinstance(question, Numeric | Choice)
        assert isclose(evaluate(parse(question.answer), {}), LIBRARIES[name](**draw), rel_tol=1e-5, abs_tol=1e-6), draw
