"""The interview that was begun last and has not ended: a small file beside the history says what it asks, and the history what was answered."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from quizdl.app import unfinished_file
from quizdl.app.drill import Drill
from quizdl.app.interview import Interview, interviews
from quizdl.bank.compiled import Bank
from quizdl.domain.interview import Round
from quizdl.domain.scorecard import Scorecard
from quizdl.errors import UsageError
from quizdl.history.store import History

FILE = "interview.json"


def keep(home: Path, interview: Interview) -> None:
    """Notes what an interview asks. It is whole whatever happens meanwhile; where it cannot be written, the interview goes on without.

    Args:
        home: the directory of the history.
        interview: that begins, or goes on: then what was noted still holds.
    """
    drill = interview.drill
    data = {
        "session": interview.session, "at": interview.at.isoformat(), "bank": str(interview.bank.root),
        "minutes": interview.minutes, "role": interview.role, "seed": interview.seed, "time_factor": drill.time_factor,
        "rounds": [asdict(each) for each in interview.rounds],
        "questions": unfinished_file.questions(drill.entries, drill.seeds),
        "chains": [chain.id for chain in interview.chains],
        "derivations": [derivation.id for derivation in interview.derivations],
        "products": [product.id for _, product in interview.products],
    }  # fmt: skip
    unfinished_file.keep(home / FILE, data)


def forget(home: Path, interview: Interview) -> None:
    """An interview has ended: there is nothing to go on with, unless another one began meanwhile."""
    unfinished_file.forget(home / FILE, interview.session)


def interrupted(home: Path, history: History) -> Scorecard | None:
    """The interview that `resume` would go on with, as far as it went; None if there is none with an answer."""
    session = (_read(home) or {}).get("session")
    return next((card for card in interviews(history) if card.session == session and not card.finished), None)


def resume(home: Path, bank: Bank, history: History, clock: Callable[[], datetime]) -> Interview:
    """The rest of the interview that was begun last: what was not answered, as it would have been asked.

    Args:
        home: the directory of the history.
        bank: asked from.
        history: says what was answered, and how long it took.
        clock: gives the time, with a time zone.

    Raises:
        UsageError: there is none, or none of this bank.
    """
    data = _read(home)
    if data is None:
        raise UsageError("no interview was interrupted", "quizdl interview begins one")
    if data["bank"] != str(bank.root):
        raise UsageError(f"the interrupted interview asks from {data['bank']}", "name that bank with --bank")
    card = next((card for card in interviews(history) if card.session == data["session"]), None)
    answers = list(card.answers) if card else []
    content, there = bank.interviews(), bank.entries_of(name for name, _ in data["questions"])
    chains = {chain.id: chain for chain in content.chains}
    products = {product.id: (topic, product) for topic, product in content.products}
    derivations = [bank.derivation(name) for name in data["derivations"]]
    done = {answer.target for answer in answers if answer.round == "quickfire"}
    rest = [(there[name], seed) for name, seed in data["questions"] if name in there and name not in done]
    again = Interview(
        bank=bank, history=history, clock=clock, session=data["session"], at=card.at if card else datetime.fromisoformat(data["at"]),
        minutes=data["minutes"], role=data["role"], seed=data["seed"], rounds=data["rounds"],
        drill=Drill(
            bank, history, [entry for entry, _ in rest], random.Random(), clock, data["session"],  # noqa: S311 - all seeds are given
            time_factor=data["time_factor"], seeds=[seed for _, seed in rest], done=len(data["questions"]) - len(rest),
        ),
        chains=[chains[name] for name in data["chains"] if name in chains],
        derivations=[derivation for derivation in derivations if derivation],
        products=[products[name] for name in data["products"] if name in products],
        answers=answers, before={answer.target: answer for answer in answers}, went=card.seconds if card else 0.0,
    )  # fmt: skip
    again.begin()
    return again


def _read(home: Path) -> dict[str, Any] | None:
    """What the file says; None if there is none, or it was not written by us."""
    names = {"minutes", "role", "seed", "rounds", "chains", "derivations", "products"}
    data = unfinished_file.read(home / FILE, names)
    try:
        return data and data | {"rounds": tuple(Round(**each) for each in data["rounds"])}
    except TypeError:
        return None
