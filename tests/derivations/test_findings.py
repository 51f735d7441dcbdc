"""What wrong answers are told whose mistake has no name: answers as people write them, through the real sandbox, in exact words."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from quizdl.app.grade import grade, prepare
from quizdl.cli.views.verdict import verdict_view
from quizdl.domain.judgement import Judgement
from tests.cli.views.rendering import WIDTHS, drawn
from tests.derivations.test_proofs import derivation

SEED = 20261122
LINES = 30


@dataclass(frozen=True)
class Answer:
    """A wrong answer: of which derivation, the codes that it must get and no others, and its source."""

    of: str
    codes: set[str]
    source: str
    declares: dict[str, Any] = field(default_factory=dict)


SIGMOID = """
    import numpy as np

    def sigmoid_backward(dout, z):
        with np.errstate(over="ignore"):
            s = 1 / (1 + np.exp(-z))
        RETURN
"""
AFFINE = """
    import numpy as np

    def affine_backward(dout, x, w, b):
        rows = x.reshape(len(x), -1)
        dx = (dout @ w.T).reshape(x.shape)
        dw = rows.T @ dout
        db = dout.sum(axis=0)
        RETURN
"""
SOFTMAX = """
    import numpy as np

    def softmax_cross_entropy(scores, y):
        n = np.arange(len(y))
        s = scores - scores.max(axis=1, keepdims=True)
        log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
        loss = -log_p[n, y].mean()
        d = np.exp(log_p)
        d[n, y] -= 1
        d /= len(y)
        RETURN
"""
LOGISTIC = """
    import numpy as np

    def logistic_regression_gradient(w, b, X, y, lam):
        z = X @ w + b
        p = 0.5 * (1 + np.tanh(z / 2))
        error = p - y
        loss = np.mean(np.logaddexp(0, z) - y * z) + lam / 2 * w @ w
        dw = X.T @ error / len(y) + lam * w
        db = error.mean()
        RETURN
"""
MOMENTUM = """
    import numpy as np

    def momentum(w, v, grads, lrs, mu):
        ws = []
        for g, lr in zip(grads, lrs):
            v = mu * v + g
            w = w - lr * v
            ws.append(w)
        ws = np.array(ws)
        RETURN
"""
CONVOLUTION = """
    import numpy as np

    def conv2d_forward(x, w, b, stride, pad):
        padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
        windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], axis=(2, 3))
        out = np.einsum("ncijuv,fcuv->nfij", windows[:, :, ::stride, ::stride], w) + b[:, None, None]
        RETURN
