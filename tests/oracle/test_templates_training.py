"""Templates on optimizers and learning-rate schedules, against PyTorch and Keras on 200 draws.

MXNet 1.9.1 is not among the libraries here. Run once by hand, it gave what Keras gives for momentum and for Nesterov (learning
rate inside the velocity), and put the epsilon under the root in AdaGrad and RMSprop, which plays no part where it is 0.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from math import isclose
from typing import Any

import pytest

from quizdl.domain.evaluation import evaluate
from quizdl.domain.parser import parse
from quizdl.kinds.choice import Choice
from quizdl.kinds.numeric import Numeric
from tests.question_bank.bank import seeded, templates

os.environ["KERAS_BACKEND"] = "torch"

torch = pytest.importorskip("torch")
keras = pytest.importorskip("keras")
pytestmark = pytest.mark.oracle

DRAWS = 200
TINY = 1e-30  # for an epsilon that does not matter; Keras computes in single precision


def parameter(w: float = 0.0) -> Any:
    return torch.nn.Parameter(torch.tensor(w, dtype=torch.float64))


def torch_steps(optimizer: Any, w: Any, gradients: list[float]) -> list[float]:
    """By how much each step lowers w."""
    falls = []
    for gradient in gradients:
        before = w.item()
        w.grad = torch.tensor(gradient, dtype=torch.float64)
        optimizer.step()
        falls.append(before - w.item())
    return falls


def keras_steps(
    optimizer: Any, steps: list[tuple[float, float]], w: float = 0.0, state: float | None = None
) -> list[float]:
    """By how much each step, of a learning rate and a gradient, lowers w; `state` is the mean square to start with."""
    variable = keras.Variable(w, dtype="float32")
    optimizer.build([variable])
    if state is not None:
        optimizer._velocities[0].assign(state)
    falls = []
    for lr, gradient in steps:
        before = float(variable.value.detach())
        optimizer.learning_rate = float(lr)
        optimizer.apply([keras.ops.convert_to_tensor(gradient, dtype="float32")])
        falls.append(before - float(variable.value.detach()))
    return falls


def keras_momentum(mu: float, l1: float, l2: float, a: float, b: float, nesterov: bool) -> float:
    return keras_steps(keras.optimizers.SGD(l1, momentum=mu, nesterov=nesterov), [(l1, a), (l2, b)])[1]


def torch_nesterov(mu: float, lr: float, a: float, b: float) -> float:
    w = parameter()
    return torch_steps(torch.optim.SGD([w], lr=lr, momentum=mu, nesterov=True), w, [a, b])[1]


def look_ahead(c: float, lr: float, mu: float, w: float, v: float) -> float:
    """PyTorch keeps the look-ahead point, and -v / lr."""
    stored = parameter(w + mu * v)
    optimizer = torch.optim.SGD([stored], lr=lr, momentum=mu, nesterov=True)
    optimizer.state[stored]["momentum_buffer"] = torch.tensor(-v / lr, dtype=torch.float64)
    torch_steps(optimizer, stored, [c * stored.item()])
    return float(-lr * optimizer.state[stored]["momentum_buffer"])


def adagrad(h: int, g: int, lr: float) -> float:
    w = parameter()
    optimizer = torch.optim.Adagrad([w], lr=lr, initial_accumulator_value=h * h - g * g, eps=0)
    return torch_steps(optimizer, w, [g])[0]


def adagrad_keras(h: int, g: int, lr: float) -> float:
    return keras_steps(
        keras.optimizers.Adagrad(float(lr), initial_accumulator_value=h * h - g * g, epsilon=TINY), [(lr, g)]
    )[0]


def rmsprop(k: int, h: int, g: int, lr: float) -> float:
    w = parameter()
    optimizer = torch.optim.RMSprop([w], lr=lr, alpha=1 - 1 / k, eps=0)
    old = torch.tensor((k * h * h - g * g) / (k - 1), dtype=torch.float64)
    optimizer.state[w] = {"step": torch.tensor(0.0), "square_avg": old}
    return torch_steps(optimizer, w, [g])[0]


def rmsprop_keras(k: int, h: int, g: int, lr: float) -> float:
    optimizer = keras.optimizers.RMSprop(float(lr), rho=1 - 1 / k, epsilon=TINY)
    return keras_steps(optimizer, [(lr, g)], state=(k * h * h - g * g) / (k - 1))[0]


def adam_first(w: float, g: float, lr: float) -> float:
    at = parameter(w)
    return w - torch_steps(torch.optim.Adam([at], lr=lr, eps=0), at, [g])[0]


def adam_first_keras(w: float, g: float, lr: float) -> float:
    return w - keras_steps(keras.optimizers.Adam(lr, epsilon=TINY), [(lr, g)], w)[0]


def adam_from(t: int, lr: float, betas: tuple[float, float], raw_m: float, raw_v: float) -> float:
    """Step t of PyTorch's Adam, where the moments before correction come to these: the gradient is 0, they only decay."""
    w = parameter()
    optimizer = torch.optim.Adam([w], lr=lr, betas=betas, eps=0)
    moments = (raw_m / betas[0], raw_v / betas[1])
    first, second = (torch.tensor(moment, dtype=torch.float64) for moment in moments)
    optimizer.state[w] = {"step": torch.tensor(float(t - 1)), "exp_avg": first, "exp_avg_sq": second}
    return torch_steps(optimizer, w, [0.0])[0]


