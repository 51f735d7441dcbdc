"""Ring all-reduce

P workers stand in a ring; in each step every worker r sends **one chunk** to its neighbour (r + 1) mod P, all at
the same time. Worker r has an array that is cut into P chunks of K numbers: `data[r, c]` is its chunk c. In the end
all workers shall have the sum of all arrays. All indices of workers and chunks are taken mod P.

1. **Reduce-scatter**, steps s = 0 … P − 2: worker r sends its chunk r − s, as it stands at that moment; the
   receiver **adds** it to its own chunk of the same number.
2. **All-gather**, steps s = 0 … P − 2: worker r sends its chunk r + 1 − s; the receiver **replaces** its own chunk
   of the same number by it.

Return `result`, of shape (P, P, K), the workers' arrays in the end, and `sent`, of shape (2(P − 1), P, K), the log:
in row n, what each worker r sends in step n, first the steps of phase 1, then those of phase 2. With P = 1 nothing
is sent. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "fw.distributed"
LEVEL = 3
MINUTES = 12
RETURNS = ("result", "sent")
RTOL = 1e-5  # float32 arguments in one case
HINTS = (
    "Follow chunk 0 with a pencil for P = 3: who has it, and with whose parts in it, after each step of phase 1?",
    "Both phases have the same step; only the number of the chunk and adding or replacing differ.",
    "One step: out = state[ranks, chunks] with chunks = (ranks − s) % P; then state[(ranks + 1) % P, chunks] += out.",
)
SOLUTION = """
Let r run over all workers at once. A step of phase 1 reads one chunk from each, logs it, and delivers it to the
neighbour:

    out_r = x[r, r − s]        x[r + 1, r − s] += out_r

Follow one chunk c. Worker c sends it in step 0, worker c + 1 in step 1, with its own part added, and so on: after P
− 1 steps worker c − 1 has the sum of all. So worker r holds the complete chunk r + 1, and that is what it sends
first in phase 2:

    out_r = x[r, r + 1 − s]        x[r + 1, r + 1 − s] ← out_r

After P − 1 more steps every complete chunk has gone round.

