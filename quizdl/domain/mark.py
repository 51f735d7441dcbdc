"""What is recorded beyond answers: an answer taken back or disputed, a question flagged or set aside, an interview, fitted parameters.

Marks are events of the append-only log, as answers are. Of those that contradict each other the latest by (at, id) holds, in whatever
order they come: a mark may arrive before the answer that it is about.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, get_args

from quizdl.domain.schedule import PARAMETERS

if TYPE_CHECKING:
    from quizdl.domain.schedule import Parameters, Schedule

What = Literal["undo", "dispute", "flag", "unflag", "bury", "suspend", "restore", "interview", "parameters"]
LEECH = "leech"
"""The value of the mark that sets a question aside because it is forgotten again and again."""
LEECH_LAPSES, LEECH_AGAIN = 8, 4
"""A question that was forgotten so often is a leech; when it was taken back, again after so many more."""
LONGEST = 1 << 20
"""Characters of a value."""
LARGEST = 1e6
"""No parameter of FSRS is anywhere near."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One event about an answer, a question, or all of them.

    Attributes:
        id: globally unique.
        at: when it was made, UTC.
        what: `undo`: a review no longer counts. `dispute`: it counts as right. `flag`, `unflag`: a question is to be looked at.
            `bury`, `suspend`: a question is not asked, until a moment or at all; `restore`: it is again. `interview`: its scorecard.
            `parameters`: of FSRS, for all schedules.
        target: the review's id (undo, dispute), the question's (flag to restore), the session's (interview), or nothing (parameters).
        value: of a dispute what it is about, of a burial `until` when, of an interview the scorecard and of parameters these, all as a
            JSON object; of a flag a remark; of a suspension `leech` or nothing.

    Raises:
        ValueError: the value is not one of such a mark.
    """

    id: str
    at: datetime
    what: What
    target: str
    value: str = ""

    def __post_init__(self) -> None:
        if self.what not in get_args(What):
            raise ValueError(f"no mark is called {self.what!r}")
        if len(self.value) > LONGEST:
            raise ValueError(f"the value of a mark is longer than {LONGEST} characters")
        if self.what in ("dispute", "bury", "interview", "parameters"):
            data = self.data()
            if self.what == "bury":
                _check_until(data.get("until"))
            if self.what == "parameters":
                _parameters(data.get("parameters"))

    def data(self) -> dict[str, Any]:
        """The value of a mark that has a JSON object, as an object."""
        try:
            data = json.loads(self.value)
        except RecursionError:
            data = None
        if not isinstance(data, dict):
            raise ValueError(f"the value of a mark of {self.what!r} is a JSON object")
        return data

    def parameters(self) -> Parameters:
        """The parameters of a mark of them."""
        return _parameters(self.data().get("parameters"))


@dataclass(frozen=True, slots=True)
class Aside:
    """Why a question is not asked.

    Attributes:
        until: when it is again, UTC; None: when it is restored.
        leech: it was forgotten too often.
    """

    question: str
    until: datetime | None
    leech: bool


def forgotten_too_often(before: Schedule | None, after: Schedule) -> bool:
    """Whether an answer made its question a leech, or once more."""
    lapsed = after.lapses > (before.lapses if before else 0)
    return lapsed and after.lapses >= LEECH_LAPSES and (after.lapses - LEECH_LAPSES) % LEECH_AGAIN == 0


def _check_until(until: Any) -> None:
    at = datetime.fromisoformat(until) if isinstance(until, str) else None
    if at is None or at.utcoffset() != timedelta() or until != at.isoformat(timespec="microseconds"):
        raise ValueError('a burial has {"until": "2026-03-01T04:00:00.000000+00:00"}, in UTC to the microsecond')


def _parameters(found: Any) -> Parameters:
    numbers = found if isinstance(found, list) else []
    if len(numbers) != PARAMETERS or not all(type(n) in (int, float) and abs(n) < LARGEST for n in numbers):
        raise ValueError(f'the parameters of FSRS are {{"parameters": [{PARAMETERS} numbers]}}')
    return tuple(map(float, numbers))
