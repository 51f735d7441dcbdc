"""Chooses what an interview asks: by the role's weights, and by what was solved and asked before."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from itertools import chain

from quizdl.app.derive import Standing, standings
from quizdl.app.drill import Drill
from quizdl.app.interview import Interview, interviews
from quizdl.bank.compiled import Bank
from quizdl.bank.findings import nearest
from quizdl.domain.derivation import Derivation
from quizdl.domain.interview import SHARES, Kind, Round, apportion, least_asked, mixed, plan
from quizdl.errors import BankError, UsageError
from quizdl.history.store import History, new_id


def start_interview(
    bank: Bank, history: History, *, minutes: float, role: str | None, seed: int, clock: Callable[[], datetime],
    time_factor: float = 1.0,
) -> Interview:  # fmt: skip
    """Chooses what is asked. The same seed and history give the same interview.

    Args:
        bank: asked from.
        history: says what was solved, and asked in earlier interviews; everything goes to it.
        minutes: of the whole interview.
        role: one of the bank's; None for its usual one.
        seed: of the choice and of all numbers.
        clock: gives the time, with a time zone.
        time_factor: stretches reading time and answer clock.

    Raises:
        UsageError: there is no such role.
        BankError: there is nothing to ask.
    """
    content = bank.interviews()
    name = role or next(iter(content.roles))
    if name not in content.roles:
        raise UsageError(f"no role {name!r}{nearest(name, content.roles)}", f"roles: {', '.join(content.roles)}")
    weights = content.roles[name].topics
    rng = random.Random(seed)  # noqa: S311 - chooses questions
    asked = Counter(
        name
        for card in interviews(history)
        for name in {part for a in card.answers for part in (a.target, a.target.rpartition("/")[0])}
    )
    standing = standings(bank, history)
    chains = {c.id: c for c in content.chains}
    products = {p.id: (topic, p) for topic, p in content.products if not p.roles or name in p.roles}
    there: dict[Kind, bool] = {
        "quickfire": any(bank.counts().values()), "chain": bool(chains), "derivation": bool(standing),
        "product": bool(products),
    }  # fmt: skip
    if not any(there.values()):
        raise BankError("this bank has nothing to ask", "quizdl bank list shows what a bank has")
    shares = {**SHARES, **content.roles[name].rounds}
    rounds = plan(minutes, {kind: share if there[kind] else 0 for kind, share in shares.items()})
    counts: dict[str, int] = {r.kind: r.count for r in rounds}
    chain_weights = _weighed({c.id: c.topic for c in content.chains}, weights)
    chosen = _quick(bank, history, weights, counts.get("quickfire", 0), rng, clock())
    entries = bank.entries_of(chosen)
    now = clock()
    session = new_id(now)
    return Interview(
        bank=bank, history=history, clock=clock, session=session, at=now, minutes=minutes, role=name, seed=seed,
        rounds=rounds,
        chains=[chains[n] for n in least_asked(chain_weights, asked, counts.get("chain", 0), rng)],
        derivations=_derivations(standing.values(), weights, asked, rounds, rng),
        products=[products[n] for n in least_asked(dict.fromkeys(products, 1), asked, counts.get("product", 0), rng)],
        drill=Drill(bank, history, [entries[n] for n in chosen], rng, clock, session, time_factor),
    )  # fmt: skip


def _weighed(topics: Mapping[str, str], weights: Mapping[str, float]) -> dict[str, float]:
    """The weight of each name by its topic; alike if the role asks none of these topics."""
    found = {name: weights.get(topic, 0) for name, topic in topics.items()}
    return found if any(found.values()) else dict.fromkeys(found, 1)


def _quick(
    bank: Bank, history: History, weights: Mapping[str, float], count: int, rng: random.Random, now: datetime
) -> list[str]:
    """Questions of all levels: of each topic by its weight, of its subtopics in turn; none gives another away."""
    topics = {topic: topic for topic, questions in bank.counts().items() if questions}
    shares = apportion(count, _weighed(topics, weights)) if count else {}
    chosen: list[str] = []
    given_away: set[str] = set()
    for topic, share in shares.items():
        groups: dict[str, list[str]] = {}
        for entry in bank.entries(topic) if share else ():
            groups.setdefault(entry.subtopic, []).append(entry.id)
        aside = history.aside(chain.from_iterable(groups.values()), now)
        until = len(chosen) + share
        for name in mixed(groups, rng):
            if len(chosen) < until and name not in given_away and name not in aside:
                chosen.append(name)
                given_away |= bank.given_away(name)
    rng.shuffle(chosen)
    return chosen


def _derivations(
    standing: Iterable[Standing], weights: Mapping[str, float], asked: Mapping[str, int], rounds: Iterable[Round],
    rng: random.Random,
) -> list[Derivation]:  # fmt: skip
    """What is not solved yet and fits into the time, as far as there is such; the longer ones rather."""
    own = next((r for r in rounds if r.kind == "derivation"), None)
    if own is None:
        return []
    minutes = own.seconds / 60 / own.count
    every = {s.derivation.id: s for s in standing}
    short = {name: s for name, s in every.items() if s.derivation.minutes <= minutes} or dict(
        sorted(every.items(), key=lambda item: item[1].derivation.minutes)[: own.count]
    )
    weighed = _weighed({name: s.derivation.topic for name, s in short.items()}, weights)
    again = {name: asked.get(name, 0) + 100 * (s.state in ("solved", "seen")) for name, s in short.items()}
    by_length = {name: weight * short[name].derivation.minutes for name, weight in weighed.items()}
    return [every[name].derivation for name in least_asked(by_length, again, own.count, rng)]
