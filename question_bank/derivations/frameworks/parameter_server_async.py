"""Asynchronous training with a parameter server

A server keeps the parameters; workers pull them and push gradients whenever they are ready, and nobody waits
(MXNet's `dist_async`). All minimize f(w) = ½ wᵀ A w − bᵀ w with a symmetric A, so ∇f(w) = A w − b.

`events` is a list of pairs, in the order in which they happen at the server:

* `["pull", i]`: worker i takes a copy of the server's present parameters.
* `["push", i]`: worker i pushes the gradient **at its own copy**, and the server at once subtracts `lr` times it
  from its parameters. The worker's copy does not change; it may push again without having pulled.

Before the first event every worker has a copy of the `w` that is given, which are the server's parameters too.

Return `ws`, of shape (P, D), the server's parameters after each of the P pushes, and `staleness`, of shape (P,),
whole numbers: how many pushes, of whichever worker, the server had applied since the pushing worker took its copy,
the push itself not counted. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "fw.distributed"
LEVEL = 2
MINUTES = 8
RETURNS = ("ws", "staleness")
RTOL = 1e-5  # float32 arguments in one case
TRAJECTORY = "ws"
INVARIANTS = {"staleness": ("not negative",)}
HINTS = (
    "What does each worker have to remember from its last pull? Two things.",
    "Keep for each worker its copy and the number of pushes that the server had applied when it was taken.",
    "Push of worker i: staleness = pushes so far − pushes at its pull; w = w − lr · (A · copyᵢ − b).",
)
SOLUTION = """
The server's state is w and the number n of pushes applied. A worker's state is its copy cᵢ and the value nᵢ that n
had when the copy was taken; at the beginning cᵢ = w and nᵢ = 0 for all.

    pull i:   cᵢ ← w,  nᵢ ← n
    push i:   staleness = n − nᵢ,   w ← w − lr · (A cᵢ − b),   n ← n + 1

The gradient belongs to cᵢ, but the step is made from w, which others have moved since. With staleness 0 it is
ordinary gradient descent; with a single worker that pulls after each push it always is. With W workers of equal
speed the staleness is about W − 1.

