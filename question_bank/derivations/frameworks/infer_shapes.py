"""Shape inference

Before anything is computed, a symbolic framework finds the shape of every node, those of the parameters too.
`nodes` is a list of dicts in an order in which inputs come before what uses them. Each has a "name", an "op", a
list "inputs" of names, and what the op needs. Images are (N, C, H, W): examples, channels, height, width.

* "variable": data or a parameter. The shapes of the data stand in `known`, by name; a parameter gets its shape from
  the node that uses it.
* "dense", inputs x, weight, bias; "units" U: x of shape (N, …) counts as a matrix, everything after N as one axis
  of length F. weight is (U, F), bias (U,), the output (N, U).
* "conv", inputs x, weight, bias; "filters" F, "kernel" k, "stride" s, "pad" p, all the same in both directions:
  weight is (F, C, k, k), bias (F,). The padded image has p more rows and columns on **each** side; the output has
  as many places as windows fit into it wholly.
* "pool", input x; "kernel" and "stride": windows as for conv, without padding, for each channel.
* "relu", input x: the same shape. "add", two inputs of the same shape: that shape.

Return `shapes`, a dict from the name of every node to its shape, a tuple of whole numbers. Leave the arguments as
they are.
"""

import math

import numpy as np

SUBTOPIC = "fw.shapes"
LEVEL = 2
MINUTES = 12
RETURNS = ("shapes",)
HINTS = (
    "Go through the nodes once. When you come to an op, the shape of its first input is known already.",
    "An op fills in two kinds of shapes: its own, and those of its weight and bias, which were left open.",
    "Places along one axis: (length + 2·pad − kernel) // stride + 1. F of dense: the product of all lengths after N.",
)
SOLUTION = """
The list is in topological order, so one pass is enough: at an op, the shape of x is known, and everything else
follows from it and the op's attributes. A variable that is not in `known` stays open until an op uses it.

    dense:  F = product of x's shape after N;  weight (U, F), bias (U,), output (N, U)
    conv:   weight (F, C, k, k), bias (F,), output (N, F, h, w)
    pool:   output (N, C, h, w)

A window of length k that starts at i·s fits into a length L + 2p if i·s + k ≤ L + 2p, that is i ≤ (L + 2p − k) / s.
With i from 0 on,

    h = ⌊(L + 2p − k) / s⌋ + 1

pixels that are left over at the right and at the bottom are dropped. A bias has one number for each unit or filter,
not for each example.

That the parameters' shapes can be inferred is why MXNet and Keras need no input size in a layer, whereas PyTorch's
Linear asks for in_features. (Its Lazy layers infer.)
"""
SOURCE = "MXNet 1.9.1, Symbol.infer_shape; src/operator/nn/fully_connected.cc and convolution.cc, the shape functions"
COVERS = ("24a", "24b")
REVIEWED = "2026-11-22 agreed"