def adam_corrected(t: int, m: float, h: float, lr: float) -> float:
    left = 1 - 0.5**t  # as the prompt shows the raw moments
    return adam_from(t, lr, (0.5, 0.5), m * left, h * h * left)


def bias_factor(b: float, t: int) -> float:
    """From how far PyTorch goes when both raw moments are 1, and the correction of v is known."""
    known = adam_from(t, 1.0, (0.5, 0.5), 1.0, 1.0)  # 1 / root of (1 - 0.5^t)
    return 1 / (known * adam_from(t, 1.0, (b, 0.5), 1.0, 1.0))


def torch_rate(make: Callable[[Any], Any], lr: float, epoch: int) -> float:
    optimizer = torch.optim.SGD([parameter()], lr=lr)
    scheduler = make(optimizer)
    for _ in range(epoch):
        optimizer.step()
        scheduler.step()
    return float(scheduler.get_last_lr()[0])


def cosine(lo: float, d: float, n: int, s: int) -> float:
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR
    return torch_rate(lambda optimizer: schedule(optimizer, T_max=n, eta_min=lo), lo + d, n * s // 6)


def warmup(lr: float, f: float, n: int, t: int) -> float:
    schedule = torch.optim.lr_scheduler.LinearLR
    return torch_rate(lambda optimizer: schedule(optimizer, start_factor=f, total_iters=n), lr, t)


def polynomial(lo: float, d: float, n: int, s: int) -> float:
    return float(keras.optimizers.schedules.PolynomialDecay(lo + d, n, lo, power=2)(n * s // 10))


def exponential(lr: float, q: float, n: int, s: int) -> float:
    return float(keras.optimizers.schedules.ExponentialDecay(lr, n, q * q, staircase=False)(n * s // 2))


LIBRARIES: list[tuple[str, Callable[..., float]]] = [
    ("op-gen-momentum-lr-inside", lambda **draw: keras_momentum(**draw, nesterov=False)),
    ("op-gen-nag-torch", torch_nesterov),
    ("op-gen-nag-keras", lambda **draw: keras_momentum(**draw, nesterov=True)),
    ("op-gen-nag-lookahead", look_ahead),
    ("op-gen-adagrad-step", adagrad),
    ("op-gen-adagrad-step", adagrad_keras),
    ("op-gen-rmsprop-step", rmsprop),
    ("op-gen-rmsprop-step", rmsprop_keras),
    ("op-gen-adam-first-step", adam_first),
    ("op-gen-adam-first-step", adam_first_keras),
    ("op-gen-adam-corrected-step", adam_corrected),
    ("op-gen-adam-bias-factor", bias_factor),
    ("op-gen-schedules-cosine", cosine),
    ("op-gen-schedules-warmup", warmup),
    ("op-gen-schedules-polynomial", polynomial),
    ("op-gen-schedules-exponential", exponential),
]


@pytest.mark.parametrize(("name", "library"), LIBRARIES)
def test_a_template_agrees_with_the_library(name: str, library: Callable[..., float]) -> None:
    template = templates()[name]
    for seed in range(DRAWS):
        draw = template.draw(seeded(seed))
        question = template.question(draw)
        assert isinstance(question, Numeric | Choice)
        assert isclose(evaluate(parse(question.answer), {}), library(**draw), rel_tol=2e-5, abs_tol=2e-6), draw
