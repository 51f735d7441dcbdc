"""Reading a RecordIO file

A RecordIO file is a series of chunks. A chunk is the magic number 0xced7230a, a word with a flag in its upper 3 bits
and a length n in its lower 29, then n bytes of data, then 0 to 3 bytes of padding up to the next multiple of 4. The
words are unsigned, of 32 bits, little-endian.

A chunk with flag 0 is a whole record. Otherwise a record begins with a chunk of flag 1, may go on with some of flag
2, and ends with one of flag 3: it was cut where the four bytes of the magic stood in it, and the writer **left these
four bytes out**.

Given `blob`, the bytes of a file without faults, return `records`: the list of its records, in order, each as bytes.
"""

import struct

SUBTOPIC = "fw.recordio"
LEVEL = 2
MINUTES = 8
RETURNS = ("records",)
HINTS = (
    "Keep an offset. Where does the next chunk begin once you know this one's length?",
    "Collect the parts of a record until a chunk with flag 0 or 3; think of what stood between two parts.",
    "flag = word >> 29 and n = word mod 2²⁹; the next chunk is n, rounded up to a multiple of 4, after this one's data.",
)
SOLUTION = """A chunk tells how long it is, so the file can be walked over from offset to offset without looking for
anything: after the 8 bytes of magic and word come n bytes of data, and the next chunk begins at the next multiple of
4,

offset ← offset + 8 + n + (−n mod 4).

Looking for the magic instead is wrong as soon as data holds it at an offset that is no multiple of 4, where the
writer lets it stand.

The word is taken apart by flag = word >> 29 and n = word & (2²⁹ − 1). In C and in Python `1 << 29 - 1` is 2²⁸,
because minus binds tighter than the shift; the comment in recordio.h has this slip, the code has not.

Flags 0 and 3 end a record. Between two parts of one record the magic was left out, so the record is the parts joined
**by the magic**, in the byte order in which it stands in the file: 0a 23 d7 ce."""
SOURCE = "dmlc/dmlc-core, include/dmlc/recordio.h (format) and src/recordio.cc (RecordIOReader::NextRecord)"
COVERS = ("23a",)
REVIEWED = "2026-11-22 agreed"
EQUIVALENT = {
    "flag, size = (word >> 29, word & (1 << 29) - 1) → flag, size = (word >> 29, word & (1 << 28) - 1)": "only a record of 256 MB or more would show it",
}

_MAGIC = b"\x0a\x23\xd7\xce"


def recordio_read(blob):
    """The records of a file.

    blob: bytes, the file
    returns records: list of bytes
    """
    records, parts, at = [], [], 0
    while at < len(blob):
        (word,) = struct.unpack_from("<I", blob, at + 4)
        flag, size = word >> 29, word & (1 << 29) - 1
        parts.append(blob[at + 8 : at + 8 + size])
        at += 8 + size + -size % 4
        if flag in (0, 3):
            records.append(_MAGIC.join(parts))
            parts = []
    return records


def _file(*records):
    blob = b""
    for record in records:
        chunks, start = [], 0
        for i in range(0, len(record), 4):
            if record[i : i + 4] == _MAGIC:
                chunks.append(record[start:i])
                start = i + 4
        chunks.append(record[start:])
        for k, chunk in enumerate(chunks):
            flag = (0 if k == 0 else 3) if k == len(chunks) - 1 else 1 if k == 0 else 2
            blob += _MAGIC + struct.pack("<I", flag << 29 | len(chunk)) + chunk
        blob += bytes(-len(blob) % 4)
    return {"blob": blob}


