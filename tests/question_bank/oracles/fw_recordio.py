"""Independent computations for the questions on: RecordIO (.rec, .idx, IRHeader)."""

from __future__ import annotations

import struct
from collections.abc import Callable

import numpy as np


def recordio_file(r: int, n: int) -> int:
    content = b""
    for _ in range(r):
        content += bytes(4) + bytes(4) + bytes(n)
        while len(content) % 4:
            content += b"\0"
    return len(content)


NUMBERS: dict[str, Callable[[], float]] = {
    "fw-irheader-labels": lambda: struct.calcsize("<IfQQ") + np.zeros(3, dtype=np.float32).nbytes,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "fw-recordio-file-size": recordio_file,
}
