from __future__ import annotations

import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import quizdl
from quizdl.bank import cache as cache_file
from quizdl.bank.compiled import Bank, open_bank
from quizdl.bank.find import Source
from quizdl.bank.template import Template
from quizdl.errors import FAILED, BankError, UsageError
from tests.bank.conftest import SmallBank, seeded
from tests.bank.small import FILES

OPTIMIZATION, DEEP = "optimization.yaml", "deep_learning.yaml"
RELU, DOUBLE = "derivations/deep_learning/relu_backward.py", "derivations/deep_learning/double.py"
IDS = ["op-first-step", "op-half", "op-penalty", "op-gen-quotient", "dl-relu-slope"]


def ids(bank: Bank) -> list[str]:
    return [entry.id for entry in bank.entries()]


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def reads(small_bank: SmallBank) -> Iterator[list[str]]:
    """The names of the files of the bank that the interpreter opens for reading from now on."""
    opened: list[str] = []
    watching = [True]

    def audit(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and watching and str(arguments[1]).startswith("r"):
            path = Path(str(arguments[0]))
            if path.is_relative_to(small_bank.root):
                opened.append(path.name)

    sys.addaudithook(audit)  # cannot be removed: it is switched off
    yield opened
    watching.clear()


def test_a_bank_knows_its_topics_tracks_and_entries_in_order(small_bank: SmallBank, cache: Path) -> None:
    bank = open_bank(small_bank.root, cache)
    assert bank.title == "A small bank"
    assert [(topic.id, topic.title) for topic in bank.topics] == [
        ("optimization", "Optimization"),
        ("deep_learning", "Deep learning"),
    ]
    assert bank.topic("optimization").subtopics == {"op.sgd": "SGD", "op.adam": "Adam"}
    assert [(track.id, track.derivations) for track in bank.tracks] == [("backprop", ("relu_backward", "double"))]
    assert ids(bank) == IDS, "topics in the order of bank.yaml, questions in that of the file"
    assert [entry.id for entry in bank.entries("deep_learning")] == ["dl-relu-slope"]
    first, template = bank.entry("op-first-step"), bank.entry("op-gen-quotient")
    assert (first.kind, first.level, first.seconds, first.generated, first.line) == ("choice", 2, 5.0, False, 3)
    assert first.path == str(small_bank.root / OPTIMIZATION)
    assert (template.kind, template.generated, template.line) == ("numeric", True, 42)


def test_questions_and_derivations_are_what_the_files_say(small_bank: SmallBank, cache: Path) -> None:
    for _ in range(2):  # compiled, then opened
        bank = open_bank(small_bank.root, cache)
        question = bank.question(bank.entry("op-first-step"))
        assert not isinstance(question, Template)
        assert (question.prompt, question.covers) == ("How large is Adam's first step, if eps is negligible?", ["18e"])
        assert question.ask(seeded(0)).grade("lr").outcome == "correct"
        assert [derivation.id for derivation in bank.derivations()] == ["relu_backward", "double"]
        relu = bank.derivation("relu_backward")
        assert relu is not None
        assert (relu.parameters, relu.gradients, relu.source_code) == (("dout", "z"), {"dz": "z"}, FILES[RELU])
        assert bank.derivation("nothing") is None


def test_derivations_outside_tracks_come_last(small_bank: SmallBank, cache: Path) -> None:
    text = FILES[DOUBLE]
    for name in ("b_other", "a_other"):
        small_bank.write(f"derivations/deep_learning/{name}.py", text.replace("def double", f"def {name}"))
    bank = open_bank(small_bank.root, cache)
    assert [derivation.id for derivation in bank.derivations()] == ["relu_backward", "double", "a_other", "b_other"]


def test_the_same_seed_gives_the_same_generated_question(small_bank: SmallBank, tmp_path: Path) -> None:
    def prompts(cache: Path) -> list[str]:
        bank = open_bank(small_bank.root, cache)
        template = bank.question(bank.entry("op-gen-quotient"))
        assert isinstance(template, Template)
        return [template.question(template.draw(seeded(seed))).prompt for seed in range(20)]

    assert prompts(tmp_path / "one") == prompts(tmp_path / "one") == prompts(tmp_path / "two")
    assert len(set(prompts(tmp_path / "one"))) > 5


@pytest.mark.parametrize(
    ("ask", "message", "hint"),
    [
        (lambda bank: bank.topic("optimisation"), "no topic 'optimisation'; did you mean optimization?", "topics: optimization, deep_learning"),
        (lambda bank: bank.topic("zzz"), "no topic 'zzz'", "topics: optimization, deep_learning"),
        (lambda bank: bank.entry("op-halv"), "no question 'op-halv'; did you mean op-half?", "quizdl bank list shows all"),
        (lambda bank: bank.no_derivation("backprob"), "no track or derivation 'backprob'; did you mean backprop?", "quizdl derive lists them"),
    ],
    ids=["topic", "nothing near", "question", "derivation"],
)  # fmt: skip
def test_a_misspelt_name_gets_the_nearest(
    small_bank: SmallBank, cache: Path, ask: object, message: str, hint: str
) -> None:
    assert callable(ask)
    try:
        error = ask(open_bank(small_bank.root, cache))
    except UsageError as raised:
        error = raised
    assert (error.message, error.hint) == (message, hint)


def test_nothing_is_read_again_while_nothing_changes(small_bank: SmallBank, cache: Path, reads: list[str]) -> None:
    open_bank(small_bank.root, cache)
    assert sorted(set(reads) & {Path(name).name for name in FILES}) == sorted(Path(name).name for name in FILES)
    reads.clear()
    assert ids(open_bank(small_bank.root, cache)) == IDS
    assert reads == []


@pytest.mark.parametrize("name", [OPTIMIZATION, RELU])
def test_only_the_file_that_changed_is_read_again(
    small_bank: SmallBank, cache: Path, reads: list[str], name: str
) -> None:
    open_bank(small_bank.root, cache)
    small_bank.write(name, FILES[name] + "\n# a remark\n")
    reads.clear()
    assert ids(open_bank(small_bank.root, cache)) == IDS
    assert reads == ["bank.yaml", Path(name).name]


def test_after_a_change_of_the_contents_everything_is_read_again(
    small_bank: SmallBank, cache: Path, reads: list[str]
) -> None:
    open_bank(small_bank.root, cache)
    small_bank.change("bank.yaml", "A small bank", "Another title")
    reads.clear()
    assert open_bank(small_bank.root, cache).title == "Another title"
    assert sorted(reads) == sorted(Path(name).name for name in FILES)


def test_an_edit_that_keeps_the_size_is_seen(small_bank: SmallBank, cache: Path) -> None:
    open_bank(small_bank.root, cache)
    small_bank.change(OPTIMIZATION, "id: op-half", "id: op-hilf")
    assert "op-hilf" in ids(open_bank(small_bank.root, cache))


def test_the_questions_of_a_removed_file_vanish(small_bank: SmallBank, cache: Path) -> None:
    open_bank(small_bank.root, cache)
    (small_bank.root / DEEP).unlink()
    assert ids(open_bank(small_bank.root, cache)) == IDS[:-1]


def test_a_question_that_moves_to_another_file_is_there_once(small_bank: SmallBank, cache: Path) -> None:
    small_bank.change(OPTIMIZATION, "id: op-half", "id: moving")
    open_bank(small_bank.root, cache)
    small_bank.change(OPTIMIZATION, "id: moving", "id: op-half")
    small_bank.change(DEEP, "id: dl-relu-slope", "id: moving")
    bank = open_bank(small_bank.root, cache)
    assert sorted(ids(bank)) == sorted([*IDS[:-1], "moving"])
    assert bank.entry("moving").topic == "deep_learning"


def test_the_derivation_of_a_removed_file_vanishes_or_its_track_complains(small_bank: SmallBank, cache: Path) -> None:
    open_bank(small_bank.root, cache)
    (small_bank.root / DOUBLE).unlink()
    with pytest.raises(BankError, match=r"^bank\.yaml:18: track backprop: there is no derivation 'double'"):
        open_bank(small_bank.root, cache)
    small_bank.change("bank.yaml", "      - double\n", "")
    assert open_bank(small_bank.root, cache).derivation("double") is None


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        (OPTIMIZATION, "id: op-half", "id: dl-relu-slope", f"{OPTIMIZATION}:16: id 'dl-relu-slope' stands at {DEEP}:3 too"),
        (DEEP, "id: dl-relu-slope", "id: op-half", f"{OPTIMIZATION}:16: id 'op-half' stands at {DEEP}:3 too"),
        (OPTIMIZATION, "id: op-half", "id: double", f"{DOUBLE}:14: id 'double' stands at {OPTIMIZATION}:16 too"),
    ],
)  # fmt: skip
def test_an_id_that_comes_to_stand_twice_is_found_though_one_file_did_not_change(
    small_bank: SmallBank, cache: Path, name: str, old: str, new: str, complaint: str
) -> None:
    open_bank(small_bank.root, cache)
    small_bank.change(name, old, new)
    for _ in range(2):
        with pytest.raises(BankError) as raised:
            open_bank(small_bank.root, cache)
        assert raised.value.message == f"{complaint}; rename one"
    small_bank.write(name, FILES[name])
    assert ids(open_bank(small_bank.root, cache)) == IDS


