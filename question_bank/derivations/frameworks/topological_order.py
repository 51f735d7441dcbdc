"""Order of a computation graph

A symbolic framework runs a graph node by node, each after its inputs. `graph` gives for each node, by name, the
list of the names of its inputs, in their order; variables have none. The same name may stand in it twice (x · x).
There are no cycles. `heads` is the list of the outputs that are asked for.

The order is that of a depth-first search, **post-order**, as in MXNet's and nnvm's graph files: go through the
heads in their order. To visit a node that has not been visited yet, first visit its inputs in their order, one
after the other, then append the node itself. A node that has been visited before is passed over.

Return `order`, the list of the names. Nodes that no head needs do not occur. The order in which `graph` happens to
list its nodes means nothing. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "fw.graph"
LEVEL = 2
MINUTES = 7
RETURNS = ("order",)
HINTS = (
    "A function that visits one node, and calls itself for the inputs, is all that is needed.",
    "What must be checked before the inputs are visited, and when is the node's own name appended?",
    "visit(name): if name is in the order, return; for each input, visit(input); append name. Then visit all heads.",
)
SOLUTION = """
The rule is recursive, and so is the program:

    visit(n):   if n has been visited, return
                visit every input of n, in order
                append n

A node is appended only after all its inputs have been, so every input stands before its node: a topological order,
found without looking for one. The check at the beginning makes sure that a node that several others use, such as a
shared weight, occurs once; it also keeps the time proportional to the number of edges, where without it a chain of
n diamonds would take 2ⁿ visits.

Only what a head needs is ever reached. As there are no cycles, a node that is being visited is not met again on the
way down, so being in the order is the same as having been visited.

