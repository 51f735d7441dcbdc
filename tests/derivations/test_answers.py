"""Answers as people write them, graded through the real sandbox."""

from __future__ import annotations

import re
import textwrap
from dataclasses import replace

import pytest

from quizdl.app.grade import grade, prepare, timed, worth_timing
from quizdl.domain.derivation import Derivation
from quizdl.domain.judgement import DerivationOutcome, Judgement
from quizdl.errors import BankError
from quizdl.sandbox.run import DEFAULT, Limits
from tests.derivations.test_proofs import derivation

QUICK = replace(DEFAULT, seconds=2)


def graded(d: Derivation, answer: str, *, seed: int = 1, limits: Limits = DEFAULT) -> Judgement:
    return grade(prepare(d, seed), textwrap.dedent(answer).lstrip("\n"), filename="answer.py", limits=limits)


def changed(d: Derivation, result: str) -> str:
    """An answer that gives the reference's outputs, called `out`, in another form."""
    return f"_bank = {{}}\nexec({d.source_code!r}, _bank)\nimport numpy as np\n" + textwrap.dedent(f"""
        def {d.id}(**arguments):
            out = _bank[{d.id!r}](**arguments)
            out = out if isinstance(out, tuple) else (out,)
            return {result}
        """)


@pytest.mark.parametrize(
    "result",
    [
        "[np.asarray(x).tolist() for x in out]",
        "tuple(np.asarray(x, dtype=np.float32) for x in out)",
        "[np.array(x, order='F') for x in out]",
        "dict(zip({names!r}, out))",
        "__import__('collections').namedtuple('Out', {names!r})(*out)",
        "tuple(np.asarray(x).astype(np.longdouble) for x in out)",
        "tuple(np.asarray(x).astype(complex) for x in out)",
        "tuple(np.asarray(x) * (1 + 1e-9) for x in out)",
    ],
)
@pytest.mark.parametrize("name", ["relu_backward", "softmax_cross_entropy", "adam"])
def test_right_numbers_in_another_form_are_correct(name: str, result: str) -> None:
    d = derivation(name)
    result = result.replace("{names!r}", repr(d.returns))
    alone = len(d.returns) == 1 and result.startswith("[")
    judgement = graded(d, changed(d, f"({result})[0]" if alone else result))
    assert (judgement.outcome, judgement.score, judgement.says, judgement.findings) == ("correct", 1.0, "", ())


@pytest.mark.parametrize(
    "answer",
    [
        "def relu_backward(dout, z): return dout * (z > 0)",
        "def relu_backward(gradient, x): return gradient * (x > 0)",
        "relu_backward = lambda *both: both[0] * (both[1] > 0)",
        "def relu_backward(upstream, /, z): return upstream * (z > 0)",
        "import numpy as xp\nrelu_backward = lambda dout, z: xp.where(z > 0, dout, 0)",
        "from numpy import *\ndef relu_backward(dout, z): return dout * heaviside(z, 0)",
        "def relu_backward(*, z, dout): return [[d * (v > 0) for d, v in zip(*rows)] for rows in zip(dout, z)]",
        "def relu_backward(**given): return given['dout'] * (given['z'] > 0)",
        "def relu_backward(dout, z, slope=0.0): return dout * (z > 0) + slope",
        """
        from __future__ import annotations
        import dataclasses
        import numpy as np
        import numpy.typing as npt

        @dataclasses.dataclass
        class Cache:
            z: npt.NDArray[np.float64]

            def mask(self) -> npt.NDArray[np.bool_]:
                return self.z > 0

        def _chain(dout: npt.NDArray[np.float64], cache: Cache) -> npt.NDArray[np.float64]:
            return dout * cache.mask()

        def relu_backward(dout: npt.NDArray[np.float64], z: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
            print("shapes", dout.shape, z.shape)
            return _chain(dout, Cache(z))

        if __name__ == "__main__":
            print(relu_backward(1, 2))
        """,
    ],
)
def test_a_right_answer_is_correct_however_it_is_written(answer: str) -> None:
    judgement = graded(derivation("relu_backward"), answer)
    assert (judgement.outcome, judgement.score, judgement.says, judgement.findings) == ("correct", 1.0, "", ())