def test_a_broken_bank_is_an_error_that_names_the_first_fault_and_counts_the_others(
    small_bank: SmallBank, cache: Path
) -> None:
    open_bank(small_bank.root, cache)
    small_bank.change(OPTIMIZATION, "level: 2", "level: 7")
    small_bank.change(OPTIMIZATION, "kind: formula", "kind: x")
    small_bank.write(DEEP, b"\xff")
    with pytest.raises(BankError) as raised:
        open_bank(small_bank.root, cache)
    assert raised.value.message == f"{DEEP}:1: byte 0xff is not UTF-8; save the file as UTF-8; and 2 more"
    assert raised.value.hint == "quizdl bank check shows all that is wrong with it"
    assert raised.value.exit_code == FAILED


@pytest.mark.parametrize("name", ["bank.yaml", OPTIMIZATION, RELU])
def test_a_file_that_cannot_be_opened_is_an_error_with_its_name(small_bank: SmallBank, cache: Path, name: str) -> None:
    open_bank(small_bank.root, cache)
    (small_bank.root / name).unlink()
    (small_bank.root / name).symlink_to("nowhere")
    with pytest.raises(BankError, match=rf"^{name}:1: cannot be read \(No such file or directory\); check its name"):
        open_bank(small_bank.root, cache)


