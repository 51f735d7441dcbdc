"""Where things are kept: the history, the compiled bank, the learner's answers."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from quizdl.errors import UsageError

if TYPE_CHECKING:
    from quizdl.bank.compiled import Bank
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


def bank(given: Path | None) -> Bank:
    """The bank to use, compiled."""
    from quizdl.bank.compiled import open_bank
    from quizdl.bank.find import find_bank

    return open_bank(find_bank(given, Path.cwd()), cache())


def history(*, writing: bool, check: bool = False) -> History:
    """The history; to `check` is to read all of it first."""
    from quizdl.history.store import History

    return History.open(home(), writing=writing, check=check)
