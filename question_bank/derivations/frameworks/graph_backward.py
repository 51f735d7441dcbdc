"""Backpropagation through a graph

`nodes` is a list of dicts in an order in which inputs come before what uses them, each with a "name", an "op" and a
list "inputs" of names. `values` has the arrays of the variables, by name. The ops, elementwise but for the last
two:

* "variable": no inputs. "tanh": one input.
* "add" and "mul": sum and product of two inputs of the **same shape** (no broadcasting). Both may be the same node.
* "matmul": the matrix product of two inputs, of shapes (N, D) and (D, M).
* "sum": one input; the sum of all its elements, a number.

The last node of the list is the loss L, a number; it is a "sum". A node may be used several times, and some may
have no influence on L.

Return `grads`, a dict from the name of every **variable** to ∂L/∂variable, an array of the variable's shape; zeros
where it has no influence. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "fw.graph"
LEVEL = 3
MINUTES = 15
RETURNS = ("grads",)
RTOL = 1e-5  # float32 arguments in one case
HINTS = (
    "Go through the list forwards to get all values; then backwards, from the loss, with ∂L/∂L = 1.",
    "Going backwards, a node's gradient is complete when you come to it. It sends each input a share, to be added.",
    "Start with zeros. mul sends g·b to a, g·a to b; matmul g bᵀ and aᵀ g; tanh g (1 − out²); sum g everywhere.",
)
SOLUTION = """
Forwards, each node's value is computed from those of its inputs and kept. Backwards, let g_n = ∂L/∂(value of n). By
the chain rule of several variables, a value that is used in several places collects one term from each:

    g_x = Σ over all uses of x in a node n:   (∂ value_n / ∂x)ᵀ g_n

So all gradients start at zero, the loss at 1, and in reverse order each node **adds** its shares to its inputs. All
users of a node come after it in the list, hence its gradient is complete when its turn comes.

    add:     a += g            b += g
    mul:     a += g · b        b += g · a
    matmul:  a += g bᵀ         b += aᵀ g
    tanh:    x += g · (1 − out²)
    sum:     x += g, for every element

