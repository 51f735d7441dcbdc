from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from quizdl.bank.findings import LARGEST
from quizdl.bank.yaml_file import DEEPEST, LONGEST, read_yaml
from tests.bank.conftest import SmallBank

QUOTE = 'a text cannot start with this character; put it in "quotes"'
UNCLOSED = "a quotation mark or bracket is opened here and not closed; close it"
REFERENCE = 'anchors and aliases are not used; write it out, or put a text that starts with & or * in "quotes"'
TAG = 'tags are not used; put a text that starts with ! in "quotes"'
TAB = "a tab in the indentation; YAML takes spaces only"


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "topic.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def complaints(folder: Path, content: str | bytes) -> list[tuple[int, str]]:
    return [(finding.line, finding.message) for finding in read_yaml(written(folder, content)).findings]


def test_every_scalar_is_text_as_it_is_written(tmp_path: Path) -> None:
    content = (
        "a: no\nb: 1e-3\nc: 0x10\nd: 2026-11-22\ne: 'null'\nf: null\ng: ~\nh:\ni: [yes, 0.10]\nj: >-\n  two\n  lines\n"
    )
    file = read_yaml(written(tmp_path, content))
    assert file.findings == []
    assert file.data == {
        "a": "no",
        "b": "1e-3",
        "c": "0x10",
        "d": "2026-11-22",
        "e": "null",
        "f": None,
        "g": None,
        "h": None,
        "i": ["yes", "0.10"],
        "j": "two lines",
    }


def test_the_line_of_every_value_is_known(tmp_path: Path) -> None:
    file = read_yaml(written(tmp_path, "a: 1\nb:\n  - x\n  - c: 2\n    d: >-\n      text\ne:\n\n\nf: 3\n"))
    where = {("a",): 1, ("b",): 2, ("b", 0): 3, ("b", 1): 4, ("b", 1, "c"): 4, ("b", 1, "d"): 5, ("e",): 7, ("f",): 10}
    assert {path: file.line(path) for path in where} == where


def test_the_line_of_what_is_missing_is_that_of_what_is_around_it(tmp_path: Path) -> None:
    file = read_yaml(written(tmp_path, "a: 1\nb:\n  c: 2\n"))
    assert file.line(("b", "missing", "deeper")) == 2


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("@half", QUOTE),
        ("`half`", QUOTE),
        ("%half", QUOTE),
        ("* half", QUOTE),
        ("& half", QUOTE),
        ("[x] is half", QUOTE),
        ("{x} is half", QUOTE),
        ("> 3", QUOTE),
        ("| 3", QUOTE),
        ("half: of 3", 'a colon and a space inside a text; put the text in "quotes"'),
        ('"half', UNCLOSED),
        ("'half", UNCLOSED),
        ("[half, 3", UNCLOSED),
        ("{half: 3", UNCLOSED),
        ("!half", TAG),
        ("! half", TAG),
        ("&half of 3", REFERENCE),
        ("*half", REFERENCE),
        ("*half of 3", REFERENCE),
    ],
)
def test_a_text_that_yaml_misreads_is_named_once_with_its_line(tmp_path: Path, value: str, message: str) -> None:
    assert complaints(tmp_path, f"a: 1\nb:\n  c: {value}\n  d: 4\ne: 5\n") == [(3, message)]


@pytest.mark.parametrize("form", ["- {}", "? {}\n: 1", "- >-\n    {}"])
def test_a_text_that_is_too_long_is_named_with_its_line_and_cut(tmp_path: Path, form: str) -> None:
    assert complaints(tmp_path, "#\n" + form.format("a" * LONGEST)) == []
    says = f"a text of {LONGEST + 1} characters; shorten it to {LONGEST}"
    assert complaints(tmp_path, "#\n" + form.format("a" * (LONGEST + 1))) == [(2, says)]


@pytest.mark.parametrize("indentation", ["\t", "  \t", "\t  "])
def test_a_tab_is_named_with_its_line(tmp_path: Path, indentation: str) -> None:
    assert complaints(tmp_path, f"a:\n  b: 1\n{indentation}c: 2\n") == [(3, TAB)]


