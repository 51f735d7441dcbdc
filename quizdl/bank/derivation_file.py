"""Reads a derivation file with `ast`: nothing of it is executed."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from typing import Any

from quizdl.bank.findings import Finding, short
from quizdl.domain.derivation import Derivation
from quizdl.errors import BankError

_KNOWN = {
    "SUBTOPIC": str,
    "LEVEL": int,
    "MINUTES": int,
    "RETURNS": tuple,
    "HINTS": tuple,
    "SOURCE": str,
    "GRADIENTS": dict,
    "RTOL": float,
    "COVERS": tuple,
    "REVIEWED": str,
}
_REQUIRED = ("SUBTOPIC", "LEVEL", "MINUTES", "RETURNS", "HINTS", "SOURCE")
_RESERVED = ("inputs", "loss", "naive")
MISTAKE = "mistake_"
DEFAULT_RTOL = 1e-6


def read_derivation(path: Path) -> tuple[Derivation | None, list[Finding]]:
    """Reads one file.

    Returns:
        The derivation, and None when something is wrong with it; all findings of the file.

    Raises:
        BankError: the file cannot be opened.
    """
    reader = _Reader(path)
    return reader.read(), reader.findings


class _Reader:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.findings: list[Finding] = []
        self.text = ""

    def complain(self, line: int, message: str, rule: str = "derivation") -> None:
        self.findings.append(Finding(short(self.path), line, rule, message))

    def read(self) -> Derivation | None:
        try:
            raw = self.path.read_bytes()
        except OSError as error:
            raise BankError(f"{short(self.path)}: cannot be read ({error.strerror})", "check its permissions") from None
        try:
            self.text = raw.decode("utf-8")
            tree = ast.parse(self.text)
        except UnicodeDecodeError as error:
            self.complain(raw[: error.start].count(b"\n") + 1, "not UTF-8; save the file as UTF-8", "encoding")
            return None
        except (SyntaxError, ValueError, RecursionError) as error:
            line = error.lineno if isinstance(error, SyntaxError) and error.lineno else 1
            self.complain(line, f"not Python ({getattr(error, 'msg', error)})", "syntax")
            return None
        constants = self._constants(tree)
        functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
        for name in ("inputs", self.path.stem):
            if name not in functions:
                self.complain(1, f"no function {name}; " + ("it yields the cases" if name == "inputs" else "the reference has the file's name"))
        for name, function in functions.items():
            if not name.startswith(("_", MISTAKE)) and name not in (*_RESERVED, self.path.stem):
                self.complain(function.lineno, f"{name} is public and not known; start a helper's name with _")
        mistakes = self._mistakes(functions)
        statement = ast.get_docstring(tree) or ""
        title, _, body = statement.partition("\n")
        if not body.strip():
            self.complain(1, "the module docstring is the statement: a title line, a blank line, the text")
        reference = functions.get(self.path.stem)
        if reference and not ast.get_docstring(reference):
            self.complain(reference.lineno, f"{reference.name} has no docstring; say the shapes")
        if self.findings or reference is None:
            return None
        for output, argument in constants.get("GRADIENTS", {}).items():
            if output not in constants["RETURNS"]:
                self.complain(1, f"GRADIENTS: {output!r} is not one of RETURNS")
            if argument not in _parameters(reference):
                self.complain(1, f"GRADIENTS: {argument!r} is not a parameter of {reference.name}")
        if bool(constants.get("GRADIENTS")) != ("loss" in functions):
            self.complain(1, "loss and GRADIENTS go together; add the one that is missing")
        if self.findings:
            return None
        return Derivation(
            id=self.path.stem,
            title=title.strip(),
            statement=body.strip(),
            topic=self.path.parent.name,
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
            hints=constants["HINTS"],
            source=constants["SOURCE"],
            covers=constants.get("COVERS", ()),
            reviewed=constants.get("REVIEWED"),
            has_loss="loss" in functions,
            has_naive="naive" in functions,
            reference_code=_body(self.text, reference),
            source_code=self.text,
            path=str(self.path),
            line=reference.lineno,
        )

    def _constants(self, tree: ast.Module) -> dict[str, Any]:
        constants: dict[str, Any] = {}
        for node in tree.body:
            if not (isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name)):
                continue
            name = node.targets[0].id
            if name.startswith("_"):
                continue
            if name not in _KNOWN:
                self.complain(node.lineno, f"constant {name} is not known; one of {', '.join(_KNOWN)}")
                continue
            try:
                value = ast.literal_eval(node.value)
            except ValueError:
                self.complain(node.lineno, f"{name} must be a literal, so that it can be read without running the file")
                continue
            if not isinstance(value, _KNOWN[name]) or value in ("", ()):
                self.complain(node.lineno, f"{name} must be a {_KNOWN[name].__name__} that is not empty")
                continue
            constants[name] = value
        for name in _REQUIRED:
            if name not in constants and not any(f" {name} " in f" {f.message} " for f in self.findings):
                self.complain(1, f"{name} is missing; add it")
        return constants

    def _mistakes(self, functions: dict[str, ast.FunctionDef]) -> dict[str, str]:
        mistakes = {}
        reference = functions.get(self.path.stem)
        for name, function in functions.items():
            if name.startswith(MISTAKE):
                says = re.sub(r"\s+", " ", inspect.cleandoc(ast.get_docstring(function) or ""))
                mistakes[name.removeprefix(MISTAKE)] = says
                if not says:
                    self.complain(function.lineno, f"{name} has no docstring; it is what the learner is told")
                if reference and _parameters(function) != _parameters(reference):
                    self.complain(function.lineno, f"{name} takes other parameters than {reference.name}")
        return mistakes


def _parameters(function: ast.FunctionDef) -> tuple[str, ...]:
    return tuple(argument.arg for argument in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs))


def _body(text: str, function: ast.FunctionDef) -> str:
    """The code of a function without its docstring."""
    lines = text.splitlines()[function.lineno - 1 : function.end_lineno]
    first = function.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        start, end = first.lineno - function.lineno, (first.end_lineno or first.lineno) - function.lineno
        lines = lines[:start] + lines[end + 1 :]
    return "\n".join(lines)