def inputs(rng):
    k, m, n = (4 * int(i) for i in rng.permutation(range(2, 9))[:3])
    yield "an empty file", _file()
    yield "one record", _file(rng.bytes(m))
    yield "one empty record", _file(b"")
    yield "lengths of every remainder", _file(*(rng.bytes(k + extra) for extra in (1, 0, 3, 2, 5)))
    yield "empty ones between others", _file(b"", rng.bytes(n + 1), b"", b"", rng.bytes(3))
    yield "a record that was cut once", _file(rng.bytes(m) + _MAGIC + rng.bytes(n + 2))
    yield (
        "cut twice, then a whole one",
        _file(rng.bytes(k) + _MAGIC + rng.bytes(n) + _MAGIC + rng.bytes(1), rng.bytes(m + 1)),
    )
    yield "nothing but the magic, several times", _file(_MAGIC, 3 * _MAGIC, b"", 2 * _MAGIC + rng.bytes(2))
    yield (
        "the magic at other offsets",
        _file(rng.bytes(n + 3) + _MAGIC + rng.bytes(2), rng.bytes(1) + _MAGIC + rng.bytes(k)),
    )
    yield "zeros at the end of the data", _file(rng.bytes(m) + bytes(2), bytes(5), rng.bytes(k))
    yield (
        "longer than a byte can say",
        _file(rng.bytes(300 + k) + _MAGIC + rng.bytes(300), rng.bytes(70001 + n), rng.bytes(n)),
    )


def naive(blob):
    records, words = [], [blob[i : i + 4] for i in range(0, len(blob), 4)]
    record = None
    i = 0
    while i < len(words):
        number = int.from_bytes(words[i + 1], "little")
        flag, left = number // 2**29, number % 2**29
        i += 2
        record = bytearray() if flag < 2 else record + _MAGIC
        while left > 0:
            record += words[i][: min(left, 4)]
            left, i = left - 4, i + 1
        if flag % 3 == 0:
            records.append(bytes(record))
    return records


def _walk(
    blob, order="<", mask=(1 << 29) - 1, shift=29, rest=lambda size: -size % 4, between=_MAGIC, ends=(0, 3), kept=0
):
    """A reader with other ideas, that bears with what they lead to."""
    records, parts, at = [], [], 0
    while at + 8 <= len(blob):
        (word,) = struct.unpack_from(order + "I", blob, at + 4)
        flag, size = word >> shift, word & mask
        parts.append(blob[at + 8 : at + 8 + size + kept * (-size % 4)])
        at += 8 + size + rest(size)
        if flag in ends:
            records.append(between.join(parts))
            parts = []
    return records


def mistake_padding_not_skipped(blob):
    """You went on right after the data. The next chunk begins at the next multiple of 4."""
    return _walk(blob, rest=lambda size: 0)


def mistake_always_padding(blob):
    """You skipped 4 bytes of padding where the length is a multiple of 4 already. There is none then: the padding is −n mod 4."""
    return _walk(blob, rest=lambda size: 4 - size % 4)


def mistake_padding_kept(blob):
    """You handed out the padding as data. The record ends after n bytes."""
    return _walk(blob, kept=1)


def mistake_magic_not_put_back(blob):
    """You joined the parts of a record with nothing between them. The writer left the magic out there: put it back."""
    return _walk(blob, between=b"")


def mistake_magic_put_back_big_endian(blob):
    """You put the magic back in the wrong byte order. It is a little-endian word in the file: 0a 23 d7 ce."""
    return _walk(blob, between=_MAGIC[::-1])


def mistake_chunks_as_records(blob):
    """You took every chunk for a record. Flags 1, 2 and 3 say that chunks belong together."""
    return _walk(blob, ends=(0, 1, 2, 3))


def mistake_shift_before_minus(blob):
    """You cut the length out with `1 << 29 - 1`. Minus binds tighter than the shift, so that is 2²⁸; write (1 << 29) - 1."""
    return _walk(blob, mask=1 << 29 - 1)


def mistake_flag_of_two_bits(blob):
    """You read the flag from bit 30 on, with a length of 30 bits. The flag has the upper three bits, 29 to 31."""
    return _walk(blob, mask=(1 << 30) - 1, shift=30)


def mistake_split_at_magic(blob):
    """You looked for the magic to find the chunks. Data may hold it at an offset that is no multiple of 4; go by the lengths."""
    records, parts = [], []
    for chunk in blob.split(_MAGIC)[1:]:
        word = int.from_bytes(chunk[:4], "little")
        parts.append(chunk[4 : 4 + word % 2**29])
        if word >> 29 in (0, 3):
            records.append(_MAGIC.join(parts))
            parts = []
    return records


def mistake_big_endian(blob):
    """You read the words big-endian. They are little-endian."""
    return _walk(blob, order=">")
