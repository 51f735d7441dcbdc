"""Every command that the README and the site show is run, and does what is said there."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pexpect
import pytest
import typer.main

from quizdl.bank.compiled import open_bank
from quizdl.cli.application import application

from .cli.program import ESCAPE, environment
from .conftest import BANK, ROOT
from .shown import PAGES, Command, File, differences, name, other_blocks, shell_blocks, steps, within

CTRL_D = "\x04"
TYPED = {
    "quizdl drill --topic optimization --count 1": ((r"1/1 · Optimization", ""), (r"quit", CTRL_D)),
    "quizdl derive relu_backward": ((r"Backward pass of ReLU", ""), (r"quit", "q")),
    "quizdl interview --minutes 30": ((r"Quick-fire", ""), (r"quit", "q")),
}
"""Commands that need a person: what is waited for on a terminal, and the keys that are pressed then."""

NOT_RUN = {
    "bash .ci/run": "CONTRIBUTING.md's block: .ci/run itself, what it runs, and `-m fuzz`, which is on demand",
    "pip install": ".ci/run sets up a fresh environment with the README's own blocks, and runs what they end with",
    "pipx install": ".ci/release runs it with the wheel, up to a first question",
    "uv tool install": ".ci/release runs it with the wheel, up to a first question",
    "uvx --from": ".ci/release runs it with the wheel, up to a first question",
}
"""Words by which a shell block is known, and what runs it instead."""

MENTIONED = {
    "quizdl history sync FOLDER": "needs a shared folder; tests/app/test_sync.py has three machines and one",
    "quizdl bank add FOLDER": "needs a bank by others; tests/cli/test_banks.py makes, adds and drills one",
    "quizdl help TOPIC": "names what it takes; tests/cli/test_help.py shows each page",
    "quizdl grade submissions/ --track backprop --results r.jsonl --feedback f/ --report r.html": "needs a class; tests/cli/test_grade.py has one",
    "quizdl grade submissions/ -d adam --cluster tcp://HOST:8786": "needs a cluster; tests/cli/test_grade.py starts one",
    "quizdl bank import deck.apkg": "needs a package; tests/cli/test_exchange.py has some",
    "quizdl history sync s3://BUCKET/quizdl": "needs an account there; tests/app/test_sync.py syncs through other protocols of fsspec",
    "quizdl derive ID --file FILE": "names what it takes; docs/learners.md shows it as a session",
    "quizdl history merge FOLDER/reviews.jsonl --bank NAME": "needs an import's answers; tests/cli/test_exchange.py merges them",
    "quizdl history merge deck/reviews.jsonl --bank deck": "the same",
    "quizdl bank add deck": "the same; notes.csv is imported and added as a session",
    "quizdl bank check mine --watch": "goes on until Ctrl-C",
    "quizdl bank schema > mine/bank.schema.json": "is redirected; tests/bank/test_json_schema.py reads what it prints",
    "quizdl bank import FILE [--into FOLDER]": "names what it takes; tests/cli/test_exchange.py runs it",
    "quizdl bank export FILE [--topic T]": "names what it takes; tests/cli/test_exchange.py runs it",
    "quizdl --show-completion": "prints what the shell that asks is to load; tests/cli/test_completion.py loads it",
    "quizdl --install-completion": "writes to the files of the shell of whoever runs the tests; Typer's own",
    "quizdl bank check --prove": "of the whole bank it takes minutes; tests/derivations runs it for each derivation",
    "quizdl bank check --mutants": "of the whole bank it takes longer still; tests/bank/test_mutants.py and tests/app/test_prove.py run parts",
    "quizdl grade --json": "names an option of a command that needs files; docs/lecturers.md shows it whole",
    "quizdl plan --fit": "needs 400 answers; tests/app/test_fit.py has them",
    "quizdl interview --minutes 30": "needs a person; docs/learners.md shows it as a session, which is typed through",
    "quizdl stats --html stats.html": "needs the extra `report`; tests/cli/test_stats_pages.py runs it",
}
"""Commands in sentences that are not run as they stand, with the reason."""

PLACEHOLDERS = {
    "TRACK": "backprop", "ID": "relu_backward", "<id>": "relu_backward", "COMMAND": "drill", "DATE": "2027-01-15", "N": "20",
}  # fmt: skip
WRONG = {"quizdl grade submissions/ --derivation adam": 1}
"""Commands in sentences that do not end with 0 here: somebody's answer is not right."""
DERIVATION = "def relu_backward(dout, z):\n    return dout * (z > 0)\n"


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compiled")
    open_bank(BANK, folder)
    return folder


@pytest.fixture
def around(tmp_path: Path, home: Path, compiled: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace, with this checkout's `quizdl`, and its Python, first on the path, and a home with the bank compiled."""
    (home / "cache").symlink_to(compiled)
    programs, workspace = tmp_path / "bin", tmp_path / "workspace"
    programs.mkdir()
    workspace.mkdir()
    for program, options in ((programs / "quizdl", "-m quizdl "), (programs / "python", "")):
        program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {options}"$@"\n')
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return workspace


def run(line: str, where: Path) -> tuple[int, str]:
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line], cwd=where, env=environment(), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300, check=False, encoding="utf-8",
    )  # fmt: skip
    return done.returncode, done.stdout