In each of the 2(P − 1) steps a worker sends S / P numbers, if its array has S: all in all 2 (P − 1) / P · S, less
than 2 S however many workers there are. A single server would have to receive P · S. The latency, though, grows
with P.
"""
SOURCE = (
    "Patarasuk and Yuan 2009, Bandwidth optimal all-reduce algorithms for clusters of workstations; "
    "NVIDIA/nccl-tests, doc/PERFORMANCE.md"
)
COVERS = ("29b", "29c")
REVIEWED = "2026-11-22 fixed"


def ring_all_reduce(data):
    """The workers' arrays in the end, and what everybody sent.

    data: (P, P, K) chunk c of worker r at [r, c]
    returns result: (P, P, K), sent: (2 * (P - 1), P, K)
    """
    workers = len(data)
    state, ranks = data.copy(), np.arange(workers)
    sent = np.empty((2 * (workers - 1), *data.shape[1:]), data.dtype)
    for n in range(2 * (workers - 1)):
        reducing = n < workers - 1
        chunks = (ranks - n) % workers
        sent[n] = state[ranks, chunks]
        state[(ranks + 1) % workers, chunks] = sent[n] + reducing * state[(ranks + 1) % workers, chunks]
    return state, sent


def _case(rng, workers, size):
    return {"data": rng.normal(size=(workers, workers, size))}


def inputs(rng):
    a, b, c, d, e = (int(n) for n in rng.permutation(np.arange(4, 9))[:5])
    yield "two workers, one number each chunk", {"data": np.array([[[1.0], [2.0]], [[10.0], [20.0]]])}
    digits = np.array([[[1.0], [2.0], [3.0]], [[10.0], [20.0], [30.0]], [[100.0], [200.0], [300.0]]])
    yield "three workers: ones, tens and hundreds", {"data": digits}
    yield "one worker", _case(rng, 1, a)
    yield "two workers", _case(rng, 2, b)
    yield "three workers", _case(rng, 3, c)
    yield "four workers", _case(rng, 4, d + 1)
    yield "several workers", _case(rng, a, 2)
    yield "as many numbers as workers", _case(rng, b, b)
    yield "larger chunks", _case(rng, c, 20 + e)
    yield "positive numbers in float32", {"data": rng.uniform(1, 2, size=(3, 3, d)).astype(np.float32)}


def naive(data):
    workers = len(data)
    arrays = [[[float(x) for x in chunk] for chunk in array] for array in data]
    log = []
    for phase in ("reduce", "gather"):
        for s in range(workers - 1):
            mail = []
            for r in range(workers):
                c = (r - s) % workers if phase == "reduce" else (r + 1 - s) % workers
                mail.append(((r + 1) % workers, c, list(arrays[r][c])))
            for to, c, chunk in mail:
                for k, x in enumerate(chunk):
                    arrays[to][c][k] = arrays[to][c][k] + x if phase == "reduce" else x
            log.append([chunk for _, _, chunk in mail])
    return np.array(arrays), np.array(log).reshape(2 * (workers - 1), workers, data.shape[2])


def _walk(data, chunk, add, shift=1):
    """A ring with other rules: chunk(r, n) is what worker r sends in step n; add(n) whether the receiver adds."""
    workers = len(data)
    state, log = data.copy(), []
    for n in range(2 * (workers - 1)):
        old, row = state.copy(), []
        for r in range(workers):
            c, to = chunk(r, n) % workers, (r + shift) % workers
            row.append(old[r, c].copy())
            state[to, c] = row[-1] + (state[to, c] if add(n) else 0)
        log.append(row)
    return state, np.array(log).reshape(2 * (workers - 1), workers, data.shape[2])


def _reducing(data):
    return lambda n: n < len(data) - 1


def mistake_sum_without_a_ring(data):
    """Your result is right, but your log is not that of a ring: you added all arrays and logged the sums. In
    reduce-scatter partial sums travel.
    """
    total = data.sum(axis=0)
    workers = len(data)
    sent = np.array([[total[(r - n) % workers] for r in range(workers)] for n in range(2 * (workers - 1))])
    return np.repeat(total[None], workers, axis=0), sent.reshape(2 * (workers - 1), *data.shape[1:])


def mistake_only_reduce_scatter(data):
    """You stopped after the P − 1 steps of reduce-scatter: each worker has one complete chunk. The all-gather
    brings it to the others.
    """
    workers = len(data)
    state, sent = data.copy(), []
    for n in range(workers - 1):
        out = np.array([state[r, (r - n) % workers] for r in range(workers)])
        for r in range(workers):
            state[(r + 1) % workers, (r - n) % workers] += out[r]
        sent.append(out)
    return state, np.array(sent).reshape(workers - 1, *data.shape[1:])


def mistake_added_in_all_gather(data):
    """You went on adding in the all-gather. What arrives there is complete: it replaces what the receiver has."""
    return _walk(data, lambda r, n: r - n, lambda _n: True)


def mistake_replaced_in_reduce_scatter(data):
    """In reduce-scatter you replaced the receiver's chunk. Its own part has to stay in: add."""
    return _walk(data, lambda r, n: r - n, lambda _n: False)


def mistake_same_chunk_in_every_step(data):
    """Your workers send the same chunk in every step. In the next step each passes on the chunk that has just
    arrived.
    """
    return _walk(data, lambda r, n: r + (n >= len(data) - 1), _reducing(data))


def mistake_mean(data):
    """You divided by P. The sum is asked for; a mean would be the caller's business."""
    result, sent = ring_all_reduce(data)
    return result / len(data), sent


def mistake_all_gather_from_own_chunk(data):
    """Your all-gather begins with chunk r. After reduce-scatter worker r has chunk r + 1 complete; that is what it
    sends first.
    """
    workers = len(data)

    def chunk(r, n):
        return r - n if n < workers - 1 else r - (n - (workers - 1))

    return _walk(data, chunk, _reducing(data))


def mistake_wrong_direction(data):
    """Your workers send to r − 1. Each sends to its neighbour (r + 1) mod P."""
    return _walk(data, lambda r, n: r - n, _reducing(data), shift=-1)
