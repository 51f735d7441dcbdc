"""Records what MXNet gives for the derivations' cases: `python -m tests.oracle.recorded.record_mxnet`.

Needs mxnet 1.9.1, numpy 1.23.5 and Python 3.11 (MXNet is retired; later versions of NumPy break it).
"""

# mypy: ignore-errors

from __future__ import annotations

import json

import mxnet as mx
import numpy as np

from tests.oracle.recorded.records import Record, cases, write


def array(x):
    """A float64 array on MXNet's side."""
    return mx.nd.array(x, dtype="float64")


def walked(optimizer, a, states):
    """The parameters after every step, and the states in the end."""
    w, rows = array(a["w"]), []
    for g, lr in zip(a["grads"], a["lrs"], strict=True):
        optimizer.set_learning_rate(float(lr))
        optimizer.update(0, w, array(g), states)
        rows.append(w.asnumpy())
    return np.array(rows)


def optimizers():
    """Every optimizer's derivation, from the states of its cases."""
    for name, a in cases("momentum_keras"):
        if a["mu"] > 0:
            v = array(a["v"])
            ws = walked(mx.optimizer.SGD(momentum=a["mu"]), a, v)
            yield Record("momentum_keras", name, a, {"ws": ws, "v": v.asnumpy()})
    for name, a in cases("nesterov_keras"):
        if a["mu"] > 0:
            v = array(a["v"])
            ws = walked(mx.optimizer.NAG(momentum=a["mu"]), a, v)
            yield Record("nesterov_keras", name, a, {"ws": ws, "v": v.asnumpy()})
    for name, a in cases("weight_decay_sgd"):
        if a["mu"] > 0 and not a["v"].any() and np.ptp(a["lrs"]) == 0:  # a constant rate: it stands inside the velocity
            optimizer = mx.optimizer.SGD(momentum=a["mu"], wd=a["wd"])
            ws = walked(optimizer, a, mx.nd.zeros(len(a["w"]), dtype="float64"))
            yield Record("weight_decay_sgd", name, a, {"ws": ws})
    for name, a in cases("adam_epsilon_hat"):
        betas = {"beta1": a["beta1"], "beta2": a["beta2"], "epsilon": a["eps"]}
        states = array(a["m"]), array(a["v"])
        ws = walked(mx.optimizer.Adam(**betas, begin_num_update=a["t"]), a, states)
        yield Record("adam_epsilon_hat", name, a, {"ws": ws, "m": states[0].asnumpy(), "v": states[1].asnumpy()})
    for name, a in cases("adagrad_mxnet"):
        s = array(a["s"])
        yield Record(
            "adagrad_mxnet", name, a, {"ws": walked(mx.optimizer.AdaGrad(eps=a["eps"]), a, s), "s": s.asnumpy()}
        )
    for name, a in cases("rmsprop_mxnet"):
        n = array(a["n"])
        ws = walked(mx.optimizer.RMSProp(gamma1=a["rho"], epsilon=a["eps"]), a, (n,))
        yield Record("rmsprop_mxnet", name, a, {"ws": ws, "n": n.asnumpy()})
    for name, a in cases("adadelta"):
        one = a | {"lrs": np.ones_like(a["lrs"])}  # MXNet's Adadelta has no learning rate
        states = array(a["s"]), array(a["u"])
        ws = walked(mx.optimizer.AdaDelta(rho=a["rho"], epsilon=a["eps"], wd=0.0), one, states)
        yield Record("adadelta", name, one, {"ws": ws, "s": states[0].asnumpy(), "u": states[1].asnumpy()})


def schedules():
    """The schedulers have a state: each is asked for all updates from 0 on, in order."""
    for name, a in cases("step_decay_mxnet"):
        options = {key: a[key] for key in ("base_lr", "step", "factor", "stop_factor_lr")}
        scheduler = mx.lr_scheduler.FactorScheduler(**options)
        lrs = np.array([scheduler(t) for t in range(int(max(a["t"])) + 1)])
        yield Record("step_decay_mxnet", name, a, {"lrs": lrs[a["t"]]})
    for name, a in cases("cosine_with_warmup_mxnet"):
        options = {"base_lr": a["base_lr"], "final_lr": a["final_lr"]}
        options |= {"warmup_steps": a["warmup"], "warmup_begin_lr": a["begin_lr"]}
        scheduler = mx.lr_scheduler.CosineScheduler(a["max_update"], **options)
        lrs = np.array([scheduler(t) for t in range(int(max(a["t"])) + 1)])
        yield Record("cosine_with_warmup_mxnet", name, a, {"lrs": lrs[a["t"]]})


def stores():
    """A local KVStore, whose devices are so many CPU contexts."""
    for name, a in cases("kvstore_push"):
        kv = mx.kv.create("local")
        kv.init("w", array(a["stored"]))
        if a["lr"] is not None:
            kv.set_optimizer(mx.optimizer.SGD(learning_rate=a["lr"], rescale_grad=a["rescale"]))
        rows, out = [], array(a["stored"])
        for values in a["pushes"]:
            kv.push("w", [mx.nd.array(v, ctx=mx.cpu(i), dtype="float64") for i, v in enumerate(values)])
            kv.pull("w", out=out)
            rows.append(out.asnumpy())
        yield Record("kvstore_push", name, a, {"history": np.array(rows)})


def graphs():
    """The order of the nodes in a symbol's JSON, and inferred shapes."""
    for name, a in cases("topological_order"):
        made = {}

        def symbol(node, graph=a["graph"], made=made):
            if node not in made:
                needed = [symbol(x) for x in graph[node]]
                made[node] = mx.sym.add_n(*needed, name=node) if needed else mx.sym.Variable(node)
            return made[node]

        heads = mx.sym.Group([symbol(head) for head in a["heads"]])
        order = [node["name"] for node in json.loads(heads.tojson())["nodes"]]
        yield Record("topological_order", name, a, {"order": order})
    for name, a in cases("infer_shapes"):
        made = {}
        for node in a["nodes"]:
            x = [made[i] for i in node["inputs"]]
            windows = {key: (node[key],) * 2 for key in ("kernel", "stride", "pad") if key in node}
            match node["op"]:
                case "variable":
                    made[node["name"]] = mx.sym.Variable(node["name"])
                case "dense":
                    made[node["name"]] = mx.sym.FullyConnected(*x, num_hidden=node["units"], name=node["name"])
                case "conv":
                    made[node["name"]] = mx.sym.Convolution(
                        *x, num_filter=node["filters"], **windows, name=node["name"]
                    )
                case "pool":
                    made[node["name"]] = mx.sym.Pooling(*x, pool_type="max", **windows, name=node["name"])
                case "relu":
                    made[node["name"]] = mx.sym.Activation(*x, act_type="relu", name=node["name"])
                case "add":
                    made[node["name"]] = mx.sym.elemwise_add(*x, name=node["name"])
        inside = made[a["nodes"][-1]["name"]].get_internals()
        known = {key: shape for key, shape in a["known"].items() if key in inside.list_arguments()}
        arguments, outputs, _ = inside.infer_shape(**known)
        shapes = dict(zip(inside.list_arguments(), arguments, strict=True))
        names = [output.removesuffix("_output") for output in inside.list_outputs()]
        shapes |= dict(zip(names, outputs, strict=True))
        yield Record("infer_shapes", name, a, {"shapes": shapes})


if __name__ == "__main__":
    write("mxnet", mx.__version__, [*optimizers(), *schedules(), *stores(), *graphs()])