@pytest.mark.parametrize(
    ("answer", "outcome", "says", "line"),
    [
        ("dout * (z > 0", "error", "SyntaxError: '(' was never closed", 2),
        ("dout @ z", "error", "ValueError: matmul: ", 2),
        ("np.maximum(dout, 0)", "error", "NameError: name 'np' is not defined", 2),
        ("None", "not_implemented", "it returns None: is the return missing?", None),
        ("0 * z", "not_implemented", "dz is all zeros", None),
        ("(dout * (z > 0)).T", "shape", "dz is the transpose of the right one: dz.T gives it.", None),
        ("(dout * (z > 0)).astype(int)", "dtype", "dz is cut to whole numbers (int64): keep it in floating point", None),
        ("dout * (z > 0) + 1", "wrong", "dz is too large by 1 everywhere, in every case.", None),
        ("dout * (z > 0) + dout**2", "wrong", r"dz wrong in (\d+) of \1 elements", None),
        ("dout * (z > 0) / (dout * 0)", "overflow", "dz is nan where a number is expected (", None),
        ("exec('dout *= z > 0') or dout", "mutated_input", "The numbers are right. The argument dout is changed in place: work on a copy, dout = dout.copy().", None),
        ("(x for x in dout)", "refused", "returned a value of type generator; return NumPy arrays or numbers", None),
        ("exec('while True: pass')", "timeout", "stopped after 2 s: does a loop end?", None),
        ("bytes(50 * 10**9)", "memory", "needs too much memory (MemoryError)", 2),
    ],
)  # fmt: skip
def test_what_is_not_right_has_an_outcome_of_its_own(
    answer: str, outcome: DerivationOutcome, says: str, line: int | None
) -> None:
    judgement = graded(derivation("relu_backward"), f"def relu_backward(dout, z):\n  return {answer}", limits=QUICK)
    assert (judgement.outcome, judgement.line, judgement.mistakes) == (outcome, line, ())
    assert judgement.says.startswith(says) or re.match(says, judgement.says)


def test_two_mistakes_in_two_outputs_are_both_named() -> None:
    d = derivation("affine_backward")
    answer = f"_bank = {{}}\nexec({d.source_code!r}, _bank)\n" + textwrap.dedent("""
        def affine_backward(**arguments):
            dx, _, _ = _bank['affine_backward'](**arguments)
            _, dw, _ = _bank['mistake_dw_transposed'](**arguments)
            _, _, db = _bank['mistake_db_averaged'](**arguments)
            return dx, dw, db
        """)
    judgement = graded(d, answer)
    assert judgement.mistakes == ("dw_transposed", "db_averaged")
    assert judgement.says == f"dw: {d.mistakes['dw_transposed']} db: {d.mistakes['db_averaged']}"


def test_a_mistake_in_two_of_three_outputs_is_named_once() -> None:
    d = derivation("affine_backward")
    answer = f"_bank = {{}}\nexec({d.source_code!r}, _bank)\n" + textwrap.dedent("""
        def affine_backward(**arguments):
            dx, dw, db = _bank['mistake_all_averaged'](**arguments)
            return -dx, dw, db
        """)
    judgement = graded(d, answer)
    assert judgement.mistakes == ("all_averaged",)
    assert judgement.says.startswith(f"dw and db: {d.mistakes['all_averaged']} dx ")


def test_what_is_known_of_one_output_and_not_of_another_is_told_apart() -> None:
    d = derivation("affine_backward")
    body = textwrap.dedent("""
        def affine_backward(dout, x, w, b):
            dx, dw, db = _bank['affine_backward'](dout, x, w, b)
            return RESULT
        """)
    bank = f"_bank = {{}}\nexec({d.source_code!r}, _bank)\n"
    judgement = graded(d, bank + body.replace("RESULT", "-dx, dw, db + db**2"))
    assert [finding.code for finding in judgement.findings] == ["sign"]
    assert judgement.says == (
        "dx has the other sign in every case: all else is right. db is wrong in a way that has no name here."
    )
    judgement = graded(d, bank + body.replace("RESULT", "-dx, dw**3, dout.mean(axis=0)"))
    assert judgement.mistakes == ("db_averaged",)
    assert judgement.says == (
        f"db: {d.mistakes['db_averaged']} dx has the other sign in every case: all else is right. "
        "dw is wrong in a way that has no name here."
    )


def test_a_wrong_gradient_is_shown_beside_the_central_difference_of_the_loss() -> None:
    d = derivation("relu_backward")
    check = graded(d, "def relu_backward(dout, z): return 3 * dout * (z > 0)").gradient_check
    assert check is not None
    assert (check.output, check.argument) == ("dz", "z")
    assert check.yours == pytest.approx(3 * check.numeric, rel=1e-6)
    assert graded(d, "def relu_backward(dout, z): return dout * (z > 0)").gradient_check is None


def test_the_same_seed_gives_the_same_verdict_and_another_seed_other_cases() -> None:
    d = derivation("relu_backward")
    answer = "def relu_backward(dout, z):\n  print(z[0, 0])\n  return dout"
    first, again, other = (graded(d, answer, seed=seed) for seed in (5, 5, 6))
    assert first.printed == again.printed != other.printed
    assert (first.cases, first.seed, other.seed) == (again.cases, 5, 6)


def test_speed_is_measured_against_the_reference() -> None:
    slow = "import time\ndef relu_backward(dout, z):\n  time.sleep(0.05)\n  return dout * (z > 0)"
    judgement = graded(derivation("relu_backward"), slow)
    assert judgement.speed_ratio is not None
    assert judgement.speed_ratio > 10


