"""The Viterbi algorithm

A hidden Markov model has K states. All probabilities are given by their natural logarithms:

* `log_start`, of shape (K,): log P(s₀ = k)
* `log_transition`, of shape (K, K): log_transition[j, k] = log P(s_{t+1} = k | s_t = j)
* `log_emission`, of shape (T, K): log_emission[t, k] = log P(o_t | s_t = k), already looked up for the T observations

A probability may be 0, its logarithm −∞; at least one path is possible. Return `path`, of shape (T,), the most probable
sequence of states given all observations, and `log_probability`, the natural logarithm of the probability of that path
**together with** the observations. No two paths are equally probable.
"""

import numpy as np

SUBTOPIC = "sl.graphical"
LEVEL = 2
MINUTES = 15
RETURNS = ("path", "log_probability")
HINTS = (
    "The number of paths is K to the power T, but whatever comes after time t depends on the state at t alone: which "
    "path to each state is worth keeping?",
    "Let best[t, k] be the largest log probability of all paths that end in state k at time t. Get it from best[t − 1], and "
    "note which predecessor won.",
    "best[t, k] = log_emission[t, k] + max_j (best[t − 1, j] + log_transition[j, k]). In the end, start at the best last state "
    "and follow the noted predecessors back.",
)
SOLUTION = """The log probability of a path with its observations is a sum: log_start of its first state, log_emission
at every time, log_transition between neighbours. Let best[t, k] be the largest such sum over all paths of the first t +
1 states that end in k. What follows after t depends on k only, so a worse path to the same k can never be a part of the
best one (Bellman's principle), and

    best[0, k] = log_start[k] + log_emission[0, k]
    best[t, k] = log_emission[t, k] + max_j (best[t − 1, j] + log_transition[j, k])

Note the j that wins as back[t, k]. The largest of best[T − 1] is the result; the path is read backwards: from the best
last state s, back[T − 1, s] is the one before, and so on. The best state at each single time need not lie on the best
path, which is why no greedy choice will do.

K² work for each of T steps replaces paths whose number is K to the power T. With a sum of exponentials in place of
the max it is the forward algorithm.
"""
SOURCE = "Rabiner 1989, A Tutorial on Hidden Markov Models, section III B 'Solution to Problem 2', doi 10.1109/5.18626"
COVERS = ("11f",)
REVIEWED = "2026-11-22 fixed"


def viterbi(log_start, log_transition, log_emission):
    """The most probable path, and its log probability together with the observations.

    log_start: (K,) log probability of each state at the beginning
    log_transition: (K, K) log probability of going from the state of the row to that of the column
    log_emission: (T, K) log probability of what was observed at each time, in each state
    returns path: (T,) whole numbers, log_probability: a number
    """
    best = log_start + log_emission[0]
    back = []
    for emission in log_emission[1:]:
        scores = best[:, None] + log_transition
        back.append(scores.argmax(axis=0))
        best = scores.max(axis=0) + emission
    path = [best.argmax()]
    for winners in reversed(back):
        path.append(winners[path[-1]])
    return np.array(path[::-1]), best.max()


def _case(rng, steps, states, stay=0.0):
    start = rng.uniform(0.2, 1.0, size=states)
    transition = rng.uniform(0.1, 1.0, size=(states, states)) + stay * np.eye(states)
    emission = rng.uniform(0.05, 1.0, size=(steps, states))
    return {
        "log_start": np.log(start / start.sum()),
        "log_transition": np.log(transition / transition.sum(axis=1, keepdims=True)),
        "log_emission": np.log(emission),
    }


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(3, 9)))
    yield "two states, three times", _case(rng, 3, 2)
    yield "a single observation", _case(rng, 1, a)
    yield "a single state", _case(rng, b, 1)
    yield "as many times as states", _case(rng, c, c)
    yield "states that like to stay", _case(rng, 10 + d, 3, stay=4.0)
    # staying out of state 0 pays off only at the very end: no choice made on the way is right
    late = _case(rng, 4 + e, 3, stay=50.0)
    late["log_emission"][:, 0] = -0.1 - 0.01 * rng.random(4 + e)
    late["log_emission"][:, 1:] -= 0.5
    late["log_emission"][-1] = [-200.0, -1.0 - rng.random(), -100.0]
    yield "the last observation decides", late
    barred = _case(rng, 8 + f, 4)
    barred["log_transition"] = np.where(
        np.eye(4, k=1) + np.eye(4, k=-3) + np.eye(4) > 0, barred["log_transition"], -np.inf
    )
    barred["log_start"][1:] = -np.inf
    yield "some transitions and starts are impossible", barred
    cycle = _case(rng, 6 + b, 3)
    cycle["log_transition"] = np.log(np.roll(np.eye(3), 1, axis=1) * 0.9 + 0.05 + rng.uniform(0, 0.01, size=(3, 3)))
    yield "states that go round one way", cycle
    yield "a thousand observations", _case(rng, 1000 + a, 3)
    half = _case(rng, 10 + c, b)
    half["log_emission"] = half["log_emission"].astype(np.float32)
    yield "emissions in float32", half
    yield "many states", _case(rng, 20 + e, 10 + f)