A stale gradient acts like a delay in a feedback loop: a learning rate with which gradient descent converges may
oscillate or diverge when the staleness grows. Therefore asynchronous training uses smaller rates, or limits the
staleness; synchronous training has none, but waits for the slowest. In MXNet the asynchronous server needs an
updater, since it cannot simply replace the parameters by a gradient.
"""
EQUIVALENT = {"w = w - lr * (A @ copy - b) → w = w - lr * (copy @ A - b)": "A is symmetric"}
SOURCE = "MXNet, src/kvstore/kvstore_dist_server.h, the asynchronous mode (sync_mode_ false)"
COVERS = ("29a",)
REVIEWED = "2026-11-22 fixed"


def parameter_server_async(w, A, b, lr, events):
    """The server's parameters after every push, and how stale the gradients were.

    w: (D,) parameters at the beginning
    A: (D, D) symmetric matrix of the quadratic form
    b: (D,) its linear part
    lr: learning rate of the server
    events: list of E pairs, "pull" or "push" and the number of the worker
    returns ws: (P, D), staleness: (P,) whole numbers
    """
    ws, staleness = [], []
    start, pulled = w, {}
    for kind, worker in events:
        if kind == "pull":
            pulled[worker] = w, len(ws)
        else:
            copy, pushes = pulled.get(worker, (start, 0))
            staleness.append(len(ws) - pushes)
            w = w - lr * (A @ copy - b)
            ws.append(w)
    return np.array(ws), np.array(staleness)


def _case(rng, size, events):
    root = rng.normal(size=(size, size))
    problem = {"A": root @ root.T / size + np.eye(size), "b": rng.normal(size=size)}
    return {"w": 2 * rng.normal(size=size)} | problem | {"lr": float(rng.uniform(0.05, 0.2)), "events": events}


def _random(rng, workers, count):
    events = [[str(rng.choice(["pull", "push"])), int(rng.integers(workers))] for _ in range(count)]
    return [*events, ["pull", 0], ["push", workers - 1], ["push", 0], ["push", 0]]


def inputs(rng):
    a, b, c, d, e = (int(n) for n in rng.permutation(np.arange(2, 8))[:5])
    yield "one push", _case(rng, 1, [["push", 0]])
    two = [["pull", 0], ["pull", 1], ["push", 0], ["push", 1], ["pull", 0], ["push", 0], ["push", 1]]
    yield "two workers, two parameters", _case(rng, 2, two)
    yield "one worker, pulls after each push", _case(rng, a, [["pull", 0], ["push", 0]] * (2 + b))
    yield "one worker that never pulls", _case(rng, b, [["push", 0]] * (2 + c))
    turns = [[kind, i] for _ in range(3) for i in range(c) for kind in ("push", "pull")]
    yield "workers that take turns", _case(rng, d, turns)
    slow = [["pull", 1], *([["pull", 0], ["push", 0]] * (3 + e)), ["push", 1], ["push", 0], ["push", 1]]
    yield "one slow worker", _case(rng, c, slow)
    yield "at random, some never pull", _case(rng, e, _random(rng, 2 + a, 15 + d))
    yield "many parameters", _case(rng, 20 + b, _random(rng, 4, 12 + e))
    yield "as many pushes as parameters", _case(rng, 4 + a, [["push", i % 3] for i in range(4 + a)])
    single = _case(rng, 2, _random(rng, 2, 5))
    single |= {"A": np.abs(single["A"]), "b": -1 - np.abs(single["b"]), "w": 20 + np.abs(single["w"]), "lr": 0.0078125}
    arrays = {name: single[name].astype(np.float32) for name in ("w", "A", "b")}
    yield "in float32", single | arrays


def naive(w, A, b, lr, events):
    """Looks back in the list of events for the pull that each push belongs to."""
    versions, staleness = [[float(x) for x in w]], []
    for now, (kind, worker) in enumerate(events):
        if kind != "push":
            continue
        version = 0
        for before in range(now):
            if events[before] == ["pull", worker]:
                version = sum(1 for kind_before, _ in events[:before] if kind_before == "push")
        copy, latest = versions[version], versions[-1]
        row = []
        for j in range(len(latest)):
            gradient = sum(A[j, k] * copy[k] for k in range(len(copy))) - b[j]
            row.append(latest[j] - lr * gradient)
        staleness.append(len(versions) - 1 - version)
        versions.append(row)
    return np.array(versions[1:], dtype=float), np.array(staleness)


def _walk(w, A, b, lr, events, point=None, start_step=None, moved=False):
    """With other points: point(w, copy) is where the gradient is taken, start_step(w, copy) where the step starts."""
    ws, staleness = [], []
    copies = {worker: (w, 0) for _, worker in events}
    for kind, worker in events:
        if kind == "pull":
            copies[worker] = w, len(ws)
        else:
            copy, pushes = copies[worker]
            staleness.append(len(ws) - pushes)
            at = point(w, copy) if point else copy
            w = (start_step(w, copy) if start_step else w) - lr * (A @ at - b)
            ws.append(w)
            if moved:
                copies[worker] = w, len(ws)
    return np.array(ws), np.array(staleness)


def mistake_gradient_at_current_parameters(w, A, b, lr, events):
    """You took the gradient at the server's present parameters: then nothing is stale. A worker knows only its own
    copy.
    """
    return _walk(w, A, b, lr, events, point=lambda w, _copy: w)


def mistake_step_from_the_copy(w, A, b, lr, events):
    """You stepped from the worker's copy, which throws away what the others have done since. The server steps from
    its own parameters.
    """
    return _walk(w, A, b, lr, events, start_step=lambda _w, copy: copy)


def mistake_push_pulls_too(w, A, b, lr, events):
    """Your worker has the new parameters after its push. It gets them only when it pulls."""
    return _walk(w, A, b, lr, events, moved=True)


def mistake_own_push_counted(w, A, b, lr, events):
    """Your staleness counts the push itself. Only those that the server had applied before count."""
    ws, staleness = parameter_server_async(w, A, b, lr, events)
    return ws, staleness + 1


def mistake_events_counted(w, A, b, lr, events):
    """Your staleness counts events, pulls included. Only pushes change the parameters."""
    ws, _ = parameter_server_async(w, A, b, lr, events)
    last, staleness = {}, []
    for now, (kind, worker) in enumerate(events):
        if kind == "pull":
            last[worker] = now + 1
        else:
            staleness.append(now - last.get(worker, 0))
    return ws, np.array(staleness)


def mistake_own_pushes_not_stale(w, A, b, lr, events):
    """Your staleness leaves out the worker's own pushes. They change the server's parameters too, and its copy does
    not have them.
    """
    ws, _ = parameter_server_async(w, A, b, lr, events)
    others, staleness = {worker: 0 for _, worker in events}, []
    for kind, worker in events:
        if kind == "pull":
            others[worker] = 0
        else:
            staleness.append(others[worker])
            others = {i: n + (i != worker) for i, n in others.items()}
    return ws, np.array(staleness)


def mistake_waits_for_the_end(w, A, b, lr, events):
    """You took all gradients at the parameters of the beginning. A pull brings newer ones."""
    start = w
    return _walk(w, A, b, lr, events, point=lambda _w, _copy: start)


def mistake_linear_part_forgotten(w, A, b, lr, events):
    """Your gradient lacks b: ∇f(w) = A w − b."""
    return parameter_server_async(w, A, 0 * b, lr, events)
