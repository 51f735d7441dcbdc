"""A shell completes what a bank has: tried in the shells themselves, on a terminal."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pexpect
import pytest

from quizdl.errors import GOOD
from tests.cli.program import ESCAPE, environment
from tests.conftest import ROOT, Here
from tests.test_startup import modules

Complete = Callable[[str], list[str]]
ASKED: dict[str, tuple[dict[str, str], str]] = {
    "zsh": ({}, """_arguments '*: :(("relu_backward":"Backward pass of ReLU"))'"""),
    "fish": ({"_TYPER_COMPLETE_FISH_ACTION": "get-args"}, "relu_backward\tBackward pass of ReLU"),
    "powershell": ({"_TYPER_COMPLETE_WORD_TO_COMPLETE": "relu_"}, "relu_backward:::Backward pass of ReLU"),
}
"""What the script of a shell sets beyond the line, and the form of what it is told: both as Typer documents them."""

LAUNCHER = f"""#!{sys.executable}
import sys
sys.path.insert(0, {str(ROOT)!r})
from quizdl.__main__ import main
main()
"""


@pytest.fixture
def complete(here: Here, monkeypatch: pytest.MonkeyPatch) -> Complete:
    """What is offered for the last word of a line, as bash asks it."""

    monkeypatch.setitem(sys.modules, "rich", sys.modules.get("rich"))  # to be put back

    def offered(line: str) -> list[str]:
        monkeypatch.setenv("_QUIZDL_COMPLETE", "complete_bash")
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(len(line.split(" ")) - 1))
        done = here()
        assert (done.returncode, done.stderr) == (GOOD, "")
        return done.stdout.split()

    return offered


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("quizdl dri", ["drill"]),
        ("quizdl drill --topic opt", ["optimization"]),
        ("quizdl drill -t opt", ["optimization"]),
        ("quizdl stats --topic opt", ["optimization"]),
        ("quizdl derive backp", ["backprop"]),
        ("quizdl derive relu_", ["relu_backward"]),
        ("quizdl grade . --derivation relu_", ["relu_backward"]),
        ("quizdl bank check -d relu_", ["relu_backward"]),
        ("quizdl bank show op-adam-first", ["op-adam-first-step"]),
        ("quizdl bank answer op-adam-first", ["op-adam-first-step"]),
        ("quizdl history sy", ["sync"]),
        ("quizdl derive nothing-begins-so", []),
    ],
)
def test_a_word_is_completed(complete: Complete, line: str, offered: list[str]) -> None:
    assert complete(line) == offered


@pytest.mark.parametrize("shell", ASKED)
def test_each_shell_gets_its_own_script_and_form(
    complete: Complete, here: Here, monkeypatch: pytest.MonkeyPatch, shell: str
) -> None:
    monkeypatch.setenv("_QUIZDL_COMPLETE", f"source_{shell}")
    script = here().stdout
    given, told = ASKED[shell]
    for word in ("_QUIZDL_COMPLETE", f"complete_{shell}", "_TYPER_COMPLETE_ARGS", *given):
        assert word in script
    for name, text in {
        **given,
        "_QUIZDL_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": "quizdl derive relu_",
    }.items():
        monkeypatch.setenv(name, text)
    assert here().stdout == f"{told}\n"


def test_all_derivations_and_tracks_are_offered_and_all_commands(complete: Complete) -> None:
    assert {"backprop", "relu_backward"} <= set(complete("quizdl derive "))
    assert {"drill", "derive", "stats", "bank", "history"} <= set(complete("quizdl "))


def test_a_bank_that_is_named_is_the_one_that_is_asked(complete: Complete, small: None) -> None:
    assert "relu_backward" not in complete("quizdl derive ")


@pytest.mark.parametrize("damage", ["none", "garbage", "newer"])
def test_without_a_compiled_bank_nothing_is_offered_and_nothing_is_made(
    complete: Complete, home: Path, damage: str
) -> None:
    file = home / "cache" / "bank.sqlite"
    if damage == "none":
        file.unlink()
    elif damage == "garbage":
        file.write_bytes(b"SQLite format 3\0" + b"?" * 5000)
    else:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA user_version = 999")
    before = file.read_bytes() if file.exists() else None
    assert complete("quizdl derive relu_") == []
    assert (file.read_bytes() if file.exists() else None) == before


@pytest.mark.parametrize("shell", ["bash", *ASKED])
def test_completion_loads_only_its_command_and_nothing_slow(monkeypatch: pytest.MonkeyPatch, shell: str) -> None:
    given, _ = ASKED.get(shell, ({"COMP_WORDS": "quizdl derive relu_", "COMP_CWORD": "2"}, ""))
    for name, text in {
        "_TYPER_COMPLETE_ARGS": "quizdl derive relu_",
        **given,
        "_QUIZDL_COMPLETE": f"complete_{shell}",
    }.items():
        monkeypatch.setenv(name, text)
    found = modules()
    assert "quizdl.cli.derive" in found
    assert (
        not {"quizdl.cli.stats", "quizdl.cli.bank", "numpy", "pydantic", "yaml", "rich.console", "prompt_toolkit"}
        & found
    )


class Shell:
    """A shell on a terminal, with the completion that quizdl gives it."""

    def __init__(self, name: str, tmp_path: Path, *, installed: bool = False) -> None:
        if not shutil.which(name):
            pytest.skip(f"{name} is not installed (Debian: apt-get install {name})")
        launcher = tmp_path / "bin" / "quizdl"
        launcher.parent.mkdir()
        launcher.write_text(LAUNCHER)
        launcher.chmod(0o755)
        given = environment(
            PATH=f"{launcher.parent}:{os.environ['PATH']}", HOME=str(tmp_path), TERM="dumb" if name == "bash" else "xterm", PS1="$ ",
            ZDOTDIR=str(tmp_path), XDG_CONFIG_HOME=str(tmp_path / ".config"), XDG_DATA_HOME=str(tmp_path),
        )  # fmt: skip
        options = {"bash": ["--norc", "--noprofile"], "zsh": ["-f"], "fish": ["--no-config", "--private"]}[name]
        if installed:
            options = []
            done = subprocess.run(
                [name, "-c", "quizdl --install-completion; true"], env=given, check=True, text=True, capture_output=True
            )
            assert f"{name} completion installed in {tmp_path}" in done.stdout
        self.child: pexpect.spawn[str] = pexpect.spawn(
            name, options, env=given, encoding="utf-8", timeout=30, dimensions=(40, 200), cwd=str(tmp_path)
        )
        self.child.delaybeforesend = 0.1
        if installed:
            self.says("echo rea''dy", "ready")
            return
        if name == "zsh":
            self.says("autoload -Uz compinit; compinit -u; echo set up", "set up")
        source = f"env _QUIZDL_COMPLETE=source_{name} quizdl"
        loads = f"{source} | source" if name == "fish" else f'eval "$({source})"'
        self.says(f"{loads}; echo loa''ded", "loaded")

    def says(self, line: str, words: str) -> None:
        """Runs a line and waits for some words."""
        self.child.sendline(line)
        self.child.expect(re.escape(words) + r"\r?\n")

    def completes(self, typed: str, into: str) -> None:
        """Types, presses Tab, and sees the rest."""
        self.child.send(f"{typed}\t")
        rest, seen = into.removeprefix(typed), ""
        while rest not in ESCAPE.sub("", seen).replace(typed, "", 1) and into not in ESCAPE.sub("", seen):
            seen += self.child.read_nonblocking(4096, 30)
        self.child.send("\x03")


@pytest.mark.parametrize("name", ["bash", *(pytest.param(name, marks=pytest.mark.slow) for name in ("zsh", "fish"))])
def test_a_real_shell_completes(name: str, tmp_path: Path, warm: None) -> None:
    shell = Shell(name, tmp_path)
    try:
        shell.completes("quizdl derive relu_ba", "quizdl derive relu_backward")
        shell.completes("quizdl drill --topic optimiz", "quizdl drill --topic optimization")
    finally:
        shell.child.close(force=True)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_a_shell_that_is_started_after_the_installation_completes(name: str, tmp_path: Path, warm: None) -> None:
    shell = Shell(name, tmp_path, installed=True)
    try:
        shell.completes("quizdl derive relu_ba", "quizdl derive relu_backward")
        shell.completes("quizdl drill --topic optimiz", "quizdl drill --topic optimization")
    finally:
        shell.child.close(force=True)


@pytest.mark.slow
def test_a_title_of_a_hostile_bank_runs_nothing_in_zsh(tmp_path: Path, home: Path, warm: None) -> None:
    mark = tmp_path / "ran"
    shell = Shell("zsh", tmp_path)
    try:
        with closing(sqlite3.connect(home / "cache" / "bank.sqlite")) as bank:
            title = f"\\\\$(touch {mark}) `touch {mark}` '$(touch {mark})' \"$(touch {mark})\" \\$(touch {mark})"
            bank.execute("UPDATE derivation SET fields = json_set(fields, '$.title', ?)", (title,))
            bank.commit()
        shell.completes("quizdl derive relu_ba", "quizdl derive relu_backward")
        shell.child.send("quizdl derive adam\t")
        shell.child.expect("touch")
        assert not mark.exists()
    finally:
        shell.child.close(force=True)
