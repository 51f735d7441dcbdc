from __future__ import annotations

import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from quizdl.bank.compiled import open_bank
from quizdl.bank.derivation_file import read_derivation
from quizdl.bank.findings import LARGEST
from tests.bank.conftest import SmallBank
from tests.bank.small import FILES
from tests.conftest import Here

RELU = "derivations/deep_learning/relu_backward.py"
TOPICS = {"deep_learning": ["dl.activations", "dl.losses"]}
STATEMENT = "the module docstring is the statement: a title line, a blank line, the text"


def test_a_file_that_is_right_is_read_whole(small_bank: SmallBank) -> None:
    derivation, findings = read_derivation(small_bank.root / RELU, TOPICS)
    assert findings == []
    assert derivation is not None
    assert (derivation.id, derivation.title, derivation.statement) == (
        *("relu_backward", "Backward pass of ReLU", "Given dout, return dz."),
    )
    assert (derivation.topic, derivation.subtopic, derivation.level, derivation.minutes) == (
        *("deep_learning", "dl.activations", 1, 3),
    )
    assert (derivation.signature, derivation.parameters, derivation.returns) == ("dout, z", ("dout", "z"), ("dz",))
    assert (derivation.gradients, derivation.rtol, derivation.hints) == ({"dz": "z"}, 1e-7, ("Look at the sign.",))
    assert derivation.mistakes == {"mask_on_dout": "You masked where dout > 0; the mask is where z was positive."}
    assert (derivation.has_loss, derivation.has_naive, derivation.reviewed, derivation.covers) == (
        True,
        False,
        None,
        (),
    )
    assert derivation.reference_code == "def relu_backward(dout, z):\n    return dout * (z > 0)"
    assert (derivation.line, derivation.source_code) == (18, FILES[RELU])