def naive(log_start, log_transition, log_emission):
    """From the end: rest[t][k] is the best that can still come after state k at time t."""
    steps, states = log_emission.shape
    rest = [[0.0] * states for _ in range(steps)]
    choice = [[0] * states for _ in range(steps)]
    for t in range(steps - 2, -1, -1):
        for j in range(states):
            rest[t][j] = -np.inf
            for k in range(states):
                value = log_transition[j, k] + log_emission[t + 1, k] + rest[t + 1][k]
                if value > rest[t][j]:
                    rest[t][j], choice[t][j] = value, k
    first = max(range(states), key=lambda k: log_start[k] + log_emission[0, k] + rest[0][k])
    path = [first]
    for t in range(steps - 1):
        path.append(choice[t][path[-1]])
    return np.array(path), log_start[first] + log_emission[0, first] + rest[0][first]


def large(rng):
    return _case(rng, 200, 80)


def _tables(log_start, log_transition, log_emission):
    """best (T, K), and the winning predecessors (T - 1, K)."""
    best, back = [log_start + log_emission[0]], []
    for emission in log_emission[1:]:
        scores = best[-1][:, None] + log_transition
        back.append(scores.argmax(axis=0))
        best.append(scores.max(axis=0) + emission)
    return np.array(best), back


def _followed(last, back):
    path = [last]
    for winners in reversed(back):
        path.append(winners[path[-1]])
    return np.array(path[::-1])


def mistake_best_state_at_each_time(log_start, log_transition, log_emission):
    """You took the best state at each time from the table. It ends the best path so far, not the best of all: follow
    the noted predecessors back from the end.
    """
    best, _ = _tables(log_start, log_transition, log_emission)
    return best.argmax(axis=1), best[-1].max()


def mistake_greedy(log_start, log_transition, log_emission):
    """You fixed each state as you went. A good step now may lead nowhere: keep the best path to every state, and decide
    at the end.
    """
    path = [(log_start + log_emission[0]).argmax()]
    total = (log_start + log_emission[0]).max()
    for emission in log_emission[1:]:
        scores = log_transition[path[-1]] + emission
        total += scores.max()
        path.append(scores.argmax())
    return np.array(path), total


def mistake_emissions_only(log_start, log_transition, log_emission):
    """You let each observation choose its own state. The states are linked: the transitions count as well."""
    path = log_emission.argmax(axis=1)
    steps = log_transition[path[:-1], path[1:]].sum()
    return path, log_start[path[0]] + log_emission.max(axis=1).sum() + steps


def mistake_transition_transposed(log_start, log_transition, log_emission):
    """You read the transition table the other way round. The row is the state one comes from, the column the state one
    goes to: the maximum runs over the rows.
    """
    return viterbi(log_start, log_transition.T, log_emission)


def mistake_start_forgotten(log_start, log_transition, log_emission):
    """You left out the probabilities of the first state. The path begins with log_start, added to the first emission."""
    return viterbi(np.zeros(log_start.shape), log_transition, log_emission)


def mistake_first_observation_skipped(log_start, log_transition, log_emission):
    """You began with log_start alone. The first observation counts too: add log_emission[0]."""
    blind = np.vstack([np.zeros(log_start.shape), log_emission[1:]])
    return viterbi(log_start, log_transition, blind)


def mistake_summed_over_paths(log_start, log_transition, log_emission):
    """Your number is the probability of the observations, summed over all paths: the forward algorithm. For the best
    path the sum over predecessors becomes a maximum.
    """
    alpha = log_start + log_emission[0]
    for emission in log_emission[1:]:
        alpha = np.logaddexp.reduce(alpha[:, None] + log_transition, axis=0) + emission
    return viterbi(log_start, log_transition, log_emission)[0], np.logaddexp.reduce(alpha)


def mistake_path_not_turned_round(log_start, log_transition, log_emission):
    """Your path runs backwards in time. It is found from the end to the beginning: turn it round."""
    path, log_probability = viterbi(log_start, log_transition, log_emission)
    return path[::-1].copy(), log_probability
