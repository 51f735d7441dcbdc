"""A class: who handed in what, how each did, which mistakes were made, and which answers are alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from quizdl.app.grade_many import Graded
from quizdl.app.submissions import HandedIn
from quizdl.domain.derivation import Derivation
from quizdl.errors import UsageError
from quizdl.grading.similarity import Pair, similar


@dataclass(frozen=True, slots=True)
class Made:
    """A named mistake, and how many students made it."""

    derivation: str
    mistake: str
    says: str
    students: int


@dataclass(frozen=True, slots=True)
class Classroom:
    """The results of a class.

    Attributes:
        asked: the derivations, by id, in order.
        handed: what was handed in.
        graded: the verdicts, in order.
        alike: pairs of names of submissions that are alike, by derivation.
        track: the id of the track that was asked, if one was.
    """

    asked: Mapping[str, Derivation]
    handed: HandedIn
    graded: Sequence[Graded]
    alike: Mapping[str, Sequence[Pair]]
    track: str = ""

    def best(self) -> dict[str, dict[str, Graded]]:
        """For each student and derivation the best of what they handed in; nothing for what they did not."""
        found: dict[str, dict[str, Graded]] = {student: {} for student in self.handed.students}
        for graded in self.graded:
            own = found[graded.submission.student]
            known = own.get(graded.submission.derivation)
            if known is None or graded.verdict["score"] > known.verdict["score"]:
                own[graded.submission.derivation] = graded
        return found

    def score(self, own: Mapping[str, Graded]) -> float:
        """A student's score, of what `best` gives of them: the mean over all that was asked; what is missing counts 0."""
        return sum(float(graded.verdict["score"]) for graded in own.values()) / len(self.asked)

    def mistakes(self) -> list[Made]:
        """The named mistakes, the most frequent first."""
        by = {
            (graded.submission.derivation, mistake, graded.submission.student)
            for graded in self.graded
            for mistake in graded.verdict["mistakes"]
        }
        made = [
            Made(derivation, mistake, self.asked[derivation].mistakes.get(mistake, ""), count)
            for (derivation, mistake), count in Counter((d, m) for d, m, _ in by).items()
        ]
        return sorted(made, key=lambda m: (-m.students, m.derivation, m.mistake))

    def outcomes(self) -> list[tuple[str, int]]:
        """How often each outcome was given, the most frequent first."""
        return Counter(str(graded.verdict["outcome"]) for graded in self.graded).most_common()

    def pairs(self) -> list[Pair]:
        """All that are alike, the most alike first."""
        return sorted((pair for pairs in self.alike.values() for pair in pairs), key=lambda pair: -pair.share)


def alike(asked: Mapping[str, Derivation], handed: HandedIn) -> dict[str, list[Pair]]:
    """The submissions of different students that are alike, by derivation."""
    sources: dict[str, dict[str, str]] = defaultdict(dict)
    student = {}
    for submission in handed.submissions:
        with suppress(UsageError):  # its verdict says why
            sources[submission.derivation][submission.name] = submission.read()
            student[submission.name] = submission.student
    return {
        name: [pair for pair in similar(own, asked[name].starter()) if student[pair.first] != student[pair.second]]
        for name, own in sources.items()
    }
