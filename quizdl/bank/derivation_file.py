"""Reads a derivation file with `ast`: nothing of it is executed."""

from __future__ import annotations

import ast
import inspect
import re
import warnings
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from quizdl.bank.findings import Finding, SourceFile, nearest
from quizdl.bank.validation import validated
from quizdl.domain.bounds import Bounds
from quizdl.domain.derivation import INVARIANTS, Derivation
from quizdl.domain.question import Text

_Texts = tuple[Text, ...]
_CONSTANTS: dict[str, Any] = {
    "SUBTOPIC": Text,
    "LEVEL": Annotated[int, Bounds(ge=1, le=3)],
    "MINUTES": Annotated[int, Bounds(ge=1)],
    "RETURNS": Annotated[_Texts, Bounds(min_length=1)],
    "HINTS": Annotated[_Texts, Bounds(min_length=1)],
    "SOURCE": Text,
    "GRADIENTS": Annotated[dict[Text, Text], Bounds(min_length=1)],
    "RTOL": Annotated[float, Bounds(gt=0)],
    "ATOL": Annotated[float, Bounds(gt=0)],
    "INVARIANTS": Annotated[dict[Text, Annotated[_Texts, Bounds(min_length=1)]], Bounds(min_length=1)],
    "TRAJECTORY": Text,
    "SOLUTION": Text,
    "EQUIVALENT": Annotated[dict[Text, Text], Bounds(min_length=1)],
    "COVERS": _Texts,
    "REVIEWED": Text,
}
_REQUIRED = ("SUBTOPIC", "LEVEL", "MINUTES", "RETURNS", "HINTS", "SOURCE")
_RESERVED = ("inputs", "loss", "naive", "large")
MISTAKE = "mistake_"
DEFAULT_RTOL = 1e-6

_Functions = Mapping[str, ast.FunctionDef]


def read_derivation(path: Path, subtopics: Mapping[str, Collection[str]]) -> tuple[Derivation | None, list[Finding]]:
    """Reads one file.

    Args:
        path: the file; its stem is the id, the folder it stands in is the topic.
        subtopics: the subtopics of each topic.

    Returns:
        The derivation, and None when something is wrong with it; all findings of the file.
    """
    reader = _Reader(path)
    derivation = reader.read(subtopics)
    return None if reader.file.findings else derivation, sorted(reader.file.findings)