The shapes decide the order in matmul. For x · x both shares go to the same node: g x + g x = 2 g x, as it must be.
A node without influence keeps its zeros. One pass backwards costs about as much as two forwards, however many
variables there are.
"""
SOURCE = "Goodfellow, Bengio, Courville 2016, Deep Learning, section 6.5.6, Algorithms 6.5 and 6.6"
COVERS = ("24a",)
REVIEWED = "2026-11-22 agreed"


def graph_backward(nodes, values):
    """The gradient of the last node by every variable.

    nodes: list of dicts, inputs before what uses them
    values: dict from the name of each variable to its array
    returns grads: dict from the name of each variable to an array
    """
    forward = {"add": np.add, "mul": np.multiply, "matmul": np.matmul, "tanh": np.tanh, "sum": np.sum}
    backward = {
        "add": lambda g, out, a, b: (g, g),
        "mul": lambda g, out, a, b: (g * b, g * a),
        "matmul": lambda g, out, a, b: (g @ b.T, a.T @ g),
        "tanh": lambda g, out, a: (g * (1 - out**2),),
        "sum": lambda g, out, a: (np.full_like(a, g),),
    }
    steps = [node for node in nodes if node["op"] != "variable"]
    at = dict(values)
    for node in steps:
        at[node["name"]] = forward[node["op"]](*(at[x] for x in node["inputs"]))
    grads = {name: np.zeros_like(value) for name, value in at.items()}
    grads[steps[-1]["name"]] = 1.0
    for node in reversed(steps):
        shares = backward[node["op"]](grads[node["name"]], at[node["name"]], *(at[x] for x in node["inputs"]))
        for i, x in enumerate(node["inputs"]):
            grads[x] = grads[x] + shares[i]
    return {name: grads[name] for name in values}


def _nodes(text):
    """From lines such as `h = matmul x w`; `x w` alone are variables."""
    nodes = []
    for line in text.split(";"):
        left, _, right = line.partition("=")
        op, *needed = right.split() or ["variable"]
        nodes += [{"name": name, "op": op, "inputs": needed} for name in left.split()]
    return nodes


def _case(rng, text, dtype=float, **shapes):
    return {"nodes": _nodes(text), "values": {name: rng.normal(size=s).astype(dtype) for name, s in shapes.items()}}


def inputs(rng):
    a, b, c, d = (int(n) for n in rng.permutation(np.arange(2, 8))[:4])
    yield "the sum alone", _case(rng, "x; L = sum x", x=(1,))
    yield "x times y", _case(rng, "x y; p = mul x y; L = sum p", x=(2,), y=(2,))
    yield "x times x", _case(rng, "x; p = mul x x; L = sum p", x=(a,))
    yield "x used twice", _case(rng, "x y; p = mul x y; q = tanh x; s = add q p; L = sum s", x=(a, b), y=(a, b))
    layer = "x w b; h = matmul x w; z = add h b; o = tanh z; L = sum o"
    yield "a layer, one example", _case(rng, layer, x=(1, c), w=(c, d), b=(1, d))
    yield "a layer", _case(rng, layer, x=(a, b), w=(b, c), b=(a, c))
    net = "x w1 w2; h = matmul x w1; a = tanh h; o = matmul a w2; q = mul o o; L = sum q"
    yield "two layers, squared loss", _case(rng, net, x=(c, a), w1=(a, d), w2=(d, b))
    tied = "x w; h = matmul x w; t = tanh h; o = matmul t w; r = add o x; p = mul r t; L = sum p"
    yield "a weight shared by two layers, a skip", _case(rng, tied, x=(b, d), w=(d, d))
    unused = "x y z; p = mul x y; q = tanh z; r = add p x; L = sum r"
    yield "a variable without influence", _case(rng, unused, x=(d,), y=(d,), z=(c,))
    deep = "x y; u = add x x; v = add u u; w = mul v u; r = add w v; s = mul r r; p = mul s y; L = sum p"
    yield "nodes used again and again", _case(rng, deep, x=(b,), y=(b,))
    yield "square matrices", _case(rng, net, x=(a, a), w1=(a, a), w2=(a, a))
    single = _case(rng, "x w; h = matmul x w; p = mul h h; L = sum p", np.float32, x=(2, 3), w=(3, 2))
    yield "in float32", single | {"values": {name: np.abs(value) + 1 for name, value in single["values"].items()}}


def naive(nodes, values):
    """Each derivative by itself, with a tiny imaginary step: exact to rounding, since all ops are analytic."""

    def loss(given):
        at = dict(given)
        for node in nodes:
            needed = [at[x] for x in node["inputs"]]
            match node["op"]:
                case "add":
                    at[node["name"]] = needed[0] + needed[1]
                case "mul":
                    at[node["name"]] = needed[0] * needed[1]
                case "matmul":
                    at[node["name"]] = needed[0] @ needed[1]
                case "tanh":
                    at[node["name"]] = np.tanh(needed[0])
                case "sum":
                    at[node["name"]] = needed[0].sum()
        return at[nodes[-1]["name"]]

    exact = {name: value.astype(complex) for name, value in values.items()}
    grads = {}
    for name, value in exact.items():
        grads[name] = np.zeros(value.shape)
        for i in np.ndindex(value.shape):
            moved = value.copy()
            moved[i] += 1e-30j
            grads[name][i] = loss(exact | {name: moved}).imag / 1e-30
    return grads


def _backward(nodes, values, rules, add=True):
    """The reference with other shares: rules[op](g, out, *inputs)."""
    forward = {"add": np.add, "mul": np.multiply, "matmul": np.matmul, "tanh": np.tanh, "sum": np.sum}
    right = {
        "add": lambda g, out, a, b: (g, g),
        "mul": lambda g, out, a, b: (g * b, g * a),
        "matmul": lambda g, out, a, b: (g @ b.T, a.T @ g),
        "tanh": lambda g, out, a: (g * (1 - out**2),),
        "sum": lambda g, out, a: (np.full(a.shape, g, a.dtype),),
    } | rules
    at = dict(values)
    steps = [node for node in nodes if node["op"] != "variable"]
    for node in steps:
        at[node["name"]] = forward[node["op"]](*(at[x] for x in node["inputs"]))
    grads = {name: np.zeros_like(value) for name, value in at.items()}
    grads[nodes[-1]["name"]] = np.ones_like(at[nodes[-1]["name"]])
    for node in steps[::-1]:
        g = grads[node["name"]]
        shares = right[node["op"]](g, at[node["name"]], *(at[x] for x in node["inputs"]))
        for x, share in zip(node["inputs"], shares, strict=True):
            grads[x] = grads[x] + share if add else share
    return {name: grads[name] for name in values}


def mistake_overwritten_where_shared(nodes, values):
    """Where a node is used several times, you kept only one of its shares. Add up what all its users send: +=
    instead of =.
    """
    return _backward(nodes, values, {}, add=False)


def mistake_product_with_own_value(nodes, values):
    """In mul you multiplied by the input's own value. The derivative of a·b by a is b."""
    return _backward(nodes, values, {"mul": lambda g, out, a, b: (g * a, g * b)})


def mistake_tanh_at_the_input(nodes, values):
    """You took 1 − x² with the input of tanh. It is 1 − tanh(x)², with the output."""
    return _backward(nodes, values, {"tanh": lambda g, out, a: (g * (1 - a**2),)})


def mistake_tanh_passed_through(nodes, values):
    """You left out the derivative of tanh, 1 − out²."""
    return _backward(nodes, values, {"tanh": lambda g, out, a: (g,)})


def mistake_mean_instead_of_sum(nodes, values):
    """You divided by the number of elements at the sum. Each element of a sum gets the whole gradient."""
    return _backward(nodes, values, {"sum": lambda g, out, a: (np.full_like(a, g / a.size),)})


def mistake_second_factor_forgotten(nodes, values):
    """Your product sends a gradient to its first input only. The second gets one as well."""
    return _backward(nodes, values, {"mul": lambda g, out, a, b: (g * b, 0 * b)})


def mistake_same_input_counted_once(nodes, values):
    """Where both inputs of a product or a sum are the same node, you counted it once. It has two uses, so two
    shares.
    """
    rules = {
        "add": lambda g, out, a, b: (g, 0 * g if a is b else g),
        "mul": lambda g, out, a, b: (g * b, 0 * g if a is b else g * a),
    }
    return _backward(nodes, values, rules)
