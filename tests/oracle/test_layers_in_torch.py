"""Layers, penalties and initialization against PyTorch: outputs from its own functions, gradients from its autograd."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from quizdl.app.prove import SEED
from quizdl.domain.run import Call, Returned
from quizdl.grading.judge import outputs_of
from quizdl.sandbox.run import run
from tests.derivations.test_proofs import cases_of, derivation, returned

pytestmark = pytest.mark.oracle

torch = pytest.importorskip("torch")
F = torch.nn.functional

Forward = Callable[..., Any]


def tensors(arguments: Mapping[str, Any], leaves: tuple[str, ...] = ()) -> dict[str, Any]:
    """Arrays as tensors of double precision (whole numbers and truth values stay such), some of them with a gradient."""
    made = {}
    for name, value in arguments.items():
        if isinstance(value, np.ndarray | np.generic):
            tensor = torch.tensor(value)
            made[name] = tensor.double() if tensor.is_floating_point() else tensor
        else:
            made[name] = value
        if name in leaves:
            made[name] = torch.as_tensor(made[name], dtype=torch.float64).requires_grad_()
    return made


def agree(name: str, oracle: Callable[[Mapping[str, Any]], tuple[Any, ...]]) -> None:
    """The reference gives the oracle's outputs on every case of its own; float32 cases to float32's precision."""
    d = derivation(name)
    for case, result in zip(cases_of(name, SEED), returned(name, name, SEED), strict=True):
        assert isinstance(result, Returned)
        ours = outputs_of(d, result.value)
        assert ours is not None
        for output, mine, theirs in zip(d.returns, ours, oracle(case.arguments), strict=True):
            expected = np.asarray(theirs.detach() if isinstance(theirs, torch.Tensor) else theirs, dtype=float)
            rough = "float32" in case.name
            scale = float(np.max(np.abs(expected), initial=0.0))
            np.testing.assert_allclose(
                np.asarray(mine, dtype=float),
                expected,
                rtol=1e-4 if rough else 1e-9,
                atol=max(scale, 1.0) * (1e-5 if rough else 1e-11),
                err_msg=f"{output}, {case.name}",
            )


def forward(function: Forward) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    """An oracle that is a function of the same arguments."""

    def oracle(arguments: Mapping[str, Any]) -> tuple[Any, ...]:
        given = function(**tensors(arguments))
        return given if isinstance(given, tuple) else (given,)

    return oracle


def backward(loss: Forward, *leaves: str, value: bool = False) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    """An oracle that is the gradients, by the leaves, of a scalar made from the same arguments; after the scalar, if wanted."""

    def oracle(arguments: Mapping[str, Any]) -> tuple[Any, ...]:
        given = tensors(arguments, leaves)
        scalar = loss(**given)
        gradients = torch.autograd.grad(scalar, [given[leaf] for leaf in leaves], allow_unused=True)
        filled = [
            torch.zeros_like(given[leaf]) if gradient is None else gradient
            for leaf, gradient in zip(leaves, gradients, strict=True)
        ]
        return (scalar, *filled) if value else tuple(filled)

    return oracle


def rnn(x: Any, h: Any, wx: Any, wh: Any, b: Any) -> Any:
    return torch.rnn_tanh_cell(x, h, wx.T, wh.T, b, torch.zeros_like(b))


def lstm(x: Any, h: Any, c: Any, wx: Any, wh: Any, b: Any) -> Any:
    return torch.lstm_cell(x, (h, c), wx.T, wh.T, b, torch.zeros_like(b))


def lstm_loss(dh_next: Any, dc_next: Any, **others: Any) -> Any:
    h_next, c_next = lstm(**others)
    return (dh_next * h_next).sum() + (dc_next * c_next).sum()


def gru(x: Any, h: Any, wx: Any, wh: Any, bx: Any, bh: Any) -> Any:
    return torch.gru_cell(x, h, wx.T, wh.T, bx, bh)


def attention(q: Any, k: Any, v: Any, *, causal: bool = False) -> Any:
    """The weights are the outputs for values that are the unit vectors."""
    units = torch.eye(k.shape[-2], dtype=k.dtype).expand(*k.shape[:-1], k.shape[-2])
    return tuple(F.scaled_dot_product_attention(q, k, values, is_causal=causal) for values in (v, units))


def causal(q: Any, k: Any, v: Any) -> Any:
    return attention(q, k, v, causal=True)


def layernorm(x: Any, gamma: Any, beta: Any, eps: float) -> Any:
    return F.layer_norm(x, gamma.shape, gamma, beta, float(eps))


def groupnorm(x: Any, gamma: Any, beta: Any, groups: int, eps: float) -> Any:
    return F.group_norm(x, groups, gamma, beta, float(eps))


def rmsnorm(x: Any, gamma: Any, eps: float) -> Any:
    return F.rms_norm(x, gamma.shape, gamma, float(eps))


def conv2d(x: Any, w: Any, b: Any, stride: int, pad: int) -> Any:
    return F.conv2d(x, w, b, stride, pad)


def cross_entropy(scores: Any, y: Any) -> Any:
    return F.cross_entropy(scores, y)


def network(x: Any, y: Any, w1: Any, b1: Any, w2: Any, b2: Any) -> Any:
    return F.cross_entropy(F.conv2d(x, w1, b1).relu().flatten(1) @ w2 + b2, y)


def elastic_net(x: Any, y: Any, w: Any, b: Any, alpha: float, l1_ratio: float) -> Any:
    penalty = float(l1_ratio) * w.abs().sum() + (1 - float(l1_ratio)) / 2 * w.square().sum()
    return (x @ w + b - y).square().mean() / 2 + float(alpha) * penalty


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("rnn_step_forward", rnn),
        ("lstm_step_forward", lstm),
        ("gru_step_forward", gru),
        ("scaled_dot_product_attention", attention),
        ("causal_mask_attention", causal),
        ("layernorm_forward", layernorm),
        ("groupnorm_forward", groupnorm),
        ("rmsnorm_forward", rmsnorm),
        ("conv2d_forward", conv2d),
        (
            "horizontal_flip",
            lambda x, mask: torch.stack([i.flip(-1) if m else i for i, m in zip(x, mask, strict=True)]),
        ),
    ],
)
def test_outputs_are_those_of_torch(name: str, function: Forward) -> None:
    agree(name, forward(function))


@pytest.mark.parametrize(
    ("name", "loss", "leaves"),
    [
        ("relu_backward", lambda dout, z: (dout * z.relu()).sum(), "z"),
        ("sigmoid_backward", lambda dout, z: (dout * z.sigmoid()).sum(), "z"),
        ("tanh_backward", lambda dout, z: (dout * z.tanh()).sum(), "z"),
        ("affine_backward", lambda dout, x, w, b: (dout * F.linear(x.flatten(1), w.T, b)).sum(), "x w b"),
        (
            "conv2d_backward",
            lambda dout, **others: (dout * conv2d(**others)).sum(),
            "x w b",
        ),
        ("rnn_step_backward", lambda dh_next, **others: (dh_next * rnn(**others)).sum(), "x h wx wh b"),
        ("lstm_step_backward", lstm_loss, "x h c wx wh b"),
        (
            "scaled_dot_product_attention_backward",
            lambda dout, q, k, v: (dout * F.scaled_dot_product_attention(q[None], k[None], v[None])[0]).sum(),
            "q k v",
        ),
        ("layernorm_backward", lambda dout, **others: (dout * layernorm(**others)).sum(), "x gamma beta"),
        ("groupnorm_backward", lambda dout, **others: (dout * groupnorm(**others)).sum(), "x gamma beta"),
        (
            "l2_penalty_gradient",
            lambda dw, db, w, b, lam: (dw * w).sum() + (db * b).sum() + float(lam) / 2 * w.square().sum(),
            "w b",
        ),
        (
            "l1_penalty_gradient",
            lambda dw, db, w, b, lam: (
                (dw * w).sum() + (db * b).sum() + float(lam) * F.l1_loss(w, 0 * w, reduction="sum")
            ),
            "w b",
        ),
        ("elastic_net_gradient", elastic_net, "w b"),
    ],
)
def test_gradients_are_those_of_autograd(name: str, loss: Forward, leaves: str) -> None:
    agree(name, backward(loss, *leaves.split()))


@pytest.mark.parametrize(
    ("name", "loss", "leaves"),
    [
        ("softmax_cross_entropy", cross_entropy, "scores"),
        ("two_layer_network", network, "w1 b1 w2 b2"),
    ],
)
def test_losses_and_their_gradients_are_those_of_torch(name: str, loss: Forward, leaves: str) -> None:
    agree(name, backward(loss, *leaves.split(), value=True))


@pytest.mark.parametrize("name", ["he_standard_deviation", "xavier_uniform_limit"])
def test_initialization_is_that_of_torch(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What torch.nn.init would draw from; its dense weights are (outputs, inputs)."""
    asked: list[float] = []
    monkeypatch.setattr(torch.Tensor, "normal_", lambda _tensor, _mean, std, **_: asked.append(std))
    monkeypatch.setattr(torch.nn.init, "_no_grad_uniform_", lambda _tensor, _low, high, _from: asked.append(high))

    def oracle(arguments: Mapping[str, Any]) -> tuple[Any, ...]:
        shape = arguments["shape"]
        weights = torch.empty(shape[::-1] if len(shape) == 2 else shape)
        if name == "he_standard_deviation":
            torch.nn.init.kaiming_normal_(weights, nonlinearity="relu")
        else:
            torch.nn.init.xavier_uniform_(weights)
        return (asked.pop(),)

    agree(name, oracle)