class _Reader:
    """Reads one file; collects every complaint, and stops only where it is no Python."""

    def __init__(self, path: Path) -> None:
        self.file = SourceFile(path)
        self.name = path.stem
        self.topic = path.parent.name

    def complain(self, line: int, message: str, rule: str = "derivation") -> None:
        self.file.complain(line, rule, message)

    def read(self, subtopics: Mapping[str, Collection[str]]) -> Derivation | None:
        text = self.file.text()
        tree = None if text is None else self._parsed(text)
        if text is None or tree is None:
            return None
        constants = self._constants(tree)
        functions = self._functions(tree)
        mistakes = self._mistakes(functions)
        self._check_place(constants.get("SUBTOPIC"), subtopics)
        statement = ast.get_docstring(tree) or ""
        title, _, body = statement.partition("\n")
        if not body.strip():
            self.complain(1, "the module docstring is the statement: a title line, a blank line, the text")
        reference = functions.get(self.name)
        if reference is None:
            return None
        self._check_against(reference, functions)
        self._check_gradients(constants, functions, reference)
        self._check_outputs(constants)
        if self.file.findings:
            return None
        return Derivation(
            id=self.name,
            title=title.strip(),
            statement=body.strip(),
            topic=self.topic,
            subtopic=constants["SUBTOPIC"],
            level=constants["LEVEL"],
            minutes=constants["MINUTES"],
            signature=ast.unparse(reference.args),
            parameters=_parameters(reference),
            docstring=ast.get_docstring(reference) or "",
            returns=constants["RETURNS"],
            gradients=constants.get("GRADIENTS", {}),
            mistakes=mistakes,
            rtol=constants.get("RTOL", DEFAULT_RTOL),
            atol=constants.get("ATOL"),
            invariants=constants.get("INVARIANTS", {}),
            trajectory=constants.get("TRAJECTORY"),
            solution=constants.get("SOLUTION", ""),
            equivalent=constants.get("EQUIVALENT", {}),
            hints=constants["HINTS"],
            source=constants["SOURCE"],
            covers=constants.get("COVERS", ()),
            reviewed=constants.get("REVIEWED"),
            has_loss="loss" in functions,
            has_naive="naive" in functions,
            has_large="large" in functions,
            reference_code=_body(text, reference),
            source_code=text,
            path=str(self.file.path),
            line=reference.lineno,
        )

    def _parsed(self, text: str) -> ast.Module | None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # an odd escape in a docstring is not for the learner's screen
                return ast.parse(text)
        except SyntaxError as error:
            self.complain(error.lineno or 1, f"not Python ({error.msg}); correct it", "syntax")
        except ValueError as error:
            self.complain(1, f"not Python ({error}); correct it", "syntax")
        except (MemoryError, RecursionError):
            self.complain(1, "nested too deeply to be read; write it in several lines", "syntax")
        return None

    def _constants(self, tree: ast.Module) -> dict[str, Any]:
        """The constants that are right, by name; None for the others."""
        constants: dict[str, Any] = {}
        for name, node in _assignments(tree):
            if name in constants:
                self.complain(node.lineno, f"{name} stands here twice; keep one", "duplicate")
            if name not in _CONSTANTS:
                known = nearest(name, _CONSTANTS) or "; start a constant of your own with _"
                self.complain(node.lineno, f"constant {name} is not known{known}")
                continue
            constants[name] = None
            self.file.lines[(name,)] = node.lineno
            try:
                value = ast.literal_eval(node)
            except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
                self.complain(node.lineno, f"{name} must be a literal, so that it can be read without running the file")
            else:
                constants[name] = validated(_CONSTANTS[name], value, self.file, (name,))
        for name in _REQUIRED:
            if name not in constants:
                self.complain(1, f"{name} is missing; add it", "field")
        return constants

    def _functions(self, tree: ast.Module) -> _Functions:
        functions: dict[str, ast.FunctionDef] = {}
        known = (self.name, *_RESERVED)
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef):
                continue
            if node.name in functions:
                self.complain(node.lineno, f"{node.name} stands here twice; rename one", "duplicate")
            functions[node.name] = node
            if not node.name.startswith(("_", MISTAKE)) and node.name not in known:
                meant = nearest(node.name, known) or "; start the name of a helper with _"
                self.complain(node.lineno, f"function {node.name} is not known{meant}")
        if self.name not in functions:
            self.complain(1, f"no function {self.name}; the reference has the name of the file")
        if "inputs" not in functions:
            self.complain(1, "no function inputs(rng); add it, it yields the cases")
        return functions

    def _mistakes(self, functions: _Functions) -> dict[str, str]:
        """What the learner is told, by the name of the mistake."""
        mistakes = {}
        for name, function in functions.items():
            if name.startswith(MISTAKE):
                says = re.sub(r"\s+", " ", inspect.cleandoc(ast.get_docstring(function) or ""))
                mistakes[name.removeprefix(MISTAKE)] = says
                if not says:
                    self.complain(function.lineno, f"{name} has no docstring; add it, it is what the learner is told")
        return mistakes

    def _check_place(self, subtopic: str | None, subtopics: Mapping[str, Collection[str]]) -> None:
        if self.topic not in subtopics:
            meant = nearest(self.topic, subtopics) or f"; one of {', '.join(subtopics)}"
            self.complain(1, f"the folder {self.topic} is not a topic of bank.yaml{meant}", "topic")
        elif subtopic is not None and subtopic not in subtopics[self.topic]:
            known = subtopics[self.topic]
            meant = nearest(subtopic, known) or f"; one of {', '.join(known)}"
            self.complain(self.file.line(("SUBTOPIC",)), f"unknown subtopic {subtopic!r}{meant}", "subtopic")

    def _check_against(self, reference: ast.FunctionDef, functions: _Functions) -> None:
        if not ast.get_docstring(reference):
            self.complain(reference.lineno, f"{reference.name} has no docstring; say the shapes")
        wanted = _parameters(reference)
        for name, function in functions.items():
            if (name.startswith(MISTAKE) or name in ("loss", "naive")) and _parameters(function) != wanted:
                message = f"{name} takes other parameters than {reference.name}; write {name}({', '.join(wanted)})"
                self.complain(function.lineno, message)

    def _check_gradients(self, constants: Mapping[str, Any], functions: _Functions, reference: ast.FunctionDef) -> None:
        line = self.file.line(("GRADIENTS",))
        for output, argument in (constants.get("GRADIENTS") or {}).items():
            if output not in (constants.get("RETURNS") or (output,)):
                self.complain(line, f"GRADIENTS: {output!r} is not one of RETURNS; name an output")
            if argument not in _parameters(reference):
                self.complain(line, f"GRADIENTS: {argument!r} is not a parameter of {reference.name}; name an input")
        if "GRADIENTS" in constants and "loss" not in functions:
            self.complain(line, "GRADIENTS without loss; add the function whose gradients they are")
        if "loss" in functions and "GRADIENTS" not in constants:
            self.complain(
                functions["loss"].lineno, "loss without GRADIENTS; say which output is the gradient of which input"
            )

    def _check_outputs(self, constants: Mapping[str, Any]) -> None:
        invariants = constants.get("INVARIANTS") or {}
        trajectory = constants.get("TRAJECTORY")
        named = [("INVARIANTS", name) for name in invariants] + ([("TRAJECTORY", trajectory)] if trajectory else [])
        for constant, name in named:
            if name not in (constants.get("RETURNS") or ()):
                line = self.file.line((constant,))
                self.complain(line, f"{constant}: {name!r} is not one of RETURNS; name an output")
        for held in (one for several in invariants.values() for one in several):
            if held not in INVARIANTS:
                meant = nearest(held, INVARIANTS) or f"; one of {', '.join(INVARIANTS)}"
                self.complain(self.file.line(("INVARIANTS",)), f"INVARIANTS: unknown {held!r}{meant}")


def _assignments(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """The public names that are assigned at the top of a file, with what is assigned."""
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Name) and not target.id.startswith("_"):
                    yield target.id, node.value


def _parameters(function: ast.FunctionDef) -> tuple[str, ...]:
    return tuple(
        argument.arg for argument in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    )


def _body(text: str, function: ast.FunctionDef) -> str:
    """The code of a function without its docstring."""
    lines = text.splitlines()[function.lineno - 1 : function.end_lineno]
    first = function.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        start, end = first.lineno - function.lineno, (first.end_lineno or first.lineno) - function.lineno
        lines = lines[:start] + lines[end + 1 :]
    return "\n".join(lines)
