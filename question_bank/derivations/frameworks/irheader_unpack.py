"""Unpacking a label and its record (IRHeader)

An MXNet image record begins with a header of 24 bytes, all little-endian: `flag` (uint32), `label` (float32), `id`
(uint64), `id2` (uint64). If flag is 0, the label is the number in the header. If flag is k > 0, the label is a list
of k numbers: they follow the header as float32, and the number in the header says nothing. The rest is the payload.

Given `record`, the packed bytes, return `flag`, `label` (a number if flag is 0, otherwise the k numbers, as an array
or a list), `id`, `id2` and `payload` (bytes), as `mxnet.recordio.unpack` does.
"""

import struct

import numpy as np

SUBTOPIC = "fw.recordio"
LEVEL = 1
MINUTES = 5
RETURNS = ("flag", "label", "id", "id2", "payload")
HINTS = (
    "Read the four fields first; what flag is decides what the next bytes are.",
    "The payload begins at byte 24, or later by the bytes that the list takes.",
    "struct.unpack_from('<IfQQ', record); for flag k the label is k float32 from byte 24 on, and the payload begins at 24 + 4k.",
)
SOLUTION = """The four fields take 4 + 4 + 8 + 8 = 24 bytes; `<IfQQ` reads them at once.

flag = 0: the label is the header's own number, and the payload begins at byte 24.

flag = k > 0: the k labels stand in the bytes from 24 to 24 + 4k as float32, and the payload begins at byte 24 + 4k.
With NumPy, `frombuffer` with the type `<f4`, a count of k and an offset of 24 reads them without copying.

So the same rule gives the start of the payload in both cases: 24 + 4 · flag.

What cannot be told apart: an empty list was packed as flag 0 and label 0, and comes back as the number 0. And a list
of one comes back as a list of one, since its flag is 1: shape (1,) and not a bare number.

Labels come back rounded to single precision, with about 7 digits."""
SOURCE = "apache/mxnet, python/mxnet/recordio.py (_IR_FORMAT = 'IfQQ', unpack)"
COVERS = ("23a",)
REVIEWED = "2026-11-22 agreed"


def irheader_unpack(record):
    """The fields of a packed record.

    record: bytes
    returns flag: int, label: number or (flag,), id: int, id2: int, payload: bytes
    """
    flag, label, id, id2 = struct.unpack_from("<IfQQ", record)
    if flag > 0:
        label = np.frombuffer(record, "<f4", flag, 24)
    return flag, label, id, id2, record[24 + 4 * flag :]


def _case(rng, label, size, own=0.0, high=0):
    id, id2 = (int(i) for i in rng.integers(1, 1 << 31, 2))
    flag, own, vector = (0, label, []) if isinstance(label, float) else (len(label), own, label)
    header = struct.pack("<IfQQ", flag, own, id + (high << 32), id2 + (high << 33))
    return {"record": header + struct.pack(f"<{flag}f", *vector) + rng.bytes(size)}


def inputs(rng):
    k, m, n = (int(i) for i in rng.permutation(range(3, 10))[:3])
    yield "a number", _case(rng, float(rng.integers(2, 1000)), 8 + m)
    yield "a negative fraction", _case(rng, -float(rng.uniform(1, 9)), 8 + n)
    yield "the number 0, no payload", _case(rng, 0.0, 0)
    yield "a list", _case(rng, rng.normal(size=n).tolist(), 40 + 8 * k)
    yield "a list of one", _case(rng, [float(rng.normal())], 8 + k)
    yield "a list, no payload", _case(rng, rng.normal(size=m).tolist(), 0)
    yield (
        "a list, and a number in the header that says nothing",
        _case(rng, rng.normal(size=k).tolist(), 8 * n, own=float(rng.normal())),
    )
    yield "ids beyond 32 bits", _case(rng, float(k), n, high=int(rng.integers(1, 1 << 30)))
    yield "a long list", _case(rng, rng.normal(size=300 + m).tolist(), 3000 + k)


def naive(record):
    def whole(start, size):
        return sum(record[start + i] * 256**i for i in range(size))

    def single(start):
        bits = whole(start, 4)
        sign, exponent, fraction = bits >> 31, bits >> 23 & 255, bits & (1 << 23) - 1
        size = (1 + fraction / 2**23) * 2.0 ** (exponent - 127) if exponent else fraction * 2.0**-149
        return -size if sign else size

    flag = whole(0, 4)
    label = [single(24 + 4 * i) for i in range(flag)] if flag else single(4)
    payload = bytes(record[i] for i in range(24 + 4 * flag, len(record)))
    return flag, label, whole(8, 8), whole(16, 8), payload


def mistake_labels_left_in_payload(record):
    """You read the labels but left them in the payload, which begins after them."""
    flag, label, id, id2, _ = irheader_unpack(record)
    return flag, label, id, id2, record[24:]


def mistake_label_of_header(record):
    """You took the label from the header although flag says that a list of labels follows."""
    flag, label, id, id2 = struct.unpack_from("<IfQQ", record)
    return flag, label, id, id2, record[24 + 4 * flag :]


def mistake_flag_not_looked_at(record):
    """You did not look at flag. If it is not 0, that many float32 labels follow the header, before the payload."""
    flag, label, id, id2 = struct.unpack_from("<IfQQ", record)
    return flag, label, id, id2, record[24:]


def mistake_flag_counts_bytes(record):
    """You took flag for a number of bytes. It counts labels, of 4 bytes each."""
    flag, label, id, id2, _ = irheader_unpack(record)
    if flag > 0:
        label = np.frombuffer(record, "<f4", flag // 4, 24)
    return flag, label, id, id2, record[24 + flag :]


def mistake_labels_from_the_end(record):
    """You read the labels from the end of the record. They stand between header and payload."""
    flag, label, id, id2, _ = irheader_unpack(record)
    if flag > 0:
        label = np.frombuffer(record, "<f4", flag, len(record) - 4 * flag)
    return flag, label, id, id2, record[24 : len(record) - 4 * flag]


def mistake_list_of_one_as_number(record):
    """You took flag 1 for a single number in the header. A list of one is a list: its label follows the header."""
    flag, label, id, id2, payload = irheader_unpack(record)
    if flag == 1:
        label, payload = struct.unpack_from("<f", record, 4)[0], record[24:]
    return flag, label, id, id2, payload


def mistake_ids_swapped(record):
    """You swapped the ids. The order is flag, label, id, id2."""
    flag, label, id, id2, payload = irheader_unpack(record)
    return flag, label, id2, id, payload


def mistake_big_endian(record):
    """You read big-endian. All fields are little-endian."""
    flag, label, id, id2 = struct.unpack_from(">IfQQ", record)
    if flag > 0:
        label = np.frombuffer(record[24:], ">f4")[:flag] if len(record) % 4 == 0 else np.zeros(0)
    return flag, label, id, id2, record[24 + 4 * flag :]
