"""Records what MXNet 1.9.1 writes, as digests: it does not install beside today's NumPy.

In an environment of its own (Python 3.11, `pip install mxnet==1.9.1 numpy==1.23.5`), from the root of the project:

    python -m tests.oracle.recorded.mxnet_recordio

The records come from a seed; `tests/oracle/test_data_formats.py` makes the same ones, and compares with what stands in mxnet_recordio.json.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import random
import struct
import tempfile
from pathlib import Path
from typing import Any

RECORDED = Path(__file__).with_suffix(".json")
MAGIC = struct.pack("<I", 0xCED7230A)
COUNT = 320
SHOWN = 12

Labelled = tuple[float | list[float], int, int, bytes]


def records() -> list[bytes]:
    """Empty ones, all remainders modulo 4, the magic inside at aligned and other offsets, long ones."""
    rng = random.Random(1)
    made = [b"", MAGIC, 2 * MAGIC, MAGIC[:3], *(rng.randbytes(size) for size in range(12))]
    while len(made) < COUNT:
        parts = [rng.randbytes(rng.choice([0, 1, 2, 3, 4, 8, rng.randrange(60)])) for _ in range(rng.randint(1, 4))]
        made.append(MAGIC.join(parts) if rng.random() < 0.6 else parts[0] * rng.choice([1, 1, 1, 9]))
    return made


def keys() -> list[int]:
    """A key for each record, in no order."""
    return random.Random(2).sample(range(10 * COUNT), COUNT)


def labelled() -> list[Labelled]:
    """Numbers and lists as labels, ids of up to 64 bits, payloads."""
    rng = random.Random(3)
    made: list[Labelled] = []
    for i in range(COUNT):
        several = [rng.gauss(0, 10) for _ in range(rng.choice([1, 2, 3, 7, 40]))]
        label = several if i % 2 else rng.choice([0.0, 1.0, float(rng.randrange(1000)), several[0]])
        made.append(
            (
                label,
                rng.getrandbits(rng.choice([4, 31, 64])),
                rng.getrandbits(rng.choice([1, 64])),
                rng.randbytes(i % 50),
            )
        )
    return made


def digest(*parts: bytes) -> str:
    """Of some bytes, each with its length."""
    return hashlib.sha256(b"".join(struct.pack("<Q", len(part)) + part for part in parts)).hexdigest()[:32]


def unpacked(flag: int, labels: list[float], id_: int, id2: int, payload: bytes) -> str:
    """The digest of what a packed record holds."""
    return digest(
        struct.pack("<I", flag), struct.pack(f"<{len(labels)}f", *labels), struct.pack("<QQ", id_, id2), payload
    )


def _record() -> dict[str, Any]:
    mxnet = importlib.import_module("mxnet")
    recordio = mxnet.recordio
    with tempfile.TemporaryDirectory() as folder:
        index, file = Path(folder, "a.idx"), Path(folder, "a.rec")
        writer = recordio.MXIndexedRecordIO(str(index), str(file), "w")
        starts = []
        for key, record in zip(keys(), records(), strict=True):
            starts.append(writer.tell())
            writer.write_idx(key, record)
        writer.close()
        blob, text = file.read_bytes(), index.read_text()
        reader = recordio.MXRecordIO(str(file), "r")
        read = [reader.read() for _ in records()]
    frames = [blob[start:end] for start, end in zip(starts, [*starts[1:], len(blob)], strict=True)]
    packs = [recordio.pack(recordio.IRHeader(0, *rest), payload) for *rest, payload in labelled()]
    fields = []
    for packed in packs:
        header, payload = recordio.unpack(packed)
        labels = header.label.tolist() if header.flag else [header.label]
        fields.append(unpacked(header.flag, labels, header.id, header.id2, payload))
    return {
        "mxnet": mxnet.__version__,
        "index": text,
        "frames": [digest(frame) for frame in frames],
        "read": [digest(record) for record in read],
        "packs": [digest(packed) for packed in packs],
        "unpacked": fields,
        "first frames": [frame.hex() for frame in frames[:SHOWN]],
        "first packs": [packed.hex() for packed in packs[:SHOWN]],
    }


if __name__ == "__main__":
    RECORDED.write_text(json.dumps(_record(), indent=1) + "\n")
