"""Independent computations for the questions on TFRecord."""

from __future__ import annotations

import struct
from collections.abc import Callable


def file_size(r: int, n: int) -> int:
    checksum = struct.pack("<I", 0)
    record = struct.pack("<Q", n) + checksum + bytes(n) + checksum
    return len(record * r)


TEMPLATES: dict[str, Callable[..., float]] = {"fw-gen-tfrecord-file-size": file_size}
