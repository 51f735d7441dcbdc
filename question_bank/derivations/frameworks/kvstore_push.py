"""Pushing to a key-value store

MXNet's `KVStore` holds one array for each key. W devices push at the same time, each a value of its own for the
same key; what reaches the store is their **sum**. T such pushes follow each other; `pushes[t, i]` is the value of
device i in push t.

* `lr` None: the store has no updater. Then the pushed sum **replaces** what is stored.
* `lr` a number: an SGD optimizer has been given to the store. What is stored are parameters, and the pushed values
  gradients: the parameters move downhill by `lr` times `rescale` times the pushed sum. (MXNet calls `rescale` the
  optimizer's `rescale_grad`.)

Without an updater `rescale` has no effect. Return `history`, of shape (T, D), what is stored after every push.
Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "fw.multigpu"
LEVEL = 1
MINUTES = 4
RETURNS = ("history",)
RTOL = 1e-5  # float32 arguments in one case
TRAJECTORY = "history"
HINTS = (
    "The devices' values become one value first: over which axis, and is it a mean?",
    "Without an updater a push forgets what was stored; with one, each push goes on from what the last one left.",
    "total = pushes[t].sum(axis=0); value = total if lr is None else value − lr · rescale · total.",
)
SOLUTION = """
The store adds the values of all devices, it does not average them:

    total[t] = Σᵢ pushes[t, i]

Pushing 1, 2 and 3 stores 6. What happens with the total is up to the updater. The default is assignment, value ←
total, so that the past is forgotten, and nothing is scaled. With an optimizer the store keeps parameters, and a
push is a step:

    value ← value − lr · rescale · total[t]

Here the scale is settled. If each device pushes the gradient **summed** over its share of a mini-batch of B
examples in all, the total is the gradient of the whole sum, and rescale = 1/B makes it that of the mean loss. If
each pushes the mean over its share and the shares are equal, rescale = 1/W does. With rescale = 1 the learning rate
would in effect grow with the number of devices: the usual surprise after going from one GPU to eight.
"""
SOURCE = (
    "MXNet, docs/python_docs/python/tutorials/packages/kvstore/kvstore.md; MXNet 1.9.1, python/mxnet/kvstore/kvstore.py"
)
COVERS = ("28a",)
REVIEWED = "2026-11-22 agreed"


def kvstore_push(stored, pushes, lr, rescale):
    """What is stored after every push.

    stored: (D,) what is stored at the beginning
    pushes: (T, W, D) the value of every device in every push
    lr: learning rate of the updater, or None if there is none
    rescale: the updater's factor for the pushed sum
    returns history: (T, D)
    """
    rows = []
    for values in pushes:
        total = values.sum(axis=0)
        stored = total if lr is None else stored - lr * rescale * total
        rows.append(stored)
    return np.array(rows)


def _case(rng, pushes, devices, size, lr=0.1, rescale=1.0):
    values = {"stored": rng.normal(size=size), "pushes": rng.normal(size=(pushes, devices, size))}
    return values | {"lr": lr, "rescale": rescale}


def inputs(rng):
    a, b, c, d, e = (int(n) for n in rng.permutation(np.arange(3, 9))[:5])
    yield (
        "1, 2 and 3 are pushed",
        {"stored": np.zeros(1), "pushes": np.array([[[1.0], [2.0], [3.0]]])}
        | {
            "lr": None,
            "rescale": 1.0,
        },
    )
    yield "one push from one device", _case(rng, 1, 1, 1)
    yield "no updater", _case(rng, a, b, c, lr=None, rescale=0.5)
    yield "SGD in the store", _case(rng, b, c, d, lr=float(rng.uniform(0.05, 0.3)))
    yield "rescaled by the number of devices", _case(rng, c, d, e, rescale=1 / d)
    yield "rescaled by the mini-batch", _case(rng, d, 2, a, lr=0.5, rescale=1 / (10 + e))
    yield "a learning rate of 0", _case(rng, b, a, c, lr=0.0)
    yield "one device", _case(rng, e, 1, b, rescale=0.25)
    yield "as many pushes, devices and numbers", _case(rng, d, d, d)
    yield "many numbers", _case(rng, 6, c, 30 + a, lr=0.02, rescale=0.5)
    single = _case(rng, 3, 2, 2)
    away = np.where(single["stored"] < 0, -1.0, 1.0)
    arrays = {"stored": single["stored"] + 2 * away, "pushes": -away * (0.5 + np.abs(single["pushes"]))}
    yield "two devices, in float32", single | {name: value.astype(np.float32) for name, value in arrays.items()}


def naive(stored, pushes, lr, rescale):
    steps, devices, size = pushes.shape
    rows = np.zeros((steps, size))
    for j in range(size):
        value = stored[j]
        for t in range(steps):
            if lr is None:
                value = 0.0
            for i in range(devices):
                value += pushes[t, i, j] * (1 if lr is None else -lr * rescale)
            rows[t, j] = value
    return rows


def _walk(step, stored, pushes):
    rows = []
    for values in pushes:
        stored = step(stored, values)
        rows.append(stored)
    return np.array(rows)


def mistake_zero_taken_for_none(stored, pushes, lr, rescale):
    """You tested `if lr`, which is false for a learning rate of 0 too. None means that there is no updater: lr is None."""
    return kvstore_push(stored, pushes, lr or None, rescale)


def mistake_mean(stored, pushes, lr, rescale):
    """You averaged the devices' values. The store adds them; dividing is left to rescale."""
    return kvstore_push(stored, pushes / pushes.shape[1], lr, rescale)


def mistake_last_device_wins(stored, pushes, lr, rescale):
    """You kept only the last device's value. The values of all devices are added."""
    return kvstore_push(stored, pushes[:, -1:], lr, rescale)


def mistake_added_without_updater(stored, pushes, lr, rescale):
    """Without an updater you added the pushed sum to what was stored. It replaces it."""
    if lr is None:
        return _walk(lambda stored, values: stored + values.sum(axis=0), stored, pushes)
    return kvstore_push(stored, pushes, lr, rescale)


def mistake_rescaled_without_updater(stored, pushes, lr, rescale):
    """You rescaled although there is no updater. rescale belongs to the optimizer."""
    return kvstore_push(stored, pushes * rescale if lr is None else pushes, lr, rescale)


def mistake_rescale_forgotten(stored, pushes, lr, rescale):
    """You left rescale out of the step."""
    return kvstore_push(stored, pushes, lr, 1.0)


def mistake_uphill(stored, pushes, lr, rescale):
    """Your updater adds the gradient. It goes downhill."""
    return kvstore_push(stored, pushes, None if lr is None else -lr, rescale)


def mistake_not_carried(stored, pushes, lr, rescale):
    """You started every push from what was stored at the beginning. Each push changes what the next one finds."""
    start = stored
    return _walk(lambda _stored, values: kvstore_push(start, values[None], lr, rescale)[0], stored, pushes)
