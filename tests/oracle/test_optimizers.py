"""Optimizers, schedules and systems against PyTorch, and against what MXNet, Keras and TensorFlow gave once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest

from quizdl.app.prove import SEED
from quizdl.domain.run import Call, Case, Returned
from quizdl.grading.compare import same
from quizdl.grading.judge import outputs_of
from quizdl.sandbox.run import run
from tests.derivations.test_proofs import cases_of, derivation, returned
from tests.oracle.recorded.records import Record, records

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.oracle

RTOL = 1e-6
SINGLE_RTOL, SINGLE_ATOL = 2e-5, 5e-6
"""Where the library, or the case, has float32 on the way; learning rates and 1 − β mostly are in it."""


def reference(name: str, arguments: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The reference's outputs by name, for arguments of one's own."""
    d = derivation(name)
    results = run(d.source_code, [Call(name, one) for one in arguments], filename=d.path).results
    return [_by_name(name, result) for result in results]


def _by_name(name: str, result: Any) -> dict[str, Any]:
    assert isinstance(result, Returned)
    d = derivation(name)
    values = outputs_of(d, result.value)
    assert values is not None
    return dict(zip(d.returns, values, strict=True))


def _recorded(library: str) -> dict[str, list[Record]]:
    found = defaultdict(list)
    for record in records(library):
        found[record.derivation].append(record)
    return found


@pytest.mark.parametrize(
    ("library", "name"), [(library, name) for library in ("mxnet", "keras") for name in _recorded(library)]
)
def test_the_reference_gives_what_the_library_gave(library: str, name: str) -> None:
    mine = _recorded(library)[name]
    assert len(mine) >= 1
    for record, outputs in zip(mine, reference(name, [record.arguments for record in mine]), strict=True):
        for output, theirs in record.outputs.items():
            assert same(theirs, outputs[output], SINGLE_RTOL, SINGLE_ATOL), f"{output}, {record.case}"


def tensor(value: Any) -> Any:
    """A float64 tensor of its own."""
    return torch.tensor(np.asarray(value, dtype=float))


def walked(make: Callable[..., Any], state: Callable[[Any, dict[str, Any]], dict[str, Any]], a: dict[str, Any]) -> Any:
    """The parameters after every step of a torch optimizer, and its state in the end."""
    w = torch.nn.Parameter(tensor(a["w"]))
    optimizer = make([w], lr=float(a["lrs"][0]))
    optimizer.state[w] = state(w, a)
    rows = []
    for g, lr in zip(a["grads"], a["lrs"], strict=True):
        optimizer.param_groups[0]["lr"] = float(lr)
        w.grad = tensor(g)
        optimizer.step()
        rows.append(w.detach().numpy().copy())
    return np.array(rows), optimizer.state[w]


def _momentum(a: dict[str, Any], **options: Any) -> dict[str, Any]:
    make = partial(torch.optim.SGD, momentum=a["mu"], **options)
    ws, state = walked(make, lambda _w, a: {"momentum_buffer": tensor(a["v"])}, a)
    return {"ws": ws, "v": state["momentum_buffer"]} if a["mu"] else {"ws": ws}


def _adam(a: dict[str, Any], make: Callable[..., Any], **options: Any) -> dict[str, Any]:
    def state(_w: Any, a: dict[str, Any]) -> dict[str, Any]:
        found = {"step": torch.tensor(float(a["t"])), "exp_avg": tensor(a["m"]), "exp_avg_sq": tensor(a["v"])}
        return found | ({"max_exp_avg_sq": tensor(a["top"])} if "top" in a else {})

    make = partial(make, betas=(a["beta1"], a["beta2"]), eps=a["eps"], **options)
    ws, state_then = walked(make, state, a)
    found = {"ws": ws, "m": state_then["exp_avg"], "v": state_then["exp_avg_sq"]}
    return found | ({"top": state_then["max_exp_avg_sq"]} if "top" in a else {})