def half(content: bytes) -> bytes:
    return content[: len(content) // 2]


def without_the_questions(content: bytes) -> bytes:
    """The page that holds them overwritten; what says which files were read is whole."""
    page = content.index(b"Dividing by the root") // 4096 * 4096
    return content[:page] + b"\xa5" * 4096 + content[page + 4096 :]


@pytest.mark.parametrize(
    "damage",
    [lambda content: b"", lambda content: b"not a database at all" * 100, half, without_the_questions, lambda content: content[:90]],
    ids=["empty", "something else", "half of it", "a page of it", "only a head"],
)  # fmt: skip
def test_a_damaged_cache_is_made_again(small_bank: SmallBank, cache: Path, damage: object, reads: list[str]) -> None:
    assert callable(damage)
    open_bank(small_bank.root, cache)
    path = cache / "bank.sqlite"
    path.write_bytes(damage(path.read_bytes()))
    assert ids(open_bank(small_bank.root, cache)) == IDS
    reads.clear()
    assert ids(open_bank(small_bank.root, cache)) == IDS
    assert reads == [], "the cache that was made again holds"


def test_a_cache_of_another_format_is_made_again(small_bank: SmallBank, cache: Path, reads: list[str]) -> None:
    open_bank(small_bank.root, cache)
    with sqlite3.connect(cache / "bank.sqlite") as connection:
        connection.execute("ALTER TABLE item DROP COLUMN seconds")
        connection.execute("CREATE TABLE other (x)")
        connection.execute(f"PRAGMA user_version = {cache_file.FORMAT + 1}")
    connection.close()
    assert open_bank(small_bank.root, cache).entry("op-first-step").seconds == 5.0
    reads.clear()
    assert ids(open_bank(small_bank.root, cache)) == IDS
    assert reads == []


def test_a_cache_of_this_format_without_its_tables_is_made_again(small_bank: SmallBank, cache: Path) -> None:
    cache.mkdir()
    with sqlite3.connect(cache / "bank.sqlite") as connection:
        connection.execute(f"PRAGMA user_version = {cache_file.FORMAT}")
    connection.close()
    assert ids(open_bank(small_bank.root, cache)) == IDS


def test_a_new_version_of_quizdl_reads_everything_again(
    small_bank: SmallBank, cache: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    open_bank(small_bank.root, cache)
    reads.clear()
    monkeypatch.setattr(quizdl, "__version__", "99.0")
    assert ids(open_bank(small_bank.root, cache)) == IDS
    assert sorted(reads) == sorted(Path(name).name for name in FILES)


def test_an_edited_kind_of_question_reads_everything_again(small_bank: SmallBank, tmp_path: Path) -> None:
    """A checkout, in which somebody works on a kind."""
    site = tmp_path / "site"
    shutil.copytree(Path(quizdl.__file__).parent, site / "quizdl", ignore=shutil.ignore_patterns("__pycache__"))
    code = (
        "import sys; from pathlib import Path; from quizdl.bank.compiled import open_bank;"
        f"open_bank(Path({str(small_bank.root)!r}), Path({str(tmp_path / 'cache')!r}));"
        "print('yaml' in sys.modules)"
    )

    def reads_again() -> bool:
        environment = os.environ | {"PYTHONPATH": str(site)}
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        return done.stdout == "True\n"

    assert [reads_again(), reads_again()] == [True, False]
    os.utime(site / "quizdl" / "kinds" / "choice.py")
    assert [reads_again(), reads_again()] == [True, False]


@pytest.mark.parametrize("obstacle", ["a file for a folder", "a folder for a file", "no space"])
def test_where_the_cache_cannot_be_written_the_bank_works_from_memory(
    small_bank: SmallBank, cache: Path, obstacle: str
) -> None:
    match obstacle:
        case "a file for a folder":
            cache.write_text("in the way")
        case "a folder for a file":
            (cache / "bank.sqlite" / "in the way").mkdir(parents=True)
        case _:
            cache = Path("/dev/full")
    bank = open_bank(small_bank.root, cache)
    assert ids(bank) == IDS
    assert bank.derivation("double") is not None


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="no /proc here")
def test_a_cache_for_which_there_is_no_room_takes_none(small_bank: SmallBank, cache: Path) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, most))  # its tables alone take 76 kilobytes
    try:
        bank = open_bank(Source(small_bank.root, "x" * 40_000), cache)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    assert len(ids(bank)) == len(IDS)
    held = [str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
    assert not [name for name in held if name.startswith(str(cache))], "what is deleted but open still takes its room"


def test_a_cache_that_belongs_to_somebody_else_is_read_and_not_touched(small_bank: SmallBank) -> None:
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders let nobody else through
        Path(name).chmod(0o755)
        root = Path(shutil.copytree(small_bank.root, Path(name, "question_bank")))
        cache = Path(name, "cache")
        open_bank(root, cache)
        (root / DEEP).unlink()
        before = (cache / "bank.sqlite").read_bytes()
        (cache / "bank.sqlite").chmod(0o444)
        cache.chmod(0o555)
        code = (
            "import os; from pathlib import Path; from quizdl.bank.compiled import open_bank\n"
            f"root, cache = Path({str(root)!r}), Path({str(cache)!r})\n"
            "open_bank(root, Path('/dev/full'))  # everything is imported\n"
            "os.getuid() or os.setuid(65534)  # root may write anywhere\n"
            "print([entry.id for entry in open_bank(root, cache).entries()])"
        )
        done = subprocess.run([sys.executable, "-c", code], cwd="/", capture_output=True, text=True, check=False)
        cache.chmod(0o755)
        assert (done.stderr, done.stdout) == ("", f"{IDS[:-1]}\n")
        assert (cache / "bank.sqlite").read_bytes() == before


def start(root: Path, cache: Path) -> subprocess.Popen[str]:
    code = (
        "import sys, json; from pathlib import Path; from quizdl.bank.compiled import open_bank\n"
        f"bank = open_bank(Path({str(root)!r}), Path({str(cache)!r}))\n"
        "entries = bank.entries(); questions = [bank.question(entry) for entry in entries]\n"
        "print(json.dumps({'ids': [entry.id for entry in entries], 'derivations': len(bank.derivations()),\n"
        "  'imported': [name for name in ('yaml', 'pydantic', 'numpy', 'rich') if name in sys.modules]}))"
    )
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_several_processes_that_compile_at_once_all_succeed(small_bank: SmallBank, cache: Path) -> None:
    for damage in (None, b"x" * 5000):
        if damage:
            (cache / "bank.sqlite").write_bytes(damage)
        running = [start(small_bank.root, cache) for _ in range(3)]
        for process in running:
            output, errors = process.communicate(timeout=60)
            assert (process.returncode, errors) == (0, "")
            assert (json.loads(output)["ids"], json.loads(output)["derivations"]) == (IDS, 2)


def test_two_processes_that_meet_an_old_cache_both_succeed(small_bank: SmallBank, cache: Path) -> None:
    """The second comes while the first makes the tables anew: it waits, and does not drop them again."""
    open_bank(small_bank.root, cache)
    first = sqlite3.connect(cache / "bank.sqlite", isolation_level=None)
    first.execute(f"PRAGMA user_version = {cache_file.FORMAT + 1}")
    first.execute("BEGIN IMMEDIATE")
    second = start(small_bank.root, cache)
    with pytest.raises(subprocess.TimeoutExpired):
        second.wait(0.7)
    first.execute(f"PRAGMA user_version = {cache_file.FORMAT}")
    first.execute("CREATE TABLE made_by_the_first (x)")
    first.execute("COMMIT")
    output, errors = second.communicate(timeout=60)
    assert (second.returncode, errors, json.loads(output)["ids"]) == (0, "", IDS)
    assert first.execute("SELECT count(*) FROM made_by_the_first").fetchone() == (0,)


def test_the_second_start_imports_neither_yaml_nor_pydantic(small_bank: SmallBank, cache: Path) -> None:
    first, second = (json.loads(start(small_bank.root, cache).communicate(timeout=60)[0]) for _ in range(2))
    assert {"yaml", "pydantic"} <= set(first["imported"])
    assert second["imported"] == []
    assert second["ids"] == first["ids"] == IDS
    assert second["derivations"] == first["derivations"] == 2


def test_two_banks_in_one_cache_do_not_mix(small_bank: SmallBank, cache: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(small_bank.root, other)
    (other / DEEP).unlink()
    for _ in range(2):
        assert ids(open_bank(small_bank.root, cache)) == IDS
        assert ids(open_bank(other, cache)) == IDS[:-1]


def test_the_version_is_that_of_what_the_files_say_wherever_they_are(
    small_bank: SmallBank, cache: Path, tmp_path: Path
) -> None:
    version = open_bank(small_bank.root, cache).version
    copy = Path(shutil.copytree(small_bank.root, tmp_path / "elsewhere"))
    assert open_bank(copy, tmp_path / "another cache").version == version
    edited = small_bank.root / OPTIMIZATION
    edited.write_text(FILES[OPTIMIZATION].replace("level: 1", "level: 2", 1))
    assert open_bank(small_bank.root, cache).version != version
    small_bank.write(OPTIMIZATION, FILES[OPTIMIZATION])
    assert open_bank(small_bank.root, cache).version == version
