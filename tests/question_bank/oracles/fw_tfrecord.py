"""Independent computations for the questions on: TFRecord, tf.Example."""

from __future__ import annotations

import struct
from collections.abc import Callable


def tfrecord_file() -> int:
    record = struct.pack("<Q", 100) + struct.pack("<I", 0) + bytes(100) + struct.pack("<I", 0)
    return len(record * 10)


def megabytes_per_file() -> float:
    """Deals 8000 MB out, one by one, to ten files of each of eight hosts."""
    files = [0] * sum(10 for _ in range(8))
    for megabyte in range(8000):
        files[megabyte % len(files)] += 1
    assert min(files) == max(files)
    return float(files[0])


def highest_fifth() -> float:
    """The highest record that a shuffle buffer of 100 can give as its fifth: earlier draws take the lowest ones."""
    waiting, coming = list(range(1, 101)), iter(range(101, 1000))
    for _ in range(4):
        waiting.remove(min(waiting))
        waiting.append(next(coming))
    return float(max(waiting))


def file_size(r: int, n: int) -> int:
    checksum = struct.pack("<I", 0)
    record = struct.pack("<Q", n) + checksum + bytes(n) + checksum
    return len(record * r)


NUMBERS: dict[str, Callable[[], float]] = {
    "fw-tfrecord-file-size": tfrecord_file,
    "fw-tfrecord-shard-size": megabytes_per_file,
    "fw-tfrecord-shuffle-reach": highest_fifth,
}
TEMPLATES: dict[str, Callable[..., float]] = {"fw-gen-tfrecord-file-size": file_size}