The forward pass follows the order, the backward pass its reverse. Many orders are topological; the one of depth-first
search keeps chains together, so that values are used soon after they are made.
"""
SOURCE = "nnvm (of Apache TVM and MXNet), include/nnvm/graph.h, DFSVisit and PostOrderDFSVisit"
COVERS = ("24a",)
REVIEWED = "2026-11-22 fixed"


def topological_order(graph, heads):
    """The names of the nodes that the heads need, in depth-first post-order.

    graph: dict from a node's name to the list of its inputs' names
    heads: list of names
    returns order: list of names
    """
    order = []

    def visit(name):
        if name not in order:
            for needed in graph[name]:
                visit(needed)
            order.append(name)

    for head in heads:
        visit(head)
    return order


def _mixed(rng, graph):
    """The same graph, its nodes listed in another order."""
    names = list(graph)
    return {names[i]: graph[names[i]] for i in rng.permutation(len(names))}


def _random(rng, count, first=0):
    """Node i has up to three of the nodes before it as inputs."""
    graph = {}
    for i in range(count):
        inputs_of = rng.integers(0, i, size=int(rng.integers(1, 4))) if i > 2 + first else []
        graph[f"n{i}"] = [f"n{k}" for k in inputs_of]
    return graph


def inputs(rng):
    a, b, c, d = (int(n) for n in rng.permutation(np.arange(4, 12))[:4])
    yield "one variable", {"graph": {"x": []}, "heads": ["x"]}
    sums = {"x": [], "w": [], "b": [], "product": ["x", "w"], "sum": ["product", "b"]}
    yield "a linear layer", {"graph": _mixed(rng, sums), "heads": ["sum"]}
    chain = {"x0": []} | {f"x{i + 1}": [f"x{i}"] for i in range(a)}
    yield "a chain", {"graph": _mixed(rng, chain), "heads": [f"x{a}"]}
    diamond = {"x": [], "left": ["x"], "right": ["x"], "top": ["right", "left"]}
    yield "a diamond", {"graph": _mixed(rng, diamond), "heads": ["top"]}
    square = {"x": [], "square": ["x", "x"], "w": [], "cube": ["square", "x"], "out": ["cube", "w", "square"]}
    yield "the same input twice", {"graph": _mixed(rng, square), "heads": ["out"]}
    lengths = {"x": [], "u": [], "a": ["x"], "b": ["a"], "c": ["b"], "d": ["u"], "out": ["d", "c", "u"]}
    yield "a long and a short way", {"graph": _mixed(rng, lengths), "heads": ["out"]}
    more = sums | {"unused": ["x", "w"], "loss": ["sum", "y"], "y": []}
    yield "two heads, one inside the other", {"graph": _mixed(rng, more), "heads": ["product", "loss"]}
    yield "heads in reverse, one of them twice", {"graph": _mixed(rng, more), "heads": ["loss", "product", "loss"]}
    blocks = {"x": []}
    for i in range(b):
        before = f"add{i - 1}" if i else "x"
        blocks |= {f"w{i}": [], f"conv{i}": [before, f"w{i}"], f"add{i}": [f"conv{i}", before]}
    yield "residual blocks", {"graph": _mixed(rng, blocks), "heads": [f"add{b - 1}"]}
    ladder = {"x0": []} | {f"x{i + 1}": [f"x{i}", f"x{i}"] for i in range(20 + c)}
    yield "many diamonds", {"graph": _mixed(rng, ladder), "heads": [f"x{20 + c}"]}
    yield "at random", {"graph": _mixed(rng, _random(rng, 15 + d)), "heads": [f"n{14 + d}", f"n{8 + d}"]}
    yield "as many heads as nodes", {"graph": _mixed(rng, _random(rng, a)), "heads": [f"n{i}" for i in range(a)][::-1]}


def naive(graph, heads):
    """With a stack of its own, and marks on the nodes."""
    order, done = [], dict.fromkeys(graph, False)
    for head in heads:
        stack = [(head, 0)]
        while stack:
            name, k = stack.pop()
            if done[name]:
                continue
            if k < len(graph[name]):
                stack += [(name, k + 1), (graph[name][k], 0)]
            else:
                done[name] = True
                order.append(name)
    return order


def _search(graph, heads, before=False, backwards=False):
    order, seen = [], set()

    def visit(name):
        if name in seen:
            return
        seen.add(name)
        if before:
            order.append(name)
        for needed in graph[name][::-1] if backwards else graph[name]:
            visit(needed)
        if not before:
            order.append(name)

    for head in heads[::-1] if backwards == "heads" else heads:
        visit(head)
    return order


def mistake_pre_order(graph, heads):
    """You appended a node before its inputs. Post-order: the inputs first, then the node, or it could not be
    computed.
    """
    return _search(graph, heads, before=True)


def mistake_pre_order_reversed(graph, heads):
    """You turned a pre-order round. That is not the same: where two ways meet, an input can come after its node."""
    return _search(graph, heads, before=True)[::-1]


def mistake_inputs_backwards(graph, heads):
    """You visited the inputs from last to first, as a stack gives them. They are visited in their order."""
    return _search(graph, heads, backwards=True)


def mistake_post_order_reversed(graph, heads):
    """Your order is turned round: that is the order of the backward pass."""
    return _search(graph, heads)[::-1]


def mistake_nodes_repeated(graph, heads):
    """In yours a node occurs once for each use. A node that has been visited before is passed over."""
    order = []

    def visit(name):
        for needed in graph[name]:
            if len(order) > 1000:
                return
            visit(needed)
        order.append(name)

    for head in heads:
        visit(head)
    return order


def mistake_unneeded_nodes_too(graph, heads):
    """You listed all nodes. Only those that a head needs are wanted."""
    return _search(graph, [*heads, *graph])


def mistake_first_head_only(graph, heads):
    """You began at the first head only. Go through all heads in their order."""
    return _search(graph, heads[:1])


def mistake_level_by_level(graph, heads):
    """You went level by level, all nodes whose inputs are ready first. That is topological too, but not depth-first."""
    order = []
    needed = _search(graph, heads)
    while len(order) < len(needed):
        order += [name for name in needed if name not in order and all(i in order for i in graph[name])]
    return order
