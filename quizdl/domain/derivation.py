"""A derivation: what is read of its file without running it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NOT_IMPLEMENTED = 'raise NotImplementedError("your derivation goes here")'
INVARIANTS = (
    "rows sum to 0",
    "rows sum to 1",
    "columns sum to 0",
    "sums to 0",
    "sums to 1",
    "not negative",
    "symmetric",
    "orthonormal columns",
)
"""What a derivation can declare of an output; rows run along the last axis, columns along the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """One derivation file, read with `ast`.

    Attributes:
        id: the stem of its file; in an added bank after the bank's name and a slash.
        title: the first line of the statement.
        statement: the rest of it, Markdown.
        topic: the folder it stands in.
        minutes: how long it takes a person.
        signature: the reference's parameters as written, `x, w, b`.
        parameters: their names.
        docstring: the reference's docstring.
        returns: a name for each output.
        gradients: output to the input of which it is the gradient of `loss`.
        mistakes: name to what whoever makes it is told.
        rtol: the relative tolerance.
        atol: errors below it are right whatever is expected; None for a floor by the size of what is expected.
        invariants: output to what holds of it in every case, of `INVARIANTS`.
        trajectory: the output whose first axis is the step, if one is.
        solution: the derivation in words and formulas, Markdown; shown after success or on giving up.
        equivalent: single edits of the reference that change nothing, each with the reason.
        has_large: whether there is a larger case on which speed is compared.
        source_code: the whole file; only the sandbox runs it.
        path: the file, and `line` where the reference starts.
        trusted: whether its code may run where the machine is not safe from it.
    """

    id: str
    title: str
    statement: str
    topic: str
    subtopic: str
    level: int
    minutes: int
    signature: str
    parameters: tuple[str, ...]
    docstring: str
    returns: tuple[str, ...]
    gradients: Mapping[str, str]
    mistakes: Mapping[str, str]
    rtol: float
    atol: float | None
    invariants: Mapping[str, tuple[str, ...]]
    trajectory: str | None
    solution: str
    equivalent: Mapping[str, str]
    hints: tuple[str, ...]
    source: str
    covers: tuple[str, ...]
    reviewed: str | None
    has_loss: bool
    has_naive: bool
    has_large: bool
    reference_code: str
    source_code: str
    path: str
    line: int
    trusted: bool = True

    @property
    def function(self) -> str:
        """The name of the function asked for."""
        return self.id.rpartition("/")[2]

    def starter(self) -> str:
        """The file that a learner starts from: the statement, the signature, and a body to be written."""
        indented = "\n".join(f"    {line}".rstrip() for line in self.docstring.splitlines())
        statement = _quoted(f"{self.title}\n\n{self.statement}\n")
        docstring = _quoted(f"{indented.strip()}\n    ")
        return (
            f"{statement}\n\n"
            "import numpy as np\n\n\n"
            f"def {self.function}({self.signature}):\n"
            f"    {docstring}\n"
            f"    {NOT_IMPLEMENTED}\n"
        )


def _quoted(text: str) -> str:
    """A docstring that reads as the text does."""
    raw = "r" if "\\" in text else ""
    return raw + '"""' + text.replace('"""', "'''") + '"""'
