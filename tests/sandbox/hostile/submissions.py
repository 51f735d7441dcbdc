"""A class's folder in which one answer in ten is hostile."""

from __future__ import annotations

from pathlib import Path

from tests.sandbox.hostile.catalogue import ANSWERS, HELPERS, numbers

ENTRY = "\nif 'f' in globals():\n    relu_backward = lambda dout, z: f()\n"
FORMS = (
    "return dout * (z > 0)",
    "return np.where(z > 0, dout, 0)",
    "return dout * (dout > 0)",
    "return (dout * (z > 0)).astype(np.float32)",
    "return -dout * (z > 0)",
)


def write_class(folder: Path, students: int) -> None:
    """Writes an answer to `relu_backward` for each student."""
    folder.mkdir(parents=True)
    for i in range(students):
        source = f"import numpy as np\n\n\ndef relu_backward(dout, z):\n    {FORMS[i % len(FORMS)]}\n"
        if i % 10 == 5:
            answer = ANSWERS[i // 10 % len(ANSWERS)]
            entry = "" if "relu_backward" in answer.source else ENTRY
            source = f"W = {{}}\nNUMBERS = {numbers()!r}\n{HELPERS}\n{answer.source}{entry}"
        Path(folder, f"student {i:04} ü.py").write_text(source, encoding="utf-8")