def infer_shapes(nodes, known):
    """The shape of every node.

    nodes: list of dicts, inputs before what uses them
    known: dict from the name of each data variable to its shape
    returns shapes: dict from name to tuple
    """
    shapes = {name: tuple(shape) for name, shape in known.items()}
    for node in nodes:
        if node["op"] == "variable":
            continue
        x, *parameters = node["inputs"]
        shape = shapes[x]
        if node["op"] == "dense":
            weight = node["units"], math.prod(shape[1:])
            out = shape[0], node["units"]
        elif node["op"] in ("conv", "pool"):
            channels = node.get("filters", shape[1])
            weight = channels, shape[1], node["kernel"], node["kernel"]
            places = [(n + 2 * node.get("pad", 0) - node["kernel"]) // node["stride"] + 1 for n in shape[2:]]
            out = shape[0], channels, *places
        else:
            weight, parameters, out = (), [], shape
        shapes.update(zip(parameters, (weight, weight[:1]), strict=False))
        shapes[node["name"]] = out
    return shapes


def _variable(*names):
    return [{"name": name, "op": "variable", "inputs": []} for name in names]


def _dense(name, x, units):
    parameters = [f"{name}_weight", f"{name}_bias"]
    return [*_variable(*parameters), {"name": name, "op": "dense", "inputs": [x, *parameters], "units": units}]


def _conv(name, x, filters, kernel, stride=1, pad=0):
    parameters = [f"{name}_weight", f"{name}_bias"]
    windows = {"filters": filters, "kernel": kernel, "stride": stride, "pad": pad}
    return [*_variable(*parameters), {"name": name, "op": "conv", "inputs": [x, *parameters]} | windows]


def _pool(name, x, kernel, stride):
    return [{"name": name, "op": "pool", "inputs": [x], "kernel": kernel, "stride": stride}]


def _plain(op, name, *needed):
    return [{"name": name, "op": op, "inputs": list(needed)}]


def inputs(rng):
    a, b, c, d, e = (int(n) for n in rng.permutation(np.arange(2, 12))[:5])
    h, w = (int(n) for n in rng.permutation(np.arange(13, 22))[:2])
    x = _variable("x")
    yield "a variable alone", {"nodes": x, "known": {"x": (a, b)}}
    yield "one dense layer, one example", {"nodes": x + _dense("fc", "x", b), "known": {"x": (1, c)}}
    layers = x + _dense("fc1", "x", c) + _plain("relu", "act", "fc1") + _dense("fc2", "act", d)
    yield "two dense layers", {"nodes": layers, "known": {"x": (a, b)}}
    yield "one convolution", {"nodes": x + _conv("conv", "x", b, 3), "known": {"x": (a, c, h, w)}}
    yield "stride and padding", {"nodes": x + _conv("conv", "x", d, 5, 2, 1), "known": {"x": (b, e, h, w)}}
    yield "stride 3, pixels left over", {"nodes": x + _conv("conv", "x", c, 4, 3, 2), "known": {"x": (e, a, h, w)}}
    yield "kernel as large as the image", {"nodes": x + _conv("conv", "x", e, h), "known": {"x": (a, d, h, h)}}
    yield "pooling, overlapping windows", {"nodes": x + _pool("pool", "x", 3, 2), "known": {"x": (d, c, h, w)}}
    block = x + _conv("conv1", "x", b, 3, 1, 1) + _plain("relu", "act", "conv1") + _conv("conv2", "act", b, 3, 1, 1)
    block += _plain("add", "sum", "conv2", "x")
    yield "a residual block", {"nodes": block, "known": {"x": (a, b, h, w)}}
    net = x + _conv("conv", "x", d, 3, 1, 1) + _plain("relu", "act", "conv") + _pool("pool", "act", 2, 2)
    yield "dense after an image", {"nodes": net + _dense("fc", "pool", e), "known": {"x": (c, 3, h, w)}}
    two = _variable("x", "z") + _dense("left", "x", a) + _dense("right", "z", a) + _plain("add", "sum", "left", "right")
    yield "two inputs", {"nodes": two, "known": {"x": (d, b), "z": (d, c, e)}}
    yield "all sizes equal", {"nodes": x + _conv("conv", "x", d, d) + _dense("fc", "conv", d), "known": {"x": (d,) * 4}}


def naive(nodes, known):
    """Counts windows and places one by one."""

    def places(length, node):
        pad = node["pad"] if node["op"] == "conv" else 0
        count, start = 0, -pad
        while start + node["kernel"] <= length + pad:
            count, start = count + 1, start + node["stride"]
        return count

    shapes = dict(known)
    for node in nodes:
        op, name = node["op"], node["name"]
        if op == "dense":
            features = 1
            for length in shapes[node["inputs"][0]][1:]:
                features *= length
            shapes[node["inputs"][1]] = (node["units"], features)
            shapes[node["inputs"][2]] = (node["units"],)
            shapes[name] = (shapes[node["inputs"][0]][0], node["units"])
        elif op == "conv":
            n, channels, height, width = shapes[node["inputs"][0]]
            shapes[node["inputs"][1]] = (node["filters"], channels, node["kernel"], node["kernel"])
            shapes[node["inputs"][2]] = (node["filters"],)
            shapes[name] = (n, node["filters"], places(height, node), places(width, node))
        elif op == "pool":
            n, channels, height, width = shapes[node["inputs"][0]]
            shapes[name] = (n, channels, places(height, node), places(width, node))
        elif op in ("relu", "add"):
            shapes[name] = shapes[node["inputs"][0]]
    return shapes


def _infer(nodes, known, places=None, dense=None, weight=None, bias=None):
    """With other rules: places(length, node), dense(shape of x), weight(shape), bias(weight, output)."""
    shapes = dict(known)
    for node in nodes:
        if node["op"] == "variable":
            continue
        x, *parameters = node["inputs"]
        one = infer_shapes([node], {x: shapes[x]})
        out = one[node["name"]]
        if node["op"] in ("conv", "pool") and places:
            out = (*out[:2], *(places(length, {"pad": 0} | node) for length in shapes[x][2:]))
        if node["op"] in ("dense", "conv"):
            first = one[parameters[0]]
            if node["op"] == "dense" and dense:
                first = (node["units"], dense(shapes[x]))
            shapes[parameters[0]] = weight(first) if weight else first
            shapes[parameters[1]] = bias(first, out) if bias else first[:1]
        shapes[node["name"]] = out
    return shapes


def mistake_padding_on_one_side(nodes, known):
    """You added the padding once. It stands on each side: 2·pad."""
    return _infer(nodes, known, places=lambda n, o: (n + o["pad"] - o["kernel"]) // o["stride"] + 1)


def mistake_last_place_forgotten(nodes, known):
    """Add 1 to the number of places: the first one counts too."""
    return _infer(nodes, known, places=lambda n, o: (n + 2 * o["pad"] - o["kernel"]) // o["stride"])


def mistake_rounded_up(nodes, known):
    """You rounded up. Only windows that fit wholly count."""
    return _infer(nodes, known, places=lambda n, o: -(-(n + 2 * o["pad"] - o["kernel"]) // o["stride"]) + 1)


def mistake_stride_ignored(nodes, known):
    """You left the stride out: windows start at every stride-th pixel only."""
    return _infer(nodes, known, places=lambda n, o: n + 2 * o["pad"] - o["kernel"] + 1)


def mistake_image_not_flattened(nodes, known):
    """A dense layer after an image sees channels, rows and columns as one long axis: take the product of all after
    N.
    """
    return _infer(nodes, known, dense=lambda shape: shape[1])


def mistake_examples_flattened_too(nodes, known):
    """You multiplied the number of examples into F. The first axis stays apart."""
    return _infer(nodes, known, dense=math.prod)


def mistake_weight_transposed(nodes, known):
    """Your weights have input before output. Here the first axis is that of the units or filters."""
    return _infer(nodes, known, weight=lambda shape: (shape[1], shape[0], *shape[2:]))


def mistake_bias_as_row(nodes, known):
    """Your bias has two axes. It has one: (units,) or (filters,)."""
    return _infer(nodes, known, bias=lambda weight, _out: (1, weight[0]))


def mistake_bias_like_the_output(nodes, known):
    """Your bias has the shape of the output. There is one number for each unit or filter; broadcasting does the
    rest.
    """
    return _infer(nodes, known, bias=lambda _weight, out: out)
