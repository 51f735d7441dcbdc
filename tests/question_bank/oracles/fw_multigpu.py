"""Independent computations for the questions on: data parallel on several GPUs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.question_bank.bank import Oracle, Point


def unequal_shards() -> float:
    samples = [2.0] * 3 + [6.0]  # gradients of the single losses that give these means
    assert [np.mean(samples[:3]), np.mean(samples[3:])] == [2.0, 6.0]
    return float(np.mean(samples))


def epochs_until_drop() -> float:
    """Lets four towers take images until as many steps are done as 350 epochs have at batch 128."""
    images = 128 * 25
    decay_steps = images // 128 * 350
    seen = sum(4 * 128 for _ in range(decay_steps))
    return seen / images


def samples_per_process() -> float:
    """The sampler's own way: repeat indices until they divide evenly, then take every fourth."""
    indices = list(range(10))
    while len(indices) % 4:
        indices.append(indices[len(indices) - 10])
    shares = [indices[rank::4] for rank in range(4)]
    assert {len(share) for share in shares} == {len(shares[0])}
    return float(len(shares[0]))


def gather_and_return() -> float:
    """Milliseconds on the link of GPU 0, transfer after transfer."""
    clock = 0.0
    for _direction in ("in", "out"):
        for gpu in range(4):
            if gpu != 0:
                clock += 160e6 / 16e9 * 1000
    return clock


def speedup(rng: np.random.Generator) -> tuple[Point, float]:
    """From the rates, steps per hour before and after."""
    seconds, gpus, cost = rng.uniform(0.5, 4), rng.uniform(2, 9), rng.uniform(0.1, 2)
    before = 3600 / seconds
    after = 3600 / (seconds * (1 / gpus) + cost)
    return {"T": seconds, "n": gpus, "c": cost}, after / before


def whole_batch(m: int, n: int, a: int, b: int) -> float:
    """The mean over examples, each with the gradient that its GPU has on the average."""
    return float(np.mean([a] * m + [b] * n))


NUMBERS: dict[str, Callable[[], float]] = {
    "fw-unequal-shards": unequal_shards,
    "fw-mgpu-mxnet-slice": lambda: float(len(np.array_split(np.arange(128), 4)[0])),
    "fw-mgpu-tower-batch": lambda: float(np.concatenate([np.zeros(128) for _ in range(4)]).size),
    "fw-mgpu-tower-epochs": epochs_until_drop,
    "fw-mgpu-sampler-pad": samples_per_process,
    "fw-mgpu-gather-one": gather_and_return,
}
FORMULAS: dict[str, Oracle] = {
    "fw-mgpu-speedup": speedup,
}
TEMPLATES: dict[str, Callable[..., float]] = {"fw-gen-unequal-shards": whole_batch}
