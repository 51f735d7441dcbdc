"""Synchronous training with a parameter server

W workers train one model. In round t each of them pulls the parameters w, takes `batch` examples of its own and
pushes `grads[t, i]`, the gradient at w of the **sum** of the losses of these examples. The server waits for all W
workers; it **adds** what they push and makes one step of gradient descent with momentum for all (MXNet's
`dist_sync`).

The step shall be that of the **mean** loss over all examples of the round. The momentum is that of
`torch.optim.SGD`: the velocity v is a fading sum of the gradients of the steps (the newest with weight 1, μ for
each round of age), at the beginning 0, and w moves by `lrs[t]` times the velocity that already holds this round's
gradient, downhill. The server has one velocity.

Return `ws`, of shape (T, D), the parameters after every round. The gradients are given; they do not change with w.
Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "fw.distributed"
LEVEL = 2
MINUTES = 6
RETURNS = ("ws",)
RTOL = 1e-5  # float32 arguments in one case
TRAJECTORY = "ws"
HINTS = (
    "How many examples are in one round, and what has a worker pushed already: a sum or a mean?",
    "The server adds over the workers; one number turns that sum into the gradient of the mean loss.",
    "g = Σᵢ grads[t, i] / (W · batch); v = μ v + g; w = w − lrs[t] v, once in each round.",
)
SOLUTION = """
A round has W · batch examples, and the workers' sums add up to the sum over all of them. The mean loss has the
gradient

    g[t] = (1 / (W · batch)) Σᵢ grads[t, i]

In MXNet the server only adds, and the factor is the optimizer's rescale_grad = 1 / (batch · num_workers), which the
training loop sets. Then one step is made, with one velocity:

    v ← μ v + g[t]        w ← w − lrs[t] · v

W workers thus do just what one machine with W · batch examples would do: the result does not depend on how they
share the work. Hence the larger mini-batch also wants a larger learning rate.

If the workers pushed means, the sum would have to be divided by W alone. Averaging twice, on the server and by
rescale_grad, makes the steps W times too short, which looks like a learning rate that is too small. The price of
waiting is that every round takes as long as the slowest worker.
"""
SOURCE = "MXNet 1.0.0, python/mxnet/module/module.py, init_optimizer (rescale_grad); src/kvstore/kvstore_dist_server.h"
COVERS = ("29a",)
REVIEWED = "2026-11-22 agreed"


def parameter_server_sync(w, grads, lrs, mu, batch):
    """The parameters after every round.

    w: (D,) parameters at the beginning
    grads: (T, W, D) gradient of the summed loss of each worker's examples in every round
    lrs: (T,) learning rate of every round
    mu: momentum, between 0 and 1
    batch: number of examples that each worker takes in a round
    returns ws: (T, D)
    """
    ws, v = [], np.zeros_like(w)
    for t, lr in enumerate(lrs):
        v = mu * v + grads[t].mean(axis=0) / batch
        w = w - lr * v
        ws.append(w)
    return np.array(ws)


def _case(rng, rounds, workers, size, batch, mu=0.9):
    grads = rng.normal(size=(rounds, workers, size)) * batch
    rates = {"lrs": rng.uniform(0.05, 0.3, size=rounds), "mu": mu, "batch": batch}
    return {"w": rng.normal(size=size), "grads": grads} | rates


def inputs(rng):
    a, b, c, d, e = (int(n) for n in rng.permutation(np.arange(3, 9))[:5])
    yield "one round, one worker, one example", _case(rng, 1, 1, 1, 1)
    yield "three rounds, two workers, two parameters", _case(rng, 3, 2, 2, 4, 0.5)
    yield "several workers", _case(rng, a, b, c, 8 + d)
    yield "one worker", _case(rng, b, 1, d, 2 + e)
    yield "one example each", _case(rng, c, d, e, 1, 0.8)
    yield "no momentum", _case(rng, d, e, a, 16 + b, 0.0)
    yield "as many rounds, workers, parameters and examples", _case(rng, e, e, e, e)
    yield "many parameters", _case(rng, 6, c, 30 + b, 32, float(rng.uniform(0.5, 0.95)))
    single = _case(rng, 3, 4, 2, 8, 0.5)
    away = np.where(single["w"] < 0, -1.0, 1.0)
    calm = {"w": single["w"] + 2 * away, "grads": -away * np.abs(single["grads"]) - away, "lrs": single["lrs"]}
    yield "in float32", single | {name: value.astype(np.float32) for name, value in calm.items()}


def naive(w, grads, lrs, mu, batch):
    rounds, workers, size = grads.shape
    ws = np.zeros((rounds, size))
    for j in range(size):
        at = w[j]
        for t in range(rounds):
            for k in range(t + 1):
                for i in range(workers):
                    at -= lrs[t] * mu ** (t - k) * grads[k, i, j] / (workers * batch)
            ws[t, j] = at
    return ws


def mistake_workers_not_averaged(w, grads, lrs, mu, batch):
    """Your step is W times too long: it is that of a mean over one worker's examples. All W · batch examples of the
    round count.
    """
    return parameter_server_sync(w, grads * grads.shape[1], lrs, mu, batch)


def mistake_examples_not_averaged(w, grads, lrs, mu, batch):
    """You took the mean over the workers only. Each of them pushed a sum over `batch` examples: divide by that too."""
    return parameter_server_sync(w, grads, lrs, mu, 1)


def mistake_averaged_twice(w, grads, lrs, mu, batch):
    """You divided by the number of workers twice: once by a mean, and once more by the factor. Either add and
    divide by W · batch, or average and divide by batch.
    """
    return parameter_server_sync(w, grads / grads.shape[1], lrs, mu, batch)


def mistake_summed(w, grads, lrs, mu, batch):
    """You did not divide at all: that is the step of the summed loss of all examples of the round."""
    return parameter_server_sync(w, grads * grads.shape[1], lrs, mu, 1)


def mistake_one_step_per_worker(w, grads, lrs, mu, batch):
    """You made one step for each worker. The server waits for all of them and makes a single step with their sum."""
    ws, v = [], np.zeros_like(w)
    for round_, lr in zip(grads, lrs, strict=True):
        for g in round_:
            v = mu * v + g / batch / len(round_)
            w = w - lr * v
        ws.append(w)
    return np.array(ws)


def mistake_only_the_first_worker(w, grads, lrs, mu, batch):
    """You used the first worker's gradient only. The server adds those of all."""
    return parameter_server_sync(w, grads[:, :1], lrs, mu, batch)


def mistake_no_momentum(w, grads, lrs, mu, batch):
    """You left the momentum out: the velocity is carried from round to round."""
    return parameter_server_sync(w, grads, lrs, 0.0, batch)


def mistake_lr_inside_velocity(w, grads, lrs, mu, batch):
    """You put the learning rate into the velocity. It stays outside, as in PyTorch: only the present rate acts."""
    ws, v = [], np.zeros_like(w)
    for g, lr in zip(grads.mean(axis=1) / batch, lrs, strict=True):
        v = mu * v + lr * g
        w = w - v
        ws.append(w)
    return np.array(ws)
