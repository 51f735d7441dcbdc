"""Opens a file in the person's own editor."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

_PLUS = ("vi", "vim", "nvim", "view", "nano", "pico", "emacs", "emacsclient", "micro", "kak", "joe", "mcedit", "ed")
"""Editors that are told the line as `+12 file`."""
_COLON = ("hx", "helix", "subl", "zed")
"""… as `file:12`."""
_GOTO = ("code", "code-insiders", "codium", "cursor")
"""… as `--goto file:12`."""


def edit(path: Path, line: int | None = None) -> str:
    """Opens a file, at a line where the editor is known to take one, and waits until it is closed.

    Returns:
        What went wrong, in a line; empty if nothing did.
    """
    place = f"{path}:{line}" if line else str(path)
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        return f"EDITOR is not set; open {place} yourself."
    try:
        words = shlex.split(editor)
        name = Path(words[0]).stem
        if line and name in _PLUS:
            words += [f"+{line}", str(path)]
        elif line and name in _COLON + _GOTO:
            words += [*(["--goto"] if name in _GOTO else []), place]
        else:
            words.append(str(path))
        subprocess.run(words, check=False)  # noqa: S603 - the person's own
    except (OSError, ValueError, IndexError) as error:
        return f"{editor}: cannot be started ({error}); open {place} yourself."
    return ""
