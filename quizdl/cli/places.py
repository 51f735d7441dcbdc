"""Where things are kept: the history, the compiled bank, the learner's answers."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from quizdl.cli.terminal import complain
from quizdl.errors import UsageError

if TYPE_CHECKING:
    from quizdl.bank.compiled import Bank
    from quizdl.bank.find import Source
    from quizdl.history.store import History


def home() -> Path:
    """The directory of the history: QUIZDL_HOME, else the user's data directory."""
    if given := os.environ.get("QUIZDL_HOME"):
        return Path(given).expanduser()
    import platformdirs

    return platformdirs.user_data_path("quizdl", appauthor=False)


def cache() -> Path:
    """The directory of the compiled bank."""
    if given := os.environ.get("QUIZDL_HOME"):
        return Path(given).expanduser() / "cache"
    import platformdirs

    return platformdirs.user_cache_path("quizdl", appauthor=False)


def workspace() -> Path:
    """Where the learner's answers to derivations are: QUIZDL_WORKSPACE, else where they stand."""
    return Path(os.environ.get("QUIZDL_WORKSPACE") or ".").expanduser()


def new_a_day() -> int:
    """How many new questions a day asks at most: QUIZDL_NEW, else what is usual.

    Raises:
        UsageError: that is no number.
    """
    from quizdl.app.selection import NEW_A_DAY

    given = os.environ.get("QUIZDL_NEW") or str(NEW_A_DAY)
    if not given.isdecimal():
        raise UsageError(f"QUIZDL_NEW={given}: not a number of questions", "set it to one such as 20, or unset it")
    return int(given)


def bank(given: Path | None, *, trust: bool = False) -> Bank:
    """The bank to use, compiled: the one that is given, or the built-in one with all that were added.

    Says on the error stream which of them cannot be used.

    Args:
        given: an added bank's name, `built-in`, or a folder.
        trust: whether its derivations may run where the machine is not safe from them.

    Raises:
        BankError: it cannot be used.
    """
    from quizdl.bank.compiled import open_bank

    first, *others = (source._replace(trusted=trust or source.trusted) for source in sources(given))
    opened = open_bank(first, cache(), others)
    for error in opened.left_out:
        complain(f"an added bank is left out: {error.message}", "quizdl bank update, or quizdl bank remove NAME")
    return opened


def sources(given: Path | None) -> list[Source]:
    """Where the banks are that are asked for.

    Raises:
        BankError: there is none.
    """
    from quizdl.bank import added
    from quizdl.bank.find import Source, find_bank, is_ours

    others = added.sources(home())
    if given is not None:
        for source in others:
            if str(given) == source.root.name or given.absolute() == source.root.absolute():
                return [source]
    built_in = given is None or str(given) == added.BUILT_IN
    root = find_bank(None if built_in else given, Path.cwd())
    return [Source(root, trusted=is_ours(root)), *(others if given is None else ())]


def history(*, writing: bool, check: bool = False) -> History:
    """The history; to `check` is to read all of it first."""
    from quizdl.history.store import History

    return History.open(home(), writing=writing, check=check)