def type_through(line: str, where: Path) -> tuple[int, str]:
    child: Any = pexpect.spawn(
        "bash", ["-c", line], cwd=where, env=environment(TERM="xterm-256color"), dimensions=(40, 80), timeout=60,
        encoding="utf-8", codec_errors="replace",
    )  # fmt: skip
    said = ""
    for pattern, keys in TYPED[line]:
        child.expect(pattern)
        said += child.before + child.after
        child.send(keys)
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus, ESCAPE.sub("", said + child.before)


@pytest.mark.slow
@pytest.mark.parametrize("page", [page for page in PAGES if any(isinstance(s, Command) for s in steps(page))], ids=name)
def test_the_sessions_of_a_page_go_as_shown(page: Path, around: Path) -> None:
    """Each command ends well, unless `echo $?` below it says otherwise, and says what is shown."""
    before: tuple[str, int] | None = None
    for step in steps(page):
        match step:
            case File():
                (around / step.name).parent.mkdir(parents=True, exist_ok=True)
                (around / step.name).write_text(step.text, encoding="utf-8")
            case Command(line="echo $?", shown=shown):
                assert before, "after a command"
                assert shown == [str(before[1])], before[0]
                before = None
            case Command(line, shown):
                assert before is None or before[1] == 0, f"{before[0]} ends with {before[1]}, which is not shown"
                code, said = (type_through if line in TYPED else run)(line, around)
                assert not differences(shown, said), f"$ {line}\n{said}"
                before = line, code
    assert before is None or before[1] == 0, f"{before[0]} ends with {before[1]}, which is not shown"


@pytest.mark.slow
def test_the_commands_in_sentences_run(around: Path) -> None:
    (around / "relu_backward.py").write_text(DERIVATION)
    (around / "submissions").mkdir()
    (around / "submissions" / "somebody.py").write_text("def adam():\n    pass\n")
    for begun in ("drill --topic optimization --count 2", "interview --minutes 30"):
        assert run(f"printf '1\\n1\\n' | quizdl {begun}", around)[0] == 0
    unexpected = {}
    for line in commands_in_sentences():
        code, said = run(line, around)
        if code != WRONG.get(line, 0):
            unexpected[line] = code, said
    assert not unexpected


def commands_in_sentences() -> list[str]:
    """Those with arguments, complete with examples for their placeholders."""
    found = dict.fromkeys(line for page in PAGES for line in within(page) if line not in MENTIONED)
    complete = [" ".join(PLACEHOLDERS.get(word, word) for word in line.split()) for line in found]
    return [line for line in complete if parsed(shlex.split(line)[1:])]


def parsed(arguments: list[str]) -> bool:
    """Whether arguments are more than the name of a command.

    Raises:
        Exception: there is no such command, or it does not take them.
    """
    command: Any = typer.main.get_command(application())
    path = ["quizdl"]
    while arguments and arguments[0] in getattr(command, "commands", ()):
        command = command.commands[arguments[0]]
        path.append(arguments.pop(0))
    if not arguments:
        return False
    if "--help" not in arguments:  # every command has it
        command.make_context(" ".join(path), list(arguments))
    return True


@pytest.mark.slow
def test_the_commands_in_sentences_are_commands() -> None:
    assert len(commands_in_sentences()) >= 10


@pytest.mark.slow
def test_the_commands_of_sessions_are_commands() -> None:
    lines = [step.line for page in PAGES for step in steps(page) if isinstance(step, Command)]
    found = [words for line in lines for words in [shlex.split(line)] if "quizdl" in words]
    for words in found:
        parsed(words[words.index("quizdl") + 1 :])
    assert len(found) >= 30
    assert set(TYPED) <= set(lines)


def test_what_is_not_run_is_listed_with_what_runs_it_instead() -> None:
    used = set()
    for page in PAGES:
        for block in shell_blocks(page):
            known = next((words for words in NOT_RUN if words in block), None)
            assert known, f"{name(page)}: nothing runs {block!r}; show it as a console session"
            used.add(known)
    assert used == set(NOT_RUN), "a reason that no block needs"
    for instead in (".ci/run", ".ci/release"):
        assert any(instead in reason for reason in NOT_RUN.values())
        assert (ROOT / instead).exists()
    mentioned = {line for page in PAGES for line in within(page)}
    assert set(MENTIONED) <= mentioned, "a reason that no sentence needs"
    for reason in MENTIONED.values():
        for path in (word.rstrip(";,.") for word in reason.split() if "/" in word):
            assert (ROOT / path).exists(), path


def test_no_other_block_holds_a_command() -> None:
    for page in PAGES:
        for kind, text in other_blocks(page):
            assert not re.search(r"^(\$ )?quizdl [a-z]", text, re.MULTILINE), f"{name(page)}: ```{kind}"


@pytest.mark.parametrize(
    ("shown", "missing"),
    [
        (["right 8 of 8", "…", "done"], []),
        (["ri…8", "done"], []),
        (["done", "right 8 of 8"], ["right 8 of 8"]),
        (["right"], ["right"]),
        (["absent"], ["absent"]),
    ],
)
def test_what_is_shown_is_compared_line_by_line(shown: list[str], missing: list[str]) -> None:
    assert differences(shown, "right   8 of 8\nfurther\ndone") == missing
