"""Independent computations for the questions on: RecordIO (.rec, .idx, IRHeader)."""

from __future__ import annotations

import math
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


MAGIC = struct.pack("<I", 0xCED7230A)


def written(payload: bytes) -> bytes:
    """A record as the writer frames it: split at each aligned magic, which is left out."""
    cuts = [i for i in range(0, len(payload) - 3, 4) if payload[i : i + 4] == MAGIC]
    starts, ends = [0, *(cut + 4 for cut in cuts)], [*cuts, len(payload)]
    chunks = [payload[start:end] for start, end in zip(starts, ends, strict=True)]
    record = b""
    for number, chunk in enumerate(chunks):
        flag = 0 if len(chunks) == 1 else 1 if number == 0 else 3 if number == len(chunks) - 1 else 2
        record += MAGIC + struct.pack("<I", flag << 29 | len(chunk)) + chunk
        record += bytes(-len(chunk) % 4)
    return record


def length_bits() -> float:
    """How many of the 32 bits are left when three are needed to write the flags 0 to 7."""
    return float(next(bits for bits in range(32) if 7 << bits == 0xE0000000))


def mask_as_written() -> float:
    """Python binds the minus tighter than the shift, as C does."""
    return math.log2(1 << 29 - 1)


NUMBERS: dict[str, Callable[[], float]] = {
    "fw-irheader-labels": lambda: struct.calcsize("<IfQQ") + np.zeros(3, dtype=np.float32).nbytes,
    "fw-rec-length-bits": length_bits,
    "fw-rec-split-size": lambda: float(len(written(b"abcd" + MAGIC + b"wxyz"))),
    "fw-rec-third-offset": lambda: float(len(written(b"12345") + written(bytes(12)))),
    "fw-rec-raw-size": lambda: np.zeros((256, 256, 3), np.uint8).nbytes / 1024,
    "fw-rec-mask-comment": mask_as_written,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "fw-recordio-file-size": recordio_file,
}