LARGE = """

def large(rng):
    return {"dout": rng.normal(size=(400, 100)), "z": rng.normal(size=(400, 100))}
"""


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("return dout * (z > 0)", ""),
        ("""out = np.zeros_like(z)
    for i in np.ndindex(z.shape):
        out[i] = dout[i] if z[i] > 0 else 0
    return out""", r"Correct, \d+ times slower than the vectorised form on a larger case; look at the loop in line 5\."),
        ("""if len(z) == 400:
        while True:
            pass
    return dout * (z > 0)""",
         r"Correct, at least \d+ times slower than the vectorised form on a larger case; look at the loop in line 5\."),
    ],
)  # fmt: skip
def test_a_right_answer_that_loops_is_told_how_much_slower_it_is(body: str, says: str) -> None:
    d = derivation("relu_backward")
    d = replace(d, has_large=True, source_code=d.source_code + LARGE)
    answer = f"import numpy as np\n\ndef relu_backward(dout, z):\n    {body}\n"
    exam = prepare(d, 1)
    judgement = grade(exam, answer, filename="answer.py", limits=QUICK)
    assert judgement.outcome == "correct"
    assert judgement.speed_says == ""
    assert worth_timing(d, judgement, answer) == bool(says)
    judgement = timed(exam, judgement, answer, filename="answer.py", limits=QUICK)
    assert re.fullmatch(says, judgement.speed_says)


TOKENS = '''
def tokens(text):
    return {"bytes": text.encode(), "counts": [text.count(c) for c in "abc"], "first": text[:1] or None}


def inputs(rng):
    yield "letters", {"text": "abcab"}
    yield "nothing", {"text": ""}


def mistake_backwards(text):
    """You read it from the end."""
    return tokens(text[::-1])
'''


@pytest.mark.parametrize(
    ("result", "outcome", "says"),
    [
        ("{'bytes': bytearray(text.encode()), 'counts': np.array([text.count(c) for c in 'abc']), 'first': text[:1] or None}",
         "correct", ""),
        ("{'bytes': text.encode()[:3], 'counts': [text.count(c) for c in 'abc'], 'first': text[:1] or None}", "wrong",
         "out['bytes'] wrong at byte 3: it ends where 61 62 should follow; 3 bytes, 5 are expected"),
        ("{'bytes': text.encode(), 'counts': [1, 1, 1], 'first': text[:1] or None}", "wrong",
         "out['counts'][0] is 1; 2 is expected (and 1 more of 3 parts)"),
        ("{'bytes': text.encode(), 'first': None}", "shape", "out has no ['counts']"),
        ("{'bytes': text[::-1].encode(), 'counts': [text.count(c) for c in 'abc'], 'first': text[-1:] or None}", "wrong",
         "You read it from the end."),
    ],
)  # fmt: skip
def test_an_output_that_is_no_number_is_compared_exactly(result: str, outcome: DerivationOutcome, says: str) -> None:
    d = replace(
        derivation("relu_backward"), id="tokens", parameters=("text",), returns=("out",), gradients={}, source_code=TOKENS,
        mistakes={"backwards": "You read it from the end."},
    )  # fmt: skip
    judgement = graded(d, f"import numpy as np\n\ndef tokens(text):\n    return {result}\n")
    assert (judgement.outcome, judgement.says) == (outcome, says)


def test_the_answers_process_holds_neither_the_reference_nor_the_mistakes() -> None:
    answer = """
        import gc, sys

        def relu_backward(dout, z):
            texts, seen, todo = [], set(), [gc.get_objects(), sys._getframe().f_back.f_locals, dict(sys.modules)]
            frame = sys._getframe()
            while frame:
                todo += [frame.f_locals, frame.f_globals]
                frame = frame.f_back
            for _ in range(3):
                inside = []
                for thing in todo:
                    if id(thing) not in seen and isinstance(thing, (list, tuple, dict)):
                        seen.add(id(thing))
                        inside += thing.values() if isinstance(thing, dict) else thing
                texts += [text for text in inside if isinstance(text, (str, bytes))]
                todo = inside
            words = ["".join(reversed(word)) for word in ("ksam_ekatsim", ")gnr(stupni fed", "stcejbo_teg.cg")]
            found = [w for w in words if any((w if isinstance(t, str) else w.encode()) in t for t in texts)]
            print(found, flush=True)
        """
    judgement = graded(derivation("relu_backward"), answer)
    assert (
        judgement.printed.splitlines()[0] == "['gc.get_objects']"
    )  # its own source: the search does find what is there


def test_a_bank_that_fails_is_told_from_a_wrong_answer() -> None:
    d = derivation("relu_backward")
    for source, says in (
        (
            d.source_code.replace("return dout * (z > 0)", "return dout / nothing", 1),
            "the reference fails (NameError: ",
        ),
        (
            d.source_code.replace("def inputs(rng):", "def inputs(rng):\n    1 / 0", 1),
            "its cases cannot be made (ZeroDivisionError: ",
        ),
    ):
        with pytest.raises(BankError, match=re.escape(says)):
            graded(replace(d, source_code=source), "def relu_backward(dout, z): return dout")