def _sgd(a: dict[str, Any]) -> dict[str, Any]:
    return {"ws": walked(torch.optim.SGD, lambda _w, _a: {}, a | {"grads": a["grads"].astype(float).mean(axis=1)})[0]}


def _adagrad(a: dict[str, Any]) -> dict[str, Any]:
    start = {"step": torch.tensor(0.0), "sum": tensor(a["s"])}
    ws, state = walked(partial(torch.optim.Adagrad, eps=a["eps"]), lambda _w, _a: start, a)
    return {"ws": ws, "s": state["sum"]}


def _rmsprop(a: dict[str, Any]) -> dict[str, Any]:
    start = {"step": torch.tensor(0.0), "square_avg": tensor(a["s"])}
    ws, state = walked(partial(torch.optim.RMSprop, alpha=a["rho"], eps=a["eps"]), lambda _w, _a: start, a)
    return {"ws": ws, "s": state["square_avg"]}


def _adadelta(a: dict[str, Any]) -> dict[str, Any]:
    start = {"step": torch.tensor(0.0), "square_avg": tensor(a["s"]), "acc_delta": tensor(a["u"])}
    ws, state = walked(partial(torch.optim.Adadelta, rho=a["rho"], eps=a["eps"]), lambda _w, _a: start, a)
    return {"ws": ws, "s": state["square_avg"], "u": state["acc_delta"]}


def _gradient_clipping(a: dict[str, Any]) -> dict[str, Any]:
    names, unit = ("dw1", "db1", "dw2"), 1e-6  # in a small unit, as PyTorch adds 1e-6 to the norm that it divides by
    parameters = [torch.nn.Parameter(torch.zeros(a[name].shape, dtype=torch.float64)) for name in names]
    for name, parameter in zip(names, parameters, strict=True):
        parameter.grad = tensor(a[name]).double() / unit
    norm = torch.nn.utils.clip_grad_norm_(parameters, a["max_norm"] / unit)
    clipped = {f"{name}_clipped": unit * p.grad for name, p in zip(names, parameters, strict=True)}
    return clipped | {"norm": unit * norm.item()}


def _gradient_accumulation(a: dict[str, Any]) -> dict[str, Any]:
    """Examples whose losses have the gradient of their micro-batch, all of a group in one backward pass."""
    w = torch.nn.Parameter(tensor(a["w"]))
    optimizer, rows = torch.optim.SGD([w], lr=1.0), []
    for u, lr in enumerate(a["lrs"]):
        group = slice(u * a["every"], (u + 1) * a["every"])
        examples = tensor(np.repeat(a["grads"][group], a["sizes"][group], axis=0))
        optimizer.param_groups[0]["lr"] = float(lr)
        optimizer.zero_grad()
        (examples @ w).mean().backward()
        optimizer.step()
        rows.append(w.detach().numpy().copy())
    return {"ws": np.array(rows)}


def _exponential_moving_average(a: dict[str, Any]) -> dict[str, Any]:
    model = torch.nn.Module()
    model.w = torch.nn.Parameter(tensor(a["shadow"]))
    number = iter(range(a["n"], a["n"] + len(a["ws"])))

    def mix(old: Any, new: Any, _count: Any) -> Any:
        n = next(number)
        return torch.lerp(new, old, min(a["decay"], (1 + n) / (10 + n)))

    average, rows = torch.optim.swa_utils.AveragedModel(model, avg_fn=mix), []
    average.n_averaged += 1  # so that the first update is a mean too, no copy
    for row in a["ws"]:
        model.w.data = tensor(row)
        average.update_parameters(model)
        rows.append(average.module.w.detach().numpy().copy())
    return {"shadows": np.array(rows)}