@pytest.mark.parametrize(
    ("content", "line", "byte"),
    [(b"a: 1\nb: caf\xe9\n", 2, "0xe9"), (b"\xff\xfea\x00", 1, "0xff"), (b"\xef\xbb\xbfa: 1\nb: \x80", 2, "0x80")],
)
def test_bytes_that_are_not_utf8_are_named_with_their_line(
    tmp_path: Path, content: bytes, line: int, byte: str
) -> None:
    assert complaints(tmp_path, content) == [(line, f"byte {byte} is not UTF-8; save the file as UTF-8")]


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    assert read_yaml(written(tmp_path, b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")).data == {"a": "1", "b": "2"}


def test_a_control_character_is_named_with_its_line(tmp_path: Path) -> None:
    message = "not YAML (control characters are not allowed); take the character out"
    assert complaints(tmp_path, "a: é\nb: \x07\n") == [(2, message)]


def test_a_key_that_stands_twice_is_named_at_its_second_place(tmp_path: Path) -> None:
    assert complaints(tmp_path, "a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\na: 4\n") == [
        (5, "'c' stands here twice; keep one"),
        (6, "'a' stands here twice; keep one"),
    ]


def test_a_key_that_is_no_text_is_refused(tmp_path: Path) -> None:
    assert complaints(tmp_path, "a: 1\n? [b, c]\n: 2\n") == [(2, 'a key must be plain text; put it in "quotes"')]


def test_a_second_document_is_refused(tmp_path: Path) -> None:
    assert complaints(tmp_path, "a: 1\n---\na: 2\n") == [(2, "a second document starts here; take the `---` out")]


def test_all_that_can_be_read_is_complained_of_at_once(tmp_path: Path) -> None:
    content = "a: &x 1\nb: *x\nc: !!python/object:os.system 1\n&y d: 2\na: 3\ne: [1\n"
    assert complaints(tmp_path, content) == [
        (1, REFERENCE),
        (2, REFERENCE),
        (3, TAG),
        (4, REFERENCE),
        (5, "'a' stands here twice; keep one"),
        (6, UNCLOSED),
    ]


@pytest.mark.parametrize(
    "value",
    [
        "!!python/object/apply:pathlib.Path.touch [marker]",
        "!!python/object/new:pathlib.Path [marker]",
        "!!python/object/apply:os.system ['touch marker']",
        "!!python/name:os.system ''",
        "!!python/module:antigravity ''",
    ],
)
def test_a_tag_makes_no_object(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.chdir(tmp_path)
    file = read_yaml(written(tmp_path, f"a: 1\nb: {value}\n"))
    assert [(finding.line, finding.message) for finding in file.findings] == [(2, TAG)]
    assert isinstance(file.data["b"], str | list)
    assert "antigravity" not in sys.modules
    assert [path.name for path in tmp_path.iterdir()] == ["topic.yaml"]


def test_a_file_that_is_nested_too_deeply_is_refused_where_it_goes_too_deep(tmp_path: Path) -> None:
    content = "".join(f"{' ' * depth}a:\n" for depth in range(DEEPEST + 20))
    message = "not YAML: nested too deeply; mind indentation, quotes and colons"
    assert complaints(tmp_path, content) == [(DEEPEST + 2, message)]


def billion_laughs() -> str:
    lines = ["a0: &a0 ha"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 30)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    "content",
    [billion_laughs(), "[" * 300_000, "- " * 300_000, "{a: " * 300_000, "? " * 300_000, "a: [" + "b, " * 300_000 + "]"],
    ids=["billion laughs", "lists", "blocks", "mappings", "keys", "one long list"],
)
def test_a_file_made_to_harm_is_read_in_little_time_and_memory(tmp_path: Path, content: str) -> None:
    """In a process of its own: the worst that it could do is to crash the interpreter."""
    path = written(tmp_path, content)
    code = f"from pathlib import Path; from quizdl.bank.yaml_file import read_yaml; read_yaml(Path({str(path)!r}))"

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
        resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31))

    done = subprocess.run([sys.executable, "-c", code], preexec_fn=limit, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "topic.yaml"
    with path.open("wb") as stream:
        stream.truncate(LARGEST * 10_000)  # 40 GB with a hole for content
    assert [(f.line, f.message) for f in read_yaml(path).findings] == [(1, "larger than 4 MB; split it")]


def test_a_file_that_cannot_be_opened_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "topic.yaml").mkdir()
    (finding,) = read_yaml(tmp_path / "topic.yaml").findings
    assert (finding.line, finding.message) == (
        1,
        "cannot be read (Is a directory); check its name and its permissions",
    )


@given(st.binary(max_size=200))
@example(b"a\r\r\r\t: b: c")
@example("a: 1\n\x85\u2028\tb: [".encode())
@example(b"&a [*a, *a]")
@example(b"%YAML 3.0\n---\na: 1")
@example(b"'" * 7)
def test_arbitrary_bytes_never_raise(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = read_yaml(written(tmp_path_factory.getbasetemp(), content))
    lines = len(content.decode(errors="replace").splitlines()) + 2
    assert all(1 <= finding.line <= lines for finding in file.findings)


@given(st.text(alphabet="ab01:-?[]{},&*!|>'\"%@`# \n\t~", max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_yaml_as_a_topic_file_never_raises(small_bank: SmallBank, content: str) -> None:
    small_bank.write("optimization.yaml", content)
    small_bank.findings()
