"""What is appended to a bank's file, to be run with it in the sandbox: its cases for a seed, and central differences of its loss."""

from __future__ import annotations

from quizdl.domain.run import Call, Case, Failed
from quizdl.errors import BankError
from quizdl.sandbox.run import DEFAULT, Limits, run

STEP = 1e-5

_CASES = """

def _quizdl_cases(seed):
    import copy
    import numpy
    return [copy.deepcopy(case) for case in inputs(numpy.random.default_rng(seed))]
"""

_LARGE = """

def _quizdl_large(seed):
    import numpy
    return large(numpy.random.default_rng(seed))
"""

_GRADIENT = """

def _quizdl_gradient(_of, _step, **arguments):
    import numpy
    x = numpy.array(arguments[_of], dtype=float)
    gradient = numpy.empty_like(x)
    for i in numpy.ndindex(x.shape):
        h = _step * max(1.0, abs(x[i]))
        values = []
        for sign in (1, -1):
            moved = x.copy()
            moved[i] += sign * h
            values.append(float(loss(**{**arguments, _of: moved})))
        gradient[i] = (values[0] - values[1]) / (2 * h)
    return gradient
"""


def cases(source: str, seed: int, *, filename: str, limits: Limits = DEFAULT, strict: bool = False) -> list[Case]:
    """The cases that a derivation file yields for a seed; `strict` as in `Sandbox.run`.

    Raises:
        BankError: it yields none, or something else.
    """
    calls = [Call("_quizdl_cases", {"seed": seed})]
    result = run(source + _CASES, calls, filename=filename, limits=limits, strict=strict).results[0]
    hint = "inputs(rng) yields (name, {argument: value}); tell the bank's author"
    if isinstance(result, Failed):
        line = result.line if result.line and result.line <= len(source.splitlines()) else 1  # not one of ours
        raise BankError(f"{filename}:{line}: its cases cannot be made ({result.says})", hint)
    if not isinstance(result.value, list) or not result.value:
        raise BankError(f"{filename}:1: inputs yields no case", hint)
    found = []
    for i, item in enumerate(result.value, start=1):
        match item:
            case [str(name), dict(arguments)]:
                found.append(Case(name, arguments))
            case _:
                raise BankError(f"{filename}:1: case {i} of inputs is not a pair of a name and arguments by name", hint)
    return found


def larger_case(source: str, seed: int, *, filename: str, strict: bool = False) -> Case:
    """The case on which speed is compared.

    Raises:
        BankError: it cannot be made.
    """
    calls = [Call("_quizdl_large", {"seed": seed})]
    made = run(source + _LARGE, calls, filename=filename, strict=strict).results[0]
    if isinstance(made, Failed) or not isinstance(made.value, dict):
        raise BankError(f"{filename}:1: its larger case cannot be made", "tell the bank's author")
    return Case("large", made.value)


def gradient_call(argument: str, case: Case) -> Call:
    """The call that gives ∂loss/∂argument by central differences, in a source made by `with_gradient`."""
    return Call("_quizdl_gradient", {"_of": argument, "_step": STEP, **case.arguments})


def with_gradient(source: str) -> str:
    """The source with the function that `gradient_call` calls."""
    return source + _GRADIENT