@pytest.mark.parametrize(
    ("old", "new", "complaints"),
    [
        ("    return dout * (z > 0)\n", "    return dout * (z > 0\n", ["20: not Python ('(' was never closed); correct it"]),
        ("MINUTES = 3\n", "MINUTES = 3\n  HINTS = ()\n", ["11: not Python (unexpected indent); correct it"]),
        ("MINUTES = 3", "MINUTES = 3 # \0", ["1: not Python (*"]),
        ("LEVEL = 1\n", "", ["1: LEVEL is missing; add it"]),
        ("LEVEL = 1", "LEVEL = 1 + 1", ["9: LEVEL must be a literal, so that it can be read without running the file"]),
        ("LEVEL = 1", "LEVEL = int('1')", ["9: LEVEL must be a literal, so that it can be read without running the file"]),
        ("LEVEL = 1", "LEVEL = {[]: 1}", ["9: LEVEL must be a literal, so that it can be read without running the file"]),
        ("LEVEL = 1", "LEVEL = 4", ["9: LEVEL must be less than or equal to 3, not 4"]),
        ("LEVEL = 1", "LEVEL = 'easy'", ["9: LEVEL must be a whole number, not 'easy'"]),
        ("LEVEL = 1", "LEVLE = 1", ["1: LEVEL is missing; add it", "9: constant LEVLE is not known; did you mean LEVEL?"]),
        ("LEVEL = 1", "LEVEL = 1\nLEVEL = 2", ["10: LEVEL stands here twice; keep one"]),
        ("LEVEL = 1", "LEVEL = 1\nTABLE = 2", ["10: constant TABLE is not known; start a constant of your own with _"]),
        ("MINUTES = 3", "MINUTES = 0", ["10: MINUTES must be greater than or equal to 1, not 0"]),
        ("RTOL = 1e-7", "RTOL = 1e999", ["13: RTOL must be a finite number, not inf"]),
        ('RETURNS = ("dz",)', 'RETURNS = ("dz")', ["11: RETURNS must be a tuple; write (\"a\", \"b\"), or (\"a\",), not 'dz'"]),
        ('HINTS = ("Look at the sign.",)', "HINTS = ()", ["14: HINTS has 0 entries, and needs at least 1"]),
        ('HINTS = ("Look at the sign.",)', "HINTS = ('x', 1j)", ["14: HINTS, entry 2, must be a text, not 1j"]),
        ('SOURCE = "A book, chapter 5"', "SOURCE = ''", ["15: SOURCE is empty; fill it in"]),
        ('"dl.activations"', '"dl.activation"', ["8: unknown subtopic 'dl.activation'; did you mean dl.activations?"]),
        ('"dl.activations"', '"x"', ["8: unknown subtopic 'x'; one of dl.activations"]),
        ('"""Backward pass of ReLU\n\nGiven dout, return dz.\n"""\n', "", [f"1: {STATEMENT}"]),
        ("\n\nGiven dout, return dz.\n", "", [f"1: {STATEMENT}"]),
        ('    """dz, of the shape of z."""\n', "", ["18: relu_backward has no docstring; say the shapes"]),
        (
            "def relu_backward",
            "def relu_backwards",
            [
                "1: no function relu_backward; the reference has the name of the file",
                "18: function relu_backwards is not known; did you mean relu_backward?",
            ],
        ),
        (
            "def inputs",
            "def cases",
            [
                "1: no function inputs(rng); add it, it yields the cases",
                "23: function cases is not known; start the name of a helper with _",
            ],
        ),
        ("def inputs", "def scaled(x):\n    return x\n\n\ndef inputs", ["23: function scaled is not known; *"]),
        ("def inputs", "def naiv(dout, z):\n    return z\n\n\ndef inputs", ["23: function naiv is not known; did you mean naive?"]),
        ("def inputs", "def naive(z):\n    return z\n\n\ndef inputs", ["23: naive takes other parameters than relu_backward; write naive(dout, z)"]),
        ("def inputs", "def loss(dout, z):\n    return z\n\n\ndef inputs", ["31: loss stands here twice; rename one"]),
        (
            "def mistake_mask_on_dout(dout, z)",
            "def mistake_mask_on_dout(z, dout)",
            ["31: mistake_mask_on_dout takes other parameters than relu_backward; write mistake_mask_on_dout(dout, z)"],
        ),
        (
            '    """You masked where dout > 0; the mask is where z was positive."""\n',
            "",
            ["31: mistake_mask_on_dout has no docstring; add it, it is what the learner is told"],
        ),
        ('GRADIENTS = {"dz": "z"}\n', "", ["26: loss without GRADIENTS; say which output is the gradient of which input"]),
        (
            "def loss",
            "def _loss",
            ["12: GRADIENTS without loss; add the function whose gradients they are"],
        ),
        (
            '{"dz": "z"}',
            '{"dx": "x"}',
            [
                "12: GRADIENTS: 'dx' is not one of RETURNS; name an output",
                "12: GRADIENTS: 'x' is not a parameter of relu_backward; name an input",
            ],
        ),
        ("LEVEL = 1", "LEVEL = 1\nTRAJECTORY = 'ws'", ["10: TRAJECTORY: 'ws' is not one of RETURNS; name an output"]),
        (
            "LEVEL = 1",
            "LEVEL = 1\nINVARIANTS = {'dx': ('symmetric',)}",
            ["10: INVARIANTS: 'dx' is not one of RETURNS; name an output"],
        ),
        ("LEVEL = 1", "LEVEL = 1\nINVARIANTS = {'dz': ('simmetric',)}", ["10: INVARIANTS: unknown 'simmetric'; did you mean symmetric?"]),
        ('{"dz": "z"}', '["dz"]', ["12: GRADIENTS must hold one `name: value` a line, not ['dz']"]),
    ],
    ids=lambda value: repr(value)[:50],
)  # fmt: skip
def test_what_is_wrong_with_a_derivation_is_named_with_its_line(
    small_bank: SmallBank, old: str, new: str, complaints: list[str]
) -> None:
    small_bank.change(RELU, old, new)
    wanted = [f"{RELU}:{complaint}" for complaint in complaints]
    found = small_bank.findings()
    assert [
        line if not end.endswith("*") else line[: len(end) - 1] + "*" for line, end in zip(found, wanted, strict=False)
    ] == wanted
    assert len(found) == len(wanted)


def test_everything_that_is_wrong_with_a_derivation_comes_at_once_in_its_order(small_bank: SmallBank) -> None:
    small_bank.change(RELU, "LEVEL = 1\n", "")
    small_bank.change(RELU, '"dl.activations"', '"dl"')
    small_bank.change(RELU, "RTOL = 1e-7", "RTOL = -1.0")
    small_bank.change(RELU, "def loss(dout, z)", "def loss(z)")
    small_bank.change(RELU, "def inputs", "def input")
    assert small_bank.findings() == [
        f"{RELU}:1: no function inputs(rng); add it, it yields the cases",
        f"{RELU}:1: LEVEL is missing; add it",
        f"{RELU}:8: unknown subtopic 'dl'; one of dl.activations",
        f"{RELU}:12: RTOL must be greater than 0, not -1.0",
        f"{RELU}:22: function input is not known; did you mean inputs?",
        f"{RELU}:26: loss takes other parameters than relu_backward; write loss(dout, z)",
    ]


@pytest.mark.parametrize(
    ("folder", "complaint"),
    [
        ("deep_lerning", "the folder deep_lerning is not a topic of bank.yaml; did you mean deep_learning?"),
        ("x", "the folder x is not a topic of bank.yaml; one of optimization, deep_learning"),
        (".", "the folder derivations is not a topic of bank.yaml; did you mean optimization?"),
        ("optimization", "unknown subtopic 'dl.activations'; one of op.sgd, op.adam"),
    ],
)
def test_a_derivation_in_the_wrong_folder_is_named(small_bank: SmallBank, folder: str, complaint: str) -> None:
    path = Path("derivations", folder, "relu_backward.py")
    small_bank.write(str(path), FILES[RELU])
    (small_bank.root / RELU).unlink()
    line = 8 if "subtopic" in complaint else 1
    assert small_bank.findings() == [f"{path}:{line}: {complaint}"]