def _loss_scaling(a: dict[str, Any]) -> dict[str, Any]:
    """The scale by `torch.amp.GradScaler` itself, on the CPU."""
    options = {"growth_factor": a["growth"], "backoff_factor": a["backoff"], "growth_interval": a["interval"]}
    scaler = torch.amp.GradScaler("cpu", init_scale=a["scale"], **options)
    w = torch.nn.Parameter(tensor(a["w"]))
    optimizer, ws, scales = torch.optim.SGD([w], lr=1.0), [], []
    for g, lr in zip(a["grads"], a["lrs"], strict=True):
        optimizer.param_groups[0]["lr"] = float(lr)
        scaler.scale(torch.zeros(1))
        w.grad = (tensor(g) * scaler.get_scale()).to(torch.float16).double()
        scaler.step(optimizer)
        scaler.update()
        ws.append(w.detach().numpy().copy())
        scales.append(scaler.get_scale())
    return {"ws": np.array(ws), "scales": np.array(scales)}


def _scheduled(make: Callable[..., Any], a: dict[str, Any]) -> dict[str, Any]:
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=a["base_lr"])
    scheduler, lrs = make(optimizer), []
    for _ in range(int(a["t"].max()) + 1):
        lrs.append(scheduler.get_last_lr()[0])
        optimizer.step()
        scheduler.step()
    return {"lrs": np.array(lrs)[a["t"]]}


def _data_parallel_gradient(a: dict[str, Any]) -> dict[str, Any]:
    def gradient(rows: slice) -> Any:
        w = tensor(a["w"]).requires_grad_()
        torch.nn.functional.mse_loss(tensor(a["X"][rows]) @ w, tensor(a["y"][rows])).backward()
        return w.grad.numpy()

    ends = np.cumsum(a["sizes"])
    shards = [gradient(slice(end - size, end)) for end, size in zip(ends, a["sizes"], strict=True)]
    return {"shard_grads": np.array(shards), "grad": gradient(slice(None))}


def _parameter_server_sync(a: dict[str, Any]) -> dict[str, Any]:
    mean = a["grads"].astype(float).sum(axis=1) / (a["batch"] * a["grads"].shape[1])
    return {"ws": _momentum(a | {"grads": mean, "v": np.zeros_like(a["w"])})["ws"]}


def _graph_backward(a: dict[str, Any]) -> dict[str, Any]:
    at = {name: tensor(value).requires_grad_() for name, value in a["values"].items()}
    ops = {"add": torch.add, "mul": torch.mul, "matmul": torch.matmul, "tanh": torch.tanh, "sum": torch.sum}
    for node in a["nodes"]:
        if node["op"] != "variable":
            at[node["name"]] = ops[node["op"]](*(at[x] for x in node["inputs"]))
    at[a["nodes"][-1]["name"]].backward()
    zero = {name: np.zeros_like(value, dtype=float) for name, value in a["values"].items()}
    return {"grads": {name: zero[name] if at[name].grad is None else at[name].grad.numpy() for name in a["values"]}}


def _infer_shapes(a: dict[str, Any]) -> dict[str, Any]:
    shapes = dict(a["known"])
    for node in a["nodes"]:
        if node["op"] == "variable":
            continue
        x = torch.zeros(shapes[node["inputs"][0]])
        match node["op"]:
            case "dense":
                x, layer = x.flatten(1), torch.nn.LazyLinear(node["units"])
            case "conv":
                layer = torch.nn.LazyConv2d(node["filters"], node["kernel"], node["stride"], node["pad"])
            case "pool":
                layer = torch.nn.MaxPool2d(node["kernel"], node["stride"])
            case _:
                layer = torch.nn.Identity()
        shapes[node["name"]] = tuple(layer(x).shape)
        parameters = [tuple(parameter.shape) for parameter in layer.parameters()]
        shapes |= dict(zip(node["inputs"][1:], parameters, strict=False))
    return {"shapes": shapes}


