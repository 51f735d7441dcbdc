"""Where the bank is."""

from __future__ import annotations

from pathlib import Path

from quizdl.errors import BankError

FOLDER = "question_bank"
CONTENTS = "bank.yaml"


def find_bank(given: Path | None, here: Path) -> Path:
    """The folder of the bank to use.

    The first of: the one that was given; a checkout's `question_bank` in `here` or a folder above it; the one beside this package
    (a checkout installed in place); the one inside it (an installed wheel).

    Raises:
        BankError: the given folder is no bank, or there is none.
    """
    if given is not None:
        if not (given / CONTENTS).is_file():
            raise BankError(f"{given}: no bank here ({CONTENTS} is missing)", "give the folder that holds bank.yaml")
        return given
    package = Path(__file__).resolve().parent.parent
    for folder in (*(parent / FOLDER for parent in (here, *here.parents)), package.parent / FOLDER, package / FOLDER):
        if (folder / CONTENTS).is_file():
            return folder
    raise BankError("no question bank found", "install quizdl again, or name one with --bank FOLDER")


def topic_files(root: Path) -> list[Path]:
    """The topic files of a bank."""
    return sorted(path for path in root.glob("*.yaml") if path.name != CONTENTS)


def derivation_files(root: Path) -> list[Path]:
    """The derivation files of a bank."""
    return sorted(path for path in root.glob("derivations/*/*.py") if not path.name.startswith("_"))