def test_a_constant_may_have_a_type(small_bank: SmallBank) -> None:
    small_bank.change(RELU, "LEVEL = 1", "LEVEL: int = 1")
    small_bank.change(RELU, "RTOL = 1e-7", "RTOL = 1e-7\n_TABLE = max(1, 2)")
    assert small_bank.findings() == []


def test_bytes_that_are_not_utf8_are_named_with_their_line(small_bank: SmallBank) -> None:
    small_bank.write(RELU, b'"""Title\n\ncaf\xe9\n"""\n')
    assert small_bank.findings() == [f"{RELU}:3: byte 0xe9 is not UTF-8; save the file as UTF-8"]


def test_a_byte_order_mark_and_other_line_ends_are_no_fault(small_bank: SmallBank) -> None:
    small_bank.write(RELU, b"\xef\xbb\xbf" + FILES[RELU].replace("\n", "\r\n").encode())
    assert small_bank.findings() == []


def test_a_huge_file_is_refused_unread(small_bank: SmallBank) -> None:
    with (small_bank.root / RELU).open("wb") as stream:
        stream.truncate(LARGEST * 10_000)
    assert small_bank.findings() == [f"{RELU}:1: larger than 4 MB; split it"]


@pytest.mark.parametrize("value", ["(" * 50_000, "-" * 50_000 + "1", "[" * 90 + "]" * 90, "1" + "+1" * 50_000], ids=len)
def test_a_file_that_is_nested_too_deeply_is_a_finding(small_bank: SmallBank, value: str) -> None:
    """In a process of its own, which a crash would end."""
    small_bank.change(RELU, "LEVEL = 1", f"LEVEL = {value}")
    code = (
        "from pathlib import Path; from quizdl.bank.derivation_file import read_derivation;"
        f"print(len(read_derivation(Path({RELU!r}), {{'deep_learning': ['dl.activations']}})[1]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "1\n", "")


def test_reading_warns_of_nothing(small_bank: SmallBank) -> None:
    small_bank.change(RELU, "Given dout, return dz.", r"Given \partial L, return dz.")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert small_bank.findings() == []


MARKER = "from pathlib import Path\nPath({marker!r}).write_text('executed')\n"


@pytest.fixture
def trap(small_bank: SmallBank, tmp_path: Path) -> Path:
    """A derivation that leaves a file behind when it is executed: that file."""
    marker = tmp_path / "marker"
    small_bank.write(RELU, FILES[RELU].replace("import numpy as np\n", MARKER.format(marker=str(marker))))
    subprocess.run([sys.executable, str(small_bank.root / RELU)], check=True)
    assert marker.read_text() == "executed", "the trap works"
    marker.unlink()
    return marker


@pytest.mark.parametrize(
    "command",
    [
        ("bank", "check"),
        ("bank", "list"),
        ("bank", "list", "--json"),
        ("bank", "show", "op-half"),
        ("bank", "answer", "op-half", "1.5"),
        ("drill", "--topic", "optimization", "--count", "1", "--seed", "1", "--json"),
        ("stats",),
        ("derive",),
    ],
    ids=" ".join,
)
def test_no_command_that_reads_a_bank_executes_a_derivation(
    small_bank: SmallBank, trap: Path, here: Here, command: tuple[str, ...]
) -> None:
    done = here(*command, "--bank", small_bank.root, stdin="1\n")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert not trap.exists()


def test_checking_compiling_and_listing_execute_no_derivation(small_bank: SmallBank, trap: Path, home: Path) -> None:
    assert small_bank.findings() == []
    bank = open_bank(small_bank.root, home)
    assert {derivation.id for derivation in bank.derivations()} == {"relu_backward", "double"}
    found = bank.derivation("relu_backward")
    assert found is not None
    assert "executed" in found.source_code
    assert "NotImplementedError" in found.starter()
    assert not trap.exists()


@given(st.binary(max_size=100) | st.text(alphabet="LEVS=1,()[]{}\"'#\n\t \\def:+-x", max_size=60).map(str.encode))
@example(b"# -*- coding: nonsense -*-\n")
@example(b"SUBTOPIC = ''\n")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_arbitrary_bytes_never_raise(small_bank: SmallBank, content: bytes) -> None:
    small_bank.write(RELU, content)
    derivation, findings = read_derivation(small_bank.root / RELU, TOPICS)
    assert derivation is None
    assert findings