def _adam_state_bytes(a: dict[str, Any]) -> dict[str, Any]:
    """Counted on the tensors that torch makes; the master copy by hand, for torch leaves it to its user."""
    dtype = torch.float16 if a["mixed"] else torch.float32
    parameters = [torch.zeros(shape, dtype=dtype, requires_grad=True) for shape in a["shapes"]]
    masters = [p.detach().float().requires_grad_() for p in parameters]
    state = sum(master.nbytes for master in masters) if a["mixed"] else 0
    if masters:
        optimizer = torch.optim.Adam(masters, amsgrad=a["amsgrad"])
        for parameter, master in zip(parameters, masters, strict=True):
            parameter.grad, master.grad = torch.zeros_like(parameter), torch.zeros_like(master)
        optimizer.step()
        state += sum(value.nbytes for s in optimizer.state.values() for key, value in s.items() if key != "step")
    gradients = sum(p.grad.nbytes for p in parameters if p.grad is not None)
    return {"state": state, "total": state + gradients + sum(p.nbytes for p in parameters)}


ORACLES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "sgd": _sgd,
    "momentum": _momentum,
    "nesterov": lambda a: _momentum(a, nesterov=True) if a["mu"] else {},
    "weight_decay_sgd": lambda a: _momentum(a, weight_decay=a["wd"]),
    "adagrad": _adagrad,
    "rmsprop": _rmsprop,
    "adadelta": _adadelta,
    "adam": lambda a: _adam(a, torch.optim.Adam),
    "adamw": lambda a: _adam(a, torch.optim.AdamW, weight_decay=a["wd"]),
    "amsgrad": lambda a: _adam(a, torch.optim.Adam, amsgrad=True),
    "gradient_clipping": _gradient_clipping,
    "gradient_accumulation": _gradient_accumulation,
    "exponential_moving_average": _exponential_moving_average,
    "loss_scaling": _loss_scaling,
    "adam_state_bytes": _adam_state_bytes,
    "step_decay_pytorch": lambda a: _scheduled(
        lambda o: torch.optim.lr_scheduler.StepLR(o, a["step_size"], a["gamma"]), a
    ),
    "multi_step_pytorch": lambda a: _scheduled(
        lambda o: torch.optim.lr_scheduler.MultiStepLR(o, a["milestones"].tolist(), a["gamma"]), a
    ),
    "cosine_annealing_pytorch": lambda a: _scheduled(
        lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, a["t_max"], a["eta_min"]), a
    ),
    "linear_warmup": lambda a: _scheduled(
        lambda o: torch.optim.lr_scheduler.LinearLR(o, a["start_factor"], 1.0, a["warmup"]), a
    ),
    "data_parallel_gradient": _data_parallel_gradient,
    "parameter_server_sync": _parameter_server_sync,
    "graph_backward": _graph_backward,
    "infer_shapes": _infer_shapes,
}


def _small(name: str, case: Case) -> bool:
    """Not those that would fill the memory, or that torch refuses."""
    if name == "adam_state_bytes":
        return case.name != "a very large model"
    return not (name == "linear_warmup" and case.arguments["start_factor"] == 0)


@pytest.mark.parametrize("name", ORACLES)
def test_the_reference_agrees_with_pytorch(name: str) -> None:
    compared = 0
    for case, result in zip(cases_of(name, SEED), returned(name, name, SEED), strict=True):
        if not _small(name, case):
            continue
        outputs = _by_name(name, result)
        rtol = SINGLE_RTOL if "float32" in case.name or name == "gradient_clipping" else RTOL
        for output, theirs in ORACLES[name](case.arguments).items():
            right = theirs.numpy() if isinstance(theirs, torch.Tensor) else theirs
            assert same(right, outputs[output], rtol), f"{output}, {case.name}"
            compared += 1
    assert compared >= 8


W0 = np.array([1.0])
GRADS = np.array([[0.5], [-0.25], [0.125], [1.0]])
LRS = np.array([0.1, 0.1, 0.01, 0.01])


