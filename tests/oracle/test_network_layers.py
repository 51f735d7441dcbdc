"""The layers of a network, held against PyTorch on their own cases, in double precision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from quizdl.app.prove import SEED
from quizdl.domain.run import Returned
from quizdl.grading.judge import outputs_of
from tests.derivations.test_proofs import cases_of, derivation, returned

torch = pytest.importorskip("torch")
functional = torch.nn.functional
flop_counter = pytest.importorskip("torch.utils.flop_counter")
pytestmark = pytest.mark.oracle

Outputs = tuple[Any, ...]


def _tensors(*values: Any) -> list[Any]:
    """Double-precision tensors that gradients can be taken of."""
    return [torch.tensor(np.asarray(value, dtype=float), requires_grad=True) for value in values]


def _backward(layer: Callable[..., Any]) -> Callable[..., Outputs]:
    """The backward pass of a layer that takes one array, after dout the first argument, and numbers."""

    def gradient(dout: Any, at: Any, *options: Any) -> Outputs:
        g, at = _tensors(dout, at)
        return tuple(torch.autograd.grad(layer(at, *options), at, g))

    return gradient


def _affine_forward(x: Any, w: Any, b: Any) -> Outputs:
    x, w, b = _tensors(x, w, b)
    return (functional.linear(x.flatten(1), w.T, b),)


def _affine_backward(dout: Any, x: Any, w: Any, b: Any) -> Outputs:
    g, *at = _tensors(dout, x, w, b)
    return tuple(torch.autograd.grad(functional.linear(at[0].flatten(1), at[1].T, at[2]), at, g))


def _softmax_cross_entropy(scores: Any, y: Any) -> Outputs:
    (at,) = _tensors(scores)
    loss = functional.cross_entropy(at, torch.tensor(y))
    return loss, *torch.autograd.grad(loss, at)


def _conv2d_forward(x: Any, w: Any, b: Any, stride: int, pad: int) -> Outputs:
    return (functional.conv2d(*_tensors(x, w, b), stride=stride, padding=pad),)


def _conv2d_backward(dout: Any, x: Any, w: Any, b: Any, stride: int, pad: int) -> Outputs:
    g, *at = _tensors(dout, x, w, b)
    return tuple(torch.autograd.grad(functional.conv2d(*at, stride=stride, padding=pad), at, g))


def _two_layer_network(x: Any, y: Any, w1: Any, b1: Any, w2: Any, b2: Any) -> Outputs:
    images, *at = _tensors(x, w1, b1, w2, b2)
    hidden = torch.relu(functional.conv2d(images, at[0], at[1])).flatten(1)
    loss = functional.cross_entropy(hidden @ at[2] + at[3], torch.tensor(y))
    return loss, *torch.autograd.grad(loss, at)


def _sigmoid_chain_gradient(x: Any, w: Any, b: Any) -> Outputs:
    a, w, b = _tensors(x, w, b)
    for weight, bias in zip(w, b, strict=True):
        a = torch.sigmoid(weight * a + bias)
    return tuple(torch.autograd.grad(a, (w, b)))


def _training_step(w1: Any, b1: Any, w2: Any, b2: Any, xs: Any, ys: Any, lr: float) -> Outputs:
    parameters = _tensors(w1, b1, w2, b2)
    optimizer = torch.optim.SGD(parameters, lr=lr)
    losses = []
    for x, y in zip(*_tensors(xs, ys), strict=True):
        optimizer.zero_grad()
        hidden = torch.tanh(x.detach() @ parameters[0] + parameters[1])
        loss = functional.mse_loss(hidden @ parameters[2] + parameters[3], y.detach())
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return torch.tensor(losses, dtype=torch.float64), *parameters


def _embedding_backward(dout: Any, ids: Any, table: Any) -> Outputs:
    g, at = _tensors(dout, table)
    return tuple(torch.autograd.grad(functional.embedding(torch.tensor(ids), at), at, g))


def _conv_output_size(size: int, kernel: int, stride: int, padding: int, dilation: int) -> Outputs:
    layer = torch.nn.Conv1d(1, 1, kernel, stride, padding, dilation)
    return (layer(torch.zeros(1, 1, size)).shape[2],)


def _receptive_field(kernels: Any, strides: Any, dilations: Any) -> Outputs:
    layers = list(zip(kernels.tolist(), strides.tolist(), dilations.tolist(), strict=True))
    length = 2
    for kernel, stride, dilation in reversed(layers):
        length = (length - 1) * stride + dilation * (kernel - 1) + 1
    (x,) = _tensors(np.zeros((1, 1, length)))
    out = x
    for kernel, stride, dilation in layers:
        ones = torch.ones(1, 1, kernel, dtype=torch.float64)
        out = functional.conv1d(out, ones, stride=stride, dilation=dilation)
    seen = [torch.autograd.grad(out[0, 0, i], x, retain_graph=True)[0][0, 0].nonzero() for i in (0, 1)]
    return seen[0].max() - seen[0].min() + 1, seen[1].min() - seen[0].min()


def _conv_parameters_and_flops(
    c_in: int, c_out: int, kh: int, kw: int, h: int, w: int, stride: int, pad: int, groups: int, bias: bool
) -> Outputs:
    layer = torch.nn.Conv2d(c_in, c_out, (kh, kw), stride, pad, groups=groups, bias=bias)
    counter = flop_counter.FlopCounterMode(display=False)
    with counter:
        layer(torch.zeros(1, c_in, h, w))
    flops = counter.get_total_flops()
    return sum(p.numel() for p in layer.parameters()), flops / 2, flops


def _im2col(x: Any, kh: int, kw: int, stride: int, pad: int) -> Outputs:
    (x,) = _tensors(x)
    columns = functional.unfold(x, (kh, kw), stride=stride, padding=pad)
    return (columns.transpose(1, 2).reshape(-1, columns.shape[1]),)


def _col2im(dcols: Any, x: Any, kh: int, kw: int, stride: int, pad: int) -> Outputs:
    (g,) = _tensors(dcols)
    columns = g.reshape(len(x), -1, g.shape[1]).transpose(1, 2)
    return (functional.fold(columns, x.shape[2:], (kh, kw), stride=stride, padding=pad),)


def _conv2d_by_im2col(x: Any, w: Any, b: Any, stride: int, pad: int) -> Outputs:
    return *_im2col(x, w.shape[2], w.shape[3], stride, pad), functional.conv2d(
        *_tensors(x, w, b), stride=stride, padding=pad
    )


def _max_pool(x: Any, kh: int, kw: int, stride: int, pad: int) -> Any:
    # padded by hand, as max_pool2d takes no padding beyond half a window
    return functional.max_pool2d(functional.pad(x, (pad,) * 4, value=-torch.inf), (kh, kw), stride)


def _average_pool(x: Any, kh: int, kw: int, stride: int, pad: int) -> Any:
    if 2 * pad <= min(kh, kw):
        return functional.avg_pool2d(x, (kh, kw), stride, pad)
    return functional.avg_pool2d(functional.pad(x, (pad,) * 4), (kh, kw), stride)


def _batchnorm_forward(
    x: Any, gamma: Any, beta: Any, running_mean: Any, running_var: Any, momentum: float, eps: float, train: bool
) -> Outputs:
    x, gamma, beta, mean, var = (value.detach() for value in _tensors(x, gamma, beta, running_mean, running_var))
    if train and len(x) == 1:  # PyTorch's running variance has no value then
        out = torch.native_batch_norm(x, gamma, beta, None, None, True, 0.0, eps)[0]
        return out, momentum * mean + (1 - momentum) * x[0], momentum * var
    new_mean, new_var = mean.clone(), var.clone()
    out = functional.batch_norm(x, new_mean, new_var, gamma, beta, train, 1 - momentum, eps)
    if train:  # PyTorch keeps the unbiased variance
        new_var = momentum * var + (new_var - momentum * var) * (len(x) - 1) / len(x)
    return out, new_mean, new_var


def _batchnorm_backward(dout: Any, x: Any, gamma: Any, beta: Any, eps: float) -> Outputs:
    g, *at = _tensors(dout, x, gamma, beta)
    out = torch.native_batch_norm(*at, None, None, True, 0.0, eps)[0]
    return tuple(torch.autograd.grad(out, at, g))


def _batchnorm_backward_alternative(dout: Any, xhat: Any, gamma: Any, var: Any, eps: float) -> Outputs:
    g, hat, gamma, var = (value.detach() for value in _tensors(dout, xhat, gamma, var))
    scale = torch.sqrt(var + eps)
    mean, mask = torch.zeros_like(var), [True, True, True]
    return tuple(
        torch.ops.aten.native_batch_norm_backward(g, hat * scale, gamma, None, None, mean, 1 / scale, True, eps, mask)
    )


def _conv1d_causal_forward(x: Any, w: Any, b: Any, dilation: int) -> Outputs:
    x, w, b = _tensors(x, w, b)
    before = (w.shape[2] - 1) * dilation
    return (functional.conv1d(functional.pad(x, (before, 0)), w, b, dilation=dilation),)


def _resnet_cifar_parameters(n: int, width: int, classes: int) -> Outputs:
    def convolution(a: int, b: int) -> list[Any]:
        return [torch.nn.Conv2d(a, b, 3, bias=False, device="meta"), torch.nn.BatchNorm2d(b, device="meta")]

    layers, channels = convolution(3, width), width
    for stage in (width, 2 * width, 4 * width):
        for _ in range(n):
            layers += convolution(channels, stage) + convolution(stage, stage)
            channels = stage
    layers.append(torch.nn.Linear(channels, classes, device="meta"))
    depth = sum(not isinstance(layer, torch.nn.BatchNorm2d) for layer in layers)
    return depth, sum(p.numel() for layer in layers for p in layer.parameters())


ORACLES: dict[str, Callable[..., Outputs]] = {
    "relu_backward": _backward(torch.relu),
    "sigmoid_backward": _backward(torch.sigmoid),
    "tanh_backward": _backward(torch.tanh),
    "affine_backward": _affine_backward,
    "softmax_cross_entropy": _softmax_cross_entropy,
    "conv2d_forward": _conv2d_forward,
    "conv2d_backward": _conv2d_backward,
    "two_layer_network": _two_layer_network,
    "leaky_relu_backward": _backward(functional.leaky_relu),
    "elu_backward": _backward(functional.elu),
    "gelu_backward": _backward(lambda z: functional.gelu(z, approximate="tanh")),
    "softmax_backward": _backward(lambda z: torch.softmax(z, -1)),
    "affine_forward": _affine_forward,
    "sigmoid_chain_gradient": _sigmoid_chain_gradient,
    "training_step": _training_step,
    "embedding_backward": _embedding_backward,
    "conv_output_size": _conv_output_size,
    "receptive_field": _receptive_field,
    "conv_parameters_and_flops": _conv_parameters_and_flops,
    "im2col": _im2col,
    "col2im": _col2im,
    "conv2d_by_im2col": _conv2d_by_im2col,
    "max_pool_forward": lambda x, *options: (_max_pool(*_tensors(x), *options),),
    "max_pool_backward": _backward(_max_pool),
    "average_pool_forward": lambda x, *options: (_average_pool(*_tensors(x), *options),),
    "average_pool_backward": _backward(_average_pool),
    "batchnorm_forward": _batchnorm_forward,
    "batchnorm_backward": _batchnorm_backward,
    "batchnorm_backward_alternative": _batchnorm_backward_alternative,
    "conv1d_causal_forward": _conv1d_causal_forward,
    "resnet_cifar_parameters": _resnet_cifar_parameters,
}


@pytest.mark.parametrize("name", ORACLES)
def test_pytorch_agrees(name: str) -> None:
    d = derivation(name)
    for case, result in zip(cases_of(name, SEED), returned(name, name, SEED), strict=True):
        assert isinstance(result, Returned)
        ours = outputs_of(d, result.value)
        assert ours is not None
        theirs = ORACLES[name](*(case.arguments[parameter] for parameter in d.parameters))
        rtol = 1e-5 if "float32" in case.name else 1e-9
        for output, mine, yours in zip(d.returns, ours, theirs, strict=True):
            right = np.asarray(yours.detach() if isinstance(yours, torch.Tensor) else yours)
            where = f"{output}, {case.name}"
            floor = rtol * max(1.0, float(np.abs(right).max(initial=0.0)))
            np.testing.assert_allclose(np.asarray(mine), right, rtol=rtol, atol=floor, err_msg=where)
            assert np.shape(mine) == np.shape(right), where


def test_the_counts_of_the_paper_s_nets() -> None:
    name = "resnet_cifar_parameters"
    results = zip(cases_of(name, SEED), returned(name, name, SEED), strict=True)
    counts = {case.name: tuple(result.value) for case, result in results if isinstance(result, Returned)}
    assert [counts[f"depth {depth}"] for depth in (20, 56, 110)] == [(20, 269_722), (56, 853_018), (110, 1_727_962)]