def test_dropout_scales_as_torch_does() -> None:
    """On ones, what PyTorch keeps has one value only: the reference's for a mask of ones."""
    for p in (0.0, 0.25, 0.9):
        kept = F.dropout(torch.ones(10_000, dtype=torch.float64), p, training=True)
        for case, result in zip(
            cases_of("dropout_forward", SEED), returned("dropout_forward", "dropout_forward", SEED), strict=True
        ):
            if case.arguments["p"] == p and case.arguments["train"]:
                assert isinstance(result, Returned)
                x, mask = case.arguments["x"], np.asarray(case.arguments["mask"])
                np.testing.assert_allclose(result.value, x * mask * kept.max().item(), rtol=1e-6)


def test_elastic_net_has_no_gradient_where_scikit_learn_stops() -> None:
    linear_model = pytest.importorskip("sklearn.linear_model")
    rng = np.random.default_rng(SEED)
    x = rng.normal(size=(40, 6))
    y = x @ np.array([2.0, -1.0, 0.0, 0.0, 0.5, 0.0]) + 3 + rng.normal(size=40) / 10
    d = derivation("elastic_net_gradient")
    for alpha, ratio in ((0.1, 0.5), (0.3, 0.9), (0.05, 0.2)):
        model = linear_model.ElasticNet(alpha=alpha, l1_ratio=ratio, tol=1e-12, max_iter=100_000).fit(x, y)
        fitted = {"x": x, "y": y, "w": model.coef_, "b": model.intercept_, "alpha": alpha, "l1_ratio": ratio}
        (result,) = run(d.source_code, [Call(d.id, fitted)], filename=d.path).results
        assert isinstance(result, Returned)
        dw, db = result.value
        used = model.coef_ != 0
        assert used.any()
        np.testing.assert_allclose([*dw[used], db], 0, atol=1e-8)
        assert (np.abs(dw[~used]) <= alpha * ratio).all()


def test_early_stopping_waits_as_torch_waits_before_it_lowers_the_rate() -> None:
    """ReduceLROnPlateau lowers the rate when more than its patience of epochs were bad: one more than its own."""

    def oracle(arguments: Mapping[str, Any]) -> tuple[Any, ...]:
        losses = [float(loss) for loss in arguments["losses"]]
        optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
        plateau = torch.optim.lr_scheduler.ReduceLROnPlateau(
            optimizer, patience=arguments["patience"] - 1, threshold=float(arguments["min_delta"]), threshold_mode="abs"
        )
        best_epoch = 0
        for epoch, loss in enumerate(losses):
            before = plateau.best
            plateau.step(loss)
            best_epoch = epoch if plateau.best != before else best_epoch
            if optimizer.param_groups[0]["lr"] < 1:
                return epoch, best_epoch
        return len(losses) - 1, best_epoch

    agree("early_stopping", oracle)
