"""Independent computations for the questions on: parameter server, all-reduce, staleness."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Oracle, Point, ring_all_reduce, slope


def kvstore() -> float:
    store = {3: 10.0}
    pushed = [1.0, 2.0, 3.0]
    merged = 0.0
    for value in pushed:
        merged += value
    store[3] = merged  # the default updater assigns
    return store[3]


def all_reduce_time(rng: np.random.Generator) -> tuple[Point, float]:
    n, size, speed = int(rng.integers(2, 9)), rng.uniform(1, 100), rng.uniform(1, 10)
    return {"n": n, "S": size, "B": speed}, ring_all_reduce(n, size) / speed


def rescale(rng: np.random.Generator) -> tuple[Point, float]:
    """The factor from what the servers sum up to the mean over all samples."""
    batch, workers = int(rng.integers(2, 9)), int(rng.integers(10, 20))
    gradients = rng.uniform(1, 2, size=(workers, batch))
    pushed = [worker.sum() for worker in gradients]
    return {"b": float(batch), "W": float(workers)}, float(gradients.mean() / sum(pushed))


def zero_stage_1() -> float:
    """Deals out the bytes of 1000 parameters: optimizer states to four GPUs, the rest to each."""
    held = [0.0] * 4
    for parameter in range(1000):
        for gpu in range(4):
            held[gpu] += np.dtype(np.float16).itemsize * 2
        held[parameter % 4] += np.dtype(np.float32).itemsize * 3
    assert min(held) == max(held)
    return held[0] / 1000


def push_time(rng: np.random.Generator) -> tuple[Point, float]:
    """Adds up what arrives at one server, parameter by parameter."""
    servers, workers, each = (int(size) for size in rng.permutation(np.arange(2, 9))[:3])
    speed = rng.uniform(1, 9)
    arrived = [0] * servers
    for _worker in range(workers):
        for byte in range(servers * each):
            arrived[byte % servers] += 1
    point = {"m": float(workers), "n": float(servers), "S": float(servers * each), "B": speed}
    return point, max(arrived) / speed


def waiting() -> float:
    """Millisecond by millisecond, until the last gradient is there."""
    needs = [90, 100, 110, 150]
    working = sum(1 for clock in range(max(needs)) for need in needs if clock < need)
    idle = sum(1 for clock in range(max(needs)) for need in needs if clock >= need)
    return idle / (idle + working)


def asynchronous() -> float:
    w = 10.0
    read = [w, w]
    for seen in read:
        w -= 0.2 * slope(lambda x: x * x / 2, seen)
    return w


NUMBERS: dict[str, Callable[[], float]] = {
    "fw-kvstore-push": kvstore,
    "fw-dist-two-bit": lambda: np.zeros(1000, np.float32).nbytes * 8 / sum(len("10") for _ in range(1000)),
    "fw-dist-zero1-bytes": zero_stage_1,
    "fw-dist-async-stale": asynchronous,
    "fw-dist-straggler": waiting,
}
FORMULAS: dict[str, Oracle] = {
    "fw-allreduce-time": all_reduce_time,
    "fw-dist-rescale": rescale,
    "fw-dist-ps-time": push_time,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "fw-allreduce-bytes": lambda **draw: ring_all_reduce(draw["n"], draw["S"]),
}
