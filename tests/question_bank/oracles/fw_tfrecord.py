"""Independent computations for the questions on: TFRecord, tf.Example."""

from __future__ import annotations

import struct
from collections.abc import Callable


def tfrecord_file() -> int:
    record = struct.pack("<Q", 100) + struct.pack("<I", 0) + bytes(100) + struct.pack("<I", 0)
    return len(record * 10)


NUMBERS: dict[str, Callable[[], float]] = {
    "fw-tfrecord-file-size": tfrecord_file,
}
