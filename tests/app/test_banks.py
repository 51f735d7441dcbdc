"""Banks by others: what is copied, what is refused, and that nothing is half there."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from quizdl.app import bank_copy, banks
from quizdl.app.banks import Summary
from quizdl.bank.added import ORIGIN, added, folder_of, is_name, sources
from quizdl.bank.compiled import open_bank
from quizdl.errors import BankError, QuizdlError, UsageError
from quizdl.sandbox import git
from tests.bank.small import FILES

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ELSEWHERE = "what stands elsewhere"


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """Somebody's bank."""
    root = tmp_path / "Their_bank"
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def commit(folder: Path) -> str:
    """Puts a folder into a repository: its address."""
    settings = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    for command in (["init", "-q"], ["add", "-A"], [*settings, "commit", "-q", "--allow-empty", "-m", "x"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return f"file://{folder}"


def add(home: Path, origin: object, name: str | None = None) -> Summary:
    return banks.add(home, str(origin), name, NOW)


def there(home: Path) -> list[Path]:
    return sorted(path for path in folder_of(home).glob("*") if path.name != ".lock")


def refused(home: Path, origin: object, name: str | None = None) -> str:
    """The words with which a bank is refused; nothing of it is there then."""
    before = there(home)
    with pytest.raises(QuizdlError) as raised:
        add(home, origin, name)
    assert there(home) == before
    assert "\n" not in raised.value.message
    return raised.value.message


@pytest.mark.parametrize("by", ["folder", "git"])
def test_what_belongs_to_a_bank_is_copied_and_nothing_else(home: Path, theirs: Path, by: str) -> None:
    for name in ("notes.txt", ".hidden.yaml", ".origin.json", "_x/derivations/y.py", "setup.py"):
        (theirs / name).parent.mkdir(parents=True, exist_ok=True)
        (theirs / name).write_text("x: 1", encoding="utf-8")
    found = add(home, theirs if by == "folder" else commit(theirs))
    assert (found.bank.name, found.title, found.questions, found.derivations) == ("their-bank", "A small bank", 5, 2)
    copied = {str(path.relative_to(found.bank.root)) for path in found.bank.root.rglob("*") if path.is_file()}
    assert copied == {*FILES, ORIGIN}
    (bank,) = added(home)
    assert bank.origin == (str(theirs) if by == "folder" else f"file://{theirs}")
    assert (len(bank.commit), bank.at) == (0 if by == "folder" else 40, "2026-11-23T12:00:00+00:00")


@pytest.mark.parametrize("by", ["folder", "git"])
def test_an_update_takes_what_is_new_and_a_broken_one_leaves_the_old(home: Path, theirs: Path, by: str) -> None:
    def changed(old: str, new: str) -> None:
        path = theirs / "optimization.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        if by == "git":
            commit(theirs)

    add(home, theirs if by == "folder" else commit(theirs), "mine")
    assert not banks.update(home, "mine", NOW).changed
    changed("Half of 3?", "Half of three?")
    assert banks.update(home, "mine", NOW).changed
    copy = folder_of(home) / "mine" / "optimization.yaml"
    assert "Half of three?" in copy.read_text(encoding="utf-8")
    changed("kind: choice", "kind: choise")
    with pytest.raises(BankError, match=r"Their_bank/optimization\.yaml:4: unknown kind 'choise'"):
        banks.update(home, "mine", NOW)
    assert "kind: choice" in copy.read_text(encoding="utf-8")


def test_a_bank_is_removed_and_can_be_added_again(home: Path, theirs: Path) -> None:
    add(home, theirs)
    with pytest.raises(UsageError, match="there is a bank their-bank already"):
        add(home, theirs)
    banks.remove(home, "their-bank")
    assert added(home) == []
    add(home, theirs)
    with pytest.raises(UsageError, match="did you mean their-bank"):
        banks.remove(home, "there-bank")


@pytest.mark.parametrize("moment", ["while copying", "between the two renames", "while removing"])
def test_an_interrupted_change_is_put_right_by_the_next(home: Path, theirs: Path, moment: str) -> None:
    add(home, theirs, "one")
    folder = folder_of(home)
    if moment == "while copying":
        shutil.copytree(folder / "one", folder / ".new-abc" / "bank")
    else:
        (folder / "one").rename(folder / ".old-one")
    if moment == "while removing":
        (folder / ".old-one" / "bank.yaml").unlink()
    add(home, theirs, "two")
    names = ["two"] if moment == "while removing" else ["one", "two"]
    assert [bank.name for bank in added(home)] == names
    assert sorted(path.name for path in folder.iterdir()) == [".lock", *names]


def test_a_failure_in_the_middle_of_a_copy_leaves_nothing(
    home: Path, theirs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(self: Path, mode: str = "r") -> None:
        if mode == "xb" and self.name == "optimization.yaml":
            raise KeyboardInterrupt
        return original(self, mode)  # type: ignore[return-value]

    original = Path.open
    monkeypatch.setattr(Path, "open", interrupted)
    with pytest.raises(KeyboardInterrupt):
        add(home, theirs)
    assert [path.name for path in folder_of(home).iterdir()] == [".lock"]


@pytest.mark.parametrize("by", ["folder", "git"])
@pytest.mark.parametrize(
    "link", ["bank.yaml", "practice.yaml", "derivations/optimization/x.py", "derivations/more", "notes"]
)
def test_a_link_is_refused_and_nothing_behind_it_is_read(
    home: Path, theirs: Path, tmp_path: Path, by: str, link: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "inside").mkdir(parents=True)
    (elsewhere / "file").write_text(ELSEWHERE, encoding="utf-8")
    path = theirs / link
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    path.symlink_to(elsewhere / "inside" if link == "derivations/more" else elsewhere / "file")
    words = refused(home, theirs if by == "folder" else commit(theirs))
    assert words.endswith(f"{link!r} is a link")
    assert ELSEWHERE not in words


def test_what_is_no_file_is_refused(home: Path, theirs: Path) -> None:
    os.mkfifo(theirs / "practice.yaml")
    assert refused(home, theirs).endswith("'practice.yaml' is no plain file")


@pytest.mark.parametrize("by", ["folder", "git"])
def test_what_is_no_bank_or_empty_or_not_there(home: Path, tmp_path: Path, by: str) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "no bank here (bank.yaml is missing)" in refused(home, empty if by == "folder" else commit(empty))
    if by == "git":
        bare = tmp_path / "bare"
        subprocess.run(["git", "init", "-q", "--bare", bare], check=True)
        assert "the repository is empty" in refused(home, f"file://{bare}")
        assert "cannot be fetched" in refused(home, f"file://{tmp_path}/nowhere")
    else:
        assert "there is no such folder" in refused(home, tmp_path / "nowhere")
        (empty / "bank.yaml").write_text("", encoding="utf-8")
        assert "empty/bank.yaml:1: not a table of contents" in refused(home, empty)


@pytest.mark.parametrize("by", ["folder", "git"])
def test_one_that_is_too_large_is_refused(home: Path, theirs: Path, by: str, monkeypatch: pytest.MonkeyPatch) -> None:
    origin = theirs if by == "folder" else commit(theirs)
    with monkeypatch.context() as m:
        m.setattr(bank_copy, "LARGEST", 1000)
        assert "cannot be copied (larger than" in refused(home, origin)
    with monkeypatch.context() as m:
        m.setattr(bank_copy, "MOST", 3)
        assert "more than 3 files" in refused(home, origin)
    with monkeypatch.context() as m:
        m.setattr(bank_copy, "LOOKED_AT", 4)
        assert "more than 4 files" in refused(home, origin)
    (theirs / "data").write_bytes(os.urandom(150_000))
    if by == "git":
        monkeypatch.setattr(git, "LARGEST", 100_000)
        assert "cannot be fetched (larger than" in refused(home, commit(theirs))


def test_one_that_never_answers_is_given_up(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git, "SECONDS", 0.3)
    for name in ("https_proxy", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"https://127.0.0.1:{silent.getsockname()[1]}/bank"
        assert "it takes longer than" in refused(home, address)


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../x", "a/b", "A", "a b", "a--b", "-a", "mіne", "a\u202eb", "a\0b", "built-in", "x" * 41, "é"],
)  # fmt: skip
def test_a_name_that_escapes_or_deceives_is_refused(home: Path, theirs: Path, name: str) -> None:
    assert not is_name(name)
    assert "a bank cannot be called" in refused(home, theirs, name)


@pytest.mark.parametrize(
    "address",
    [
        "ext::sh -c touch% MARK",
        "ext::sh",
        "fd::3",
        "ssh://-oProxyCommand=touch MARK/x",
        "ssh://-oProxyCommand=MARK/x",
        "ssh://-oProxyCommand=MARK@host/x",
        "file://-oProxyCommand=MARK",
        "http://example.org/x.git",
        "git://example.org/x.git",
        "https:///x",
        "https://[::1/x",
        "https://user:secret@example.org/x",
        "https://example.org/x\u202e",
    ],
)
def test_an_address_that_starts_a_program_is_refused(home: Path, tmp_path: Path, address: str) -> None:
    mark = tmp_path / "mark"
    words = refused(home, address.replace("MARK", str(mark)), "mine")
    assert "no address that quizdl gives to git" in words or "holds a password" in words
    assert not mark.exists()


def test_a_repository_with_hooks_attributes_and_settings_runs_none_of_them(
    home: Path, theirs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "mark"
    (theirs / ".gitattributes").write_text("* filter=evil\n", encoding="utf-8")
    (theirs / ".gitmodules").write_text(f'[submodule "x"]\n path = x\n url = ext::touch {mark}\n', encoding="utf-8")
    settings = tmp_path / "gitconfig"
    settings.write_text(f'[filter "evil"]\n smudge = touch {mark}\n[core]\n hooksPath = {tmp_path}\n', encoding="utf-8")
    hook = tmp_path / "post-checkout"
    hook.write_text(f"#!/bin/sh\ntouch {mark}\n", encoding="utf-8")
    hook.chmod(0o755)
    address = commit(theirs)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_TEMPLATE_DIR", str(tmp_path))
    add(home, address)
    assert not mark.exists()


def test_a_tree_whose_names_lead_elsewhere_is_refused(home: Path, theirs: Path) -> None:
    address = commit(theirs)

    def git_in(*words: str, given: bytes = b"") -> str:
        done = subprocess.run(["git", *words], cwd=theirs, input=given, capture_output=True, check=True)
        return done.stdout.decode().strip()

    blob = git_in("hash-object", "-w", "bank.yaml")
    raw = b"".join(b"100644 %s\0" % name + bytes.fromhex(blob) for name in (b"../escaped.yaml", b"bank.yaml"))
    tree = git_in("hash-object", "-t", "tree", "--literally", "-w", "--stdin", given=raw)
    made = git_in("-c", "user.name=A", "-c", "user.email=a@example.org", "commit-tree", tree, "-m", "x")
    git_in("update-ref", "HEAD", made)
    refused(home, address)
    assert not list(home.rglob("escaped.yaml"))


def test_yaml_tags_are_refused_with_their_line(home: Path, theirs: Path, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    text = (theirs / "optimization.yaml").read_text(encoding="utf-8")
    evil = f'prompt: !!python/object/apply:os.system "touch {mark}"'
    (theirs / "optimization.yaml").write_text(text.replace("prompt: Half of 3?", evil), encoding="utf-8")
    words = refused(home, theirs)
    assert f"{theirs}/optimization.yaml:20: tags are not used" in words
    assert not mark.exists()


def test_all_banks_are_asked_together_under_ids_of_their_own(home: Path, theirs: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        add(home, theirs, name)
    bank = open_bank(theirs, tmp_path / "cache", sources(home))
    names = list(bank.ids())
    assert {"op-half", "one/op-half", "two/op-half"} <= set(names)
    assert len(names) == len(set(names)) == 15
    assert [topic.id for topic in bank.topics[2:4]] == ["one/optimization", "one/deep_learning"]
    assert bank.entry("two/op-half").subtopic in bank.topic("two/optimization").subtopics
    assert bank.track("one/backprop").derivations == ("one/relu_backward", "one/double")  # type: ignore[union-attr]
    derivation = bank.derivation("two/relu_backward")
    assert derivation is not None
    assert (derivation.function, derivation.trusted) == ("relu_backward", False)
    assert "def relu_backward(dout, z):" in derivation.starter()
    assert bank.derivation("relu_backward").trusted  # type: ignore[union-attr]


def test_one_that_cannot_be_used_any_more_does_not_stop_the_others(home: Path, theirs: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        add(home, theirs, name)
    (folder_of(home) / "one" / "optimization.yaml").write_text("topic: [", encoding="utf-8")
    bank = open_bank(theirs, tmp_path / "cache", sources(home))
    assert "two/op-half" in bank.ids()
    assert "one/op-half" not in bank.ids()
    assert "optimization.yaml:2: " in bank.left_out[0].message
