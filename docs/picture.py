"""Draws docs/session.svg: a real session, made by the program itself. Run it with `python docs/picture.py`."""

from __future__ import annotations

import io
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

from quizdl.app.derive import find
from quizdl.app.drill import start_drill
from quizdl.app.grade import grade, prepare
from quizdl.bank.compiled import open_bank
from quizdl.cli.views import derivation as derivation_views
from quizdl.cli.views import question as question_views
from quizdl.history.store import History

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "session.svg"
NOW = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
QUESTION, ANSWER, SECONDS = "op-adam-first-step", "lr * |g|", 2.1
DERIVATION = "softmax_cross_entropy"
WRONG = """
import numpy as np

def softmax_cross_entropy(scores, y):
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    rows = np.arange(len(y))
    z = scores - scores.max(axis=1, keepdims=True)
    loss = np.mean(np.log(np.exp(z).sum(axis=1)) - z[rows, y])
    p[rows, y] -= 1
    return loss, p
"""


def draw() -> str:
    """The session as SVG: one question answered, one derivation graded."""
    console = Console(
        record=True, width=84, file=io.StringIO(), force_terminal=True, color_system="truecolor", highlight=False
    )
    with tempfile.TemporaryDirectory() as folder:
        bank = open_bank(ROOT / "question_bank", Path(folder))
        history = History.open(Path(folder), writing=True)
        drill = start_drill(
            bank, history, topic="optimization", count=1, seed=1, ahead=False, clock=lambda: NOW, zone=UTC
        )
        drill.entries = [bank.entry(QUESTION)]
        console.print(_typed("quizdl drill --topic optimization --count 1"))
        for showing in drill.showings():
            topic = bank.topic(showing.entry.topic)
            console.print(question_views.question_view(showing, topic, console.width))
            answered = drill.answer(showing, ANSWER, seconds=SECONDS)
            console.print(question_views.verdict_view(answered, NOW, UTC, console.width))
        console.print(Text())
        _, derivation = find(bank, history, DERIVATION)
        name = f"{DERIVATION}.py"
        judgement = grade(prepare(derivation, seed=3), WRONG, filename=name)
        console.print(_typed(f"quizdl derive {DERIVATION} --file {name}"))
        console.print(derivation_views.verdict_view(judgement, derivation, name, console.width))
        history.close()
    # without Rich's web fonts: a picture that fetches nothing
    return console.export_svg(
        title="quizdl", code_format=re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    )


def _typed(command: str) -> Text:
    return Text.assemble(("$ ", "dim"), (command, "bold"))


if __name__ == "__main__":
    PICTURE.write_text(draw(), encoding="utf-8")