@pytest.mark.parametrize(
    ("name", "more", "ws"),
    [
        ("momentum", {"mu": 0.9}, [0.95, 0.93, 0.92695, 0.914205]),
        ("momentum_keras", {"mu": 0.9}, [0.95, 0.93, 0.91075, 0.883425]),
        ("nesterov", {"mu": 0.9}, [0.905, 0.912, 0.908005, 0.886535]),
        ("nesterov_keras", {"mu": 0.9}, [0.905, 0.912, 0.893425, 0.858832]),
        ("weight_decay_sgd", {"mu": 0.9, "wd": 0.1}, [0.94, 0.9016]),
        ("adagrad", {"eps": 1e-2}, [0.9019608]),
        ("adagrad_mxnet", {"eps": 1e-2}, [0.9019420]),
        ("rmsprop", {"rho": 0.9, "eps": 1e-2}, [0.7025826]),
        ("rmsprop_mxnet", {"rho": 0.9, "eps": 1e-2}, [0.7327387]),
    ],
)
def test_the_frameworks_numbers_on_four_steps(name: str, more: dict[str, float], ws: list[float]) -> None:
    """Measured with mxnet 1.9.1, keras 3.15.1, tensorflow 2.21.0 and torch 2.13.0."""
    state = {key: np.zeros(1) for key in ("v", "s", "n") if key in derivation(name).parameters}
    arguments = {"w": W0, "grads": GRADS, "lrs": LRS} | state | more
    (outputs,) = reference(name, [arguments])
    assert outputs["ws"][: len(ws), 0] == pytest.approx(ws, abs=6e-7)


@pytest.mark.parametrize(
    ("name", "ws"), [("adam", [0.95, 0.90]), ("adam_epsilon_hat", [0.996935, 0.992655])], ids=["torch", "the others"]
)
def test_adam_where_gradients_are_as_small_as_eps(name: str, ws: list[float]) -> None:
    zero = {"m": np.zeros(1), "v": np.zeros(1), "t": 0, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}
    steps = {"w": W0, "grads": np.full((2, 1), 1e-8), "lrs": np.full(2, 0.1)}
    (outputs,) = reference(name, [steps | zero])
    assert outputs["ws"][:, 0] == pytest.approx(ws, abs=6e-7)


@pytest.mark.parametrize(
    ("name", "more", "lrs"),
    [
        ("step_decay_mxnet", {"step": 3, "factor": 0.5, "stop_factor_lr": 1e-8}, [1, 1, 1, 1, 0.5, 0.5, 0.5]),
        ("step_decay_pytorch", {"step_size": 3, "gamma": 0.5}, [1, 1, 1, 0.5, 0.5, 0.5, 0.25]),
        ("exponential_decay_keras", {"decay_steps": 3, "rate": 0.5, "staircase": True}, [1, 1, 1, 0.5, 0.5, 0.5, 0.25]),
        ("multi_step_pytorch", {"milestones": np.array([3]), "gamma": 0.5}, [1, 1, 1, 0.5, 0.5, 0.5, 0.5]),
    ],
)
def test_the_boundaries_of_the_schedules(name: str, more: dict[str, Any], lrs: list[float]) -> None:
    (outputs,) = reference(name, [{"t": np.arange(7), "base_lr": 1.0} | more])
    assert outputs["lrs"].tolist() == lrs


def test_the_ends_of_the_cosines() -> None:
    (piecewise,) = reference(
        "piecewise_constant_keras", [{"t": np.arange(7), "boundaries": np.array([3]), "values": np.array([1.0, 0.5])}]
    )
    assert piecewise["lrs"].tolist() == [1, 1, 1, 1, 0.5, 0.5, 0.5]
    (climbing,) = reference(
        "cosine_annealing_pytorch", [{"t": np.array([10, 11]), "base_lr": 1.0, "eta_min": 0.0, "t_max": 10}]
    )
    assert climbing["lrs"] == pytest.approx([0, 0.0245], abs=5e-5)
    warm = {"begin_lr": 0.0, "base_lr": 1.0, "final_lr": 0.0, "warmup": 4, "max_update": 10}
    (staying,) = reference("cosine_with_warmup_mxnet", [{"t": np.array([4, 10, 14])} | warm])
    assert staying["lrs"] == pytest.approx([1, 0, 0], abs=1e-12)