"""


def ending(source: str, *lines: str) -> str:
    """A right body with another ending."""
    return source.replace("RETURN", "\n        ".join(lines))


TRAJECTORY = {"trajectory": "ws"}
ROWS = {"invariants": {"dscores": ("rows sum to 0",)}}
ANSWERS = {
    "the other sign": Answer("sigmoid_backward", {"sign"}, ending(SIGMOID, "return -dout * s * (1 - s)")),
    "twice": Answer("sigmoid_backward", {"factor"}, ending(SIGMOID, "return 2 * dout * s * (1 - s)")),
    "a third, and the other sign": Answer("sigmoid_backward", {"factor"}, ending(SIGMOID, "return -dout * s * (1 - s) / 3")),
    "divided by N": Answer("affine_backward", {"factor"}, ending(AFFINE, "return dx / len(x), dw, db")),
    "times C": Answer("softmax_cross_entropy", {"factor"}, ending(SOFTMAX, "return loss, d * d.shape[1]")),
    "root of D": Answer("affine_backward", {"factor"}, ending(AFFINE, "return dx, dw / np.sqrt(len(w)), db")),
    "N - 1 for N": Answer(
        "logistic_regression_gradient", {"factor"},
        ending(LOGISTIC, "return loss, dw, np.sum(error) / max(len(y) - 1, 1)"),
    ),
    "mean over the places": Answer(
        "conv2d_backward", {"factor"}, """
        import numpy as np

        def conv2d_backward(dout, x, w, b, stride, pad):
            dx, dw = np.zeros_like(x), np.zeros_like(w)
            rows, columns = dout.shape[2:]
            padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
            back = np.zeros_like(padded)
            for i in range(rows):
                for j in range(columns):
                    at = np.s_[:, :, i * stride : i * stride + w.shape[2], j * stride : j * stride + w.shape[3]]
                    dw += np.einsum("nf,ncuv->fcuv", dout[:, :, i, j], padded[at])
                    back[at] += np.einsum("nf,fcuv->ncuv", dout[:, :, i, j], w)
            dx = back[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]]
            return dx, dw, dout.mean(axis=(2, 3)).sum(axis=0)
        """,
    ),
    "times a scalar argument": Answer("momentum", {"factor"}, ending(MOMENTUM, "return ws, mu * v")),
    "times one minus it": Answer("momentum", {"factor"}, ending(MOMENTUM, "return ws, (1 - mu) * v")),
    "logarithm to base 2": Answer("softmax_cross_entropy", {"log_base"}, ending(SOFTMAX, "return loss / np.log(2), d")),
    "normalised": Answer("sigmoid_backward", {"multiple"}, ending(SIGMOID, "d = dout * s * (1 - s)", "return d / np.linalg.norm(d)")),
    "transposed": Answer("softmax_cross_entropy", {"transposed"}, ending(SOFTMAX, "return loss, d.T")),
    "channels last": Answer("conv2d_forward", {"permuted"}, ending(CONVOLUTION, "return out.transpose(0, 2, 3, 1)")),
    "back to front": Answer("momentum", {"reversed"}, ending(MOMENTUM, "return ws[::-1], v")),
    "an axis too many": Answer("affine_backward", {"shape"}, ending(AFFINE, "return dx, dw, dout.sum(axis=0, keepdims=True)")),
    "exchanged": Answer("momentum", {"swapped"}, ending(MOMENTUM, "return v, ws")),
    "handed back": Answer("momentum", {"argument"}, ending(MOMENTUM.replace("v = mu * v + g", "u = mu * v + g\n            old, v = v, u").replace("def momentum(w, v, grads, lrs, mu):", "def momentum(w, v, grads, lrs, mu):\n        start = v"), "return ws, start")),
    "stored too early": Answer(
        "momentum", {"late"}, ending(MOMENTUM.replace("ws = []", "ws = [w]"), "return ws[:-1], v"), TRAJECTORY
    ),
    "the start is a row": Answer("momentum", {"row_too_many"}, ending(MOMENTUM.replace("ws = []", "ws = [w]"), "return ws, v")),
    "no regulariser": Answer("logistic_regression_gradient", {"missing_term"}, ending(LOGISTIC, "return loss, dw - lam * w, db")),
    "no half": Answer("logistic_regression_gradient", {"extra_term"}, ending(LOGISTIC, "return loss + lam / 2 * w @ w, dw, db")),
    "regulariser over N": Answer(
        "logistic_regression_gradient", {"extra_term"}, ending(LOGISTIC, "return loss, dw + lam * w / len(y), db")
    ),
    "bias twice": Answer("conv2d_forward", {"extra_term"}, ending(CONVOLUTION, "return out + b[:, None, None]")),
    "sum forgotten": Answer("affine_backward", {"unsummed"}, ending(AFFINE, "return dx, dw, dout")),
    "a constant too much": Answer("sigmoid_backward", {"offset"}, ending(SIGMOID, "return dout * s * (1 - s) + 0.5")),
    "one row only": Answer("logistic_regression_gradient", {"only_where"}, ending(LOGISTIC, "return loss, dw, error[0]")),
    "first step only": Answer(
        "momentum", {"first_step"},
        ending(MOMENTUM.replace("w = w - lr * v", "w = w - lr * (v + 0.1 * len(ws))"), "return ws, v"), TRAJECTORY,
    ),
    "state left out": Answer(
        "rmsprop", {"only_where"}, """
        import numpy as np

        def rmsprop(w, s, grads, lrs, rho, eps):
            last = s
            s = 0 * s
            ws = []
            for g, lr in zip(grads, lrs):
                s = rho * s + (1 - rho) * g**2
                last = rho * last + (1 - rho) * g**2
                w = w - lr * g / (np.sqrt(s) + eps)
                ws.append(w)
            return np.array(ws), last
        """,
    ),
    "uphill": Answer("momentum", {"sign"}, ending(MOMENTUM.replace("w - lr", "w + lr"), "return ws, v"), TRAJECTORY),
    "roots of the state": Answer(
        "adagrad", {"function"}, """
        import numpy as np

        def adagrad(w, s, grads, lrs, eps):
            all_s = s + np.cumsum(grads**2, axis=0)
            return w - np.cumsum(lrs[:, None] * grads / (np.sqrt(all_s) + eps), axis=0), np.sqrt(all_s[-1])
        """,
    ),
    "something inside the logarithm": Answer(
        "softmax_cross_entropy", {"cut_off"}, ending(SOFTMAX, "return -np.log(np.exp(log_p[n, y]) + 1e-12).mean(), d")
    ),
    "half at zero": Answer("relu_backward", {"only_wrong_at"}, """
        import numpy as np

        def relu_backward(dout, z):
            return dout * np.heaviside(z, 0.5)
        """),
    "gamma in its own gradient": Answer(
        "layernorm_backward", {"factor"}, """
        import numpy as np

        def layernorm_backward(dout, x, gamma, beta, eps):
            root = np.sqrt(x.var(axis=1, keepdims=True) + eps)
            hat = (x - x.mean(axis=1, keepdims=True)) / root
            g = dout * gamma
            dx = (g - g.mean(axis=1, keepdims=True) - hat * (g * hat).mean(axis=1, keepdims=True)) / root
            return dx, (g * hat).sum(axis=0), dout.sum(axis=0)
        """,
    ),
    "signs as they come": Answer(
        "pca_by_svd", {"signs"}, """
        import numpy as np

        def pca_by_svd(X, k):
            centred = X - X.mean(axis=0)
            values, vectors = np.linalg.eigh(centred.T @ centred / (len(X) - 1))
            first = vectors[:, ::-1][:, :k]
            return first, values[::-1][:k], centred @ first
        """,
    ),
    "overflow": Answer(
        "logistic_regression_gradient", {"overflow"},
        ending(LOGISTIC, "with np.errstate(all='ignore'):", "    grown = np.exp(z)", "    value = np.mean(np.log(1 + grown) - y * z)",
               "return value + lam / 2 * w @ w, dw, db"),
    ),
    "single precision": Answer(
        "affine_backward", {"low_precision"},
        ending(AFFINE, "dw = rows.T.astype(np.float16) @ dout.astype(np.float16)", "return dx, dw.astype(float), db"),
    ),
    "differenced": Answer(
        "sigmoid_backward", {"digits"}, """
        import numpy as np

        def sigmoid_backward(dout, z):
            def f(z):
                return 0.5 * (1 + np.tanh(z / 2))
            h = 1e-2
            return dout * (f(z + h) - f(z - h)) / (2 * h)
        """,
    ),
    "last column": Answer(
        "conv2d_forward", {"only_wrong_at"}, ending(CONVOLUTION, "out[:, :, :, -1] = b[:, None]", "return out")
    ),
    "changed in place": Answer(
        "relu_backward", {"changed_argument"}, """
        def relu_backward(upstream, z):
            upstream[z <= 0] = 0
            return upstream
        """,
    ),
    "smoothed labels": Answer(
        "softmax_cross_entropy", {"invariant"}, ending(SOFTMAX, "d[n, y] += 0.1 / len(y)", "return loss, d"), ROWS
    ),
    "slope of p for p": Answer(
        "softmax_cross_entropy", {"not_gradient"}, ending(SOFTMAX, "p = np.exp(log_p)", "return loss, p * (1 - p) / len(y)")
    ),
    "another loss, and its gradient": Answer(
        "softmax_cross_entropy", {"gradient_of_own_loss"}, ending(SOFTMAX.replace("s = scores", "scores = scores / 2\n        s = scores"), "return loss, d / 2")
    ),
    "bits for bytes": Answer("adam_state_bytes", {"factor"}, """
        import math

        def adam_state_bytes(shapes, amsgrad, mixed):
            count = sum(math.prod(shape) for shape in shapes)
            state = 4 * count * (2 + mixed + amsgrad)
            return 8 * state, state + 2 * count * (2 if mixed else 4)
        """),
    "a shape back to front": Answer("broadcast_shape", {"reversed"}, """
        import numpy as np

        def broadcast_shape(a, b):
            try:
                return True, np.broadcast_shapes(a, b)[::-1]
            except ValueError:
                return False, ()
        """),
    "in training only": Answer("batchnorm_forward", {"only_where"}, """
        import numpy as np

        def batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps, train):
            mean, var = running_mean, running_var
            if train:
                mean, var = x.mean(axis=0), x.var(axis=0)
                running_mean = momentum * running_mean + (1 - momentum) * mean
                running_var = momentum * running_var + (1 - momentum) * var
                return gamma * (x - mean) / np.sqrt(var + eps), running_mean, running_var
            return gamma * (x - mean) / np.sqrt(var + eps) + beta, running_mean, running_var
        """),
    "random": Answer("sigmoid_backward", {"unsteady"}, ending(SIGMOID, "return dout * s * (1 - s) * (1 + np.random.rand())")),
}  # fmt: skip


def graded(name: str, seed: int = SEED) -> Judgement:
    answer = ANSWERS[name]
    d = replace(derivation(answer.of), **answer.declares)
    return grade(prepare(d, seed), textwrap.dedent(answer.source).lstrip("\n"), filename="answer.py")


@pytest.mark.parametrize("name", ANSWERS)
def test_each_gets_its_own_words_and_nothing_else_is_claimed(name: str, snapshot: SnapshotAssertion) -> None:
    judgement = graded(name)
    assert {finding.code for finding in judgement.findings} == ANSWERS[name].codes
    assert judgement.mistakes == ()
    assert _steady(judgement.says) == snapshot


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("name", ANSWERS)
def test_with_other_seeds_it_gets_the_same(name: str, seed: int) -> None:
    judgement = graded(name, seed)
    assert {finding.code for finding in judgement.findings} == ANSWERS[name].codes
    assert judgement.mistakes == ()


@pytest.mark.parametrize(
    "name", ["times C", "last column", "first step only", "smoothed labels", "an axis too many", "changed in place"]
)
def test_a_verdict_is_a_page_that_is_seen_at_once(name: str, snapshot: SnapshotAssertion) -> None:
    judgement = replace(graded(name), seconds=0.2)
    for width in WIDTHS:
        page = drawn(verdict_view(judgement, derivation(ANSWERS[name].of), "answer.py", width), width)
        assert len(page.splitlines()) <= LINES
        assert page == snapshot(name=str(width))


def _steady(says: str) -> str:
    """Without the numbers that are random."""
    return re.sub(r"is \S+, then \S+ \(", "is …, then … (", says) if "Two runs" in says else says
