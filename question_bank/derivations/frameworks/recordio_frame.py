"""A record in RecordIO's frame

RecordIO (MXNet's `.rec` files) writes a record as one or more **chunks**. A chunk is the magic number 0xced7230a, a
word that holds a flag in its upper 3 bits and a length in its lower 29, and that many bytes of data. All words are
unsigned, of 32 bits, little-endian.

The four bytes of the magic may stand inside the record too. A reader that looks for the beginning of a chunk looks
only at offsets that are multiples of 4, so the writer looks for them there only, counted from the record's first
byte. Wherever it finds them it **ends a chunk and leaves these four bytes out**; the reader puts them back. The flag
is 0 for a record in one chunk; otherwise 1 for its first chunk, 3 for its last, 2 for those between. A chunk can be
empty.

At the end come zero bytes until the length of all that was written is a multiple of 4; the length field does not
count them.

Given `data`, the bytes of one record (fewer than 2²⁹), return `frame`, the bytes that are written.
"""

import struct

SUBTOPIC = "fw.recordio"
LEVEL = 2
MINUTES = 10
RETURNS = ("frame",)
HINTS = (
    "First cut the record into chunks, then write them. How many chunks are there if the magic stands k times at multiples of 4?",
    "Walk over the record four bytes at a time; what equals the magic is where one chunk ends and the next begins, four bytes on.",
    "Each chunk: magic, then flag · 2²⁹ + len(chunk) as a little-endian uint32, then the chunk; zeros to a multiple of 4 at the end.",
)
SOLUTION = """A reader that starts in the middle of a file must be able to find the next record. It does so by looking
for the magic at multiples of 4, which only works if the magic never stands at a multiple of 4 in any data. So the
writer cuts the record there. The magic's four bytes need not be written: a reader knows that they stood between two
chunks of one record, and puts them back. With k such places there are k + 1 chunks, each with 8 bytes of header:

frame length = 8 (k + 1) + (n − 4k) + padding = 8 + 4k + n + padding.

All chunks but the last hold a multiple of 4 bytes, because both their ends are at multiples of 4. So only the last
one needs padding, and every chunk begins at a multiple of 4. At other offsets the magic does no harm.

Flag and length share a word: flag in bits 29 to 31, length below, hence less than 2²⁹ bytes. The flags tell a reader
when to go on collecting: 0 and 3 end a record, 1 and 2 do not."""
SOURCE = "dmlc/dmlc-core, include/dmlc/recordio.h (format) and src/recordio.cc (RecordIOWriter::WriteRecord)"
COVERS = ("23a",)
REVIEWED = "2026-11-22 fixed"
EQUIVALENT = {
    "for i in range(0, len(data), 4): → for i in range(0, len(data) + 1, 4):": "a slice at the end with fewer than four bytes is not the magic",
    "for i in range(0, len(data), 4): → for i in range(0, len(data) - 1, 4):": "a slice at the end with fewer than four bytes is not the magic",
}

_MAGIC = b"\x0a\x23\xd7\xce"


def recordio_frame(data):
    """The bytes that are written for one record.

    data: bytes, the record
    returns frame: bytes
    """
    chunks, start = [], 0
    for i in range(0, len(data), 4):
        if data[i : i + 4] == _MAGIC:
            chunks.append(data[start:i])
            start = i + 4
    return _written([*chunks, data[start:]])


def _written(chunks):
    frame = b""
    for k, chunk in enumerate(chunks, start=1):
        first, last = k == 1, k == len(chunks)
        flag = 0 if first and last else 1 if first else 3 if last else 2
        frame += _MAGIC + struct.pack("<I", flag << 29 | len(chunk)) + chunk
    return frame + bytes(-len(frame) % 4)


def inputs(rng):
    k, m, n = (4 * int(i) for i in rng.permutation(range(2, 9))[:3])
    yield "empty", {"data": b""}
    for extra in (1, 2, 3):
        yield f"{extra} more than a multiple of 4", {"data": rng.bytes(k + extra)}
    yield "a multiple of 4", {"data": rng.bytes(m)}
    yield "nothing but the magic", {"data": _MAGIC}
    yield "the magic first", {"data": _MAGIC + rng.bytes(n + 1)}
    yield "the magic last", {"data": rng.bytes(k) + _MAGIC}
    yield "the magic in the middle, at a multiple of 4", {"data": rng.bytes(m) + _MAGIC + rng.bytes(n + 3)}
    yield "the magic at another offset", {"data": rng.bytes(n + 2) + _MAGIC + rng.bytes(k)}
    yield (
        "three times, two of them side by side",
        {"data": rng.bytes(k) + 2 * _MAGIC + rng.bytes(m) + _MAGIC + rng.bytes(2)},
    )
    yield (
        "at a multiple of 4 and elsewhere",
        {"data": rng.bytes(n + 1) + _MAGIC + rng.bytes(3) + _MAGIC + rng.bytes(m + 1)},
    )
    yield "only the beginning of the magic, at the end", {"data": rng.bytes(m) + _MAGIC[:3]}
    yield "longer than a byte can say", {"data": rng.bytes(300 + k) + _MAGIC + rng.bytes(70000 + n + 1)}


def naive(data):
    out, chunk, chunks = [], [], []
    for i in range(0, len(data), 4):
        word = list(data[i : i + 4])
        if len(word) == 4 and sum(byte << 8 * j for j, byte in enumerate(word)) == 0xCED7230A:
            chunks.append(chunk)
            chunk = []
        else:
            chunk += word
    chunks.append(chunk)
    for j, chunk in enumerate(chunks):
        out += [0x0A, 0x23, 0xD7, 0xCE]
        flag = (0 if j == 0 else 3) if chunk is chunks[-1] and j == len(chunks) - 1 else (1 if j == 0 else 2)
        word = flag * 2**29 + len(chunk)
        out += [word // 256**b % 256 for b in range(4)] + chunk
    while len(out) % 4:
        out.append(0)
    return bytes(out)


def _cut(data, step=4, kept=0):
    """The chunks, looked for at every multiple of `step`, with so many bytes of the magic kept."""
    chunks, start, i = [], 0, 0
    while i < len(data):
        if data[i : i + 4] == _MAGIC:
            chunks.append(data[start : i + kept])
            i = start = i + 4
        else:
            i += step
    return [*chunks, data[start:]]


def _put(chunks, flags=(0, 1, 2, 3), order="<", shift=29, length=len, pad=True):
    frame = b""
    for k, chunk in enumerate(chunks, start=1):
        first, last = k == 1, k == len(chunks)
        flag = flags[0] if first and last else flags[1] if first else flags[3] if last else flags[2]
        frame += struct.pack(order + "II", 0xCED7230A, flag << shift | length(chunk)) + chunk
    return frame + (bytes(-len(frame) % 4) if pad else b"")


def mistake_no_padding(data):
    """You did not pad. Every chunk must begin at a multiple of 4, or the next record's magic is not found."""
    return _put(_cut(data), pad=False)


def mistake_padding_counted(data):
    """You counted the padding in the length. The length is that of the data; a reader rounds it up by itself, and would hand
    out your zeros as data.
    """
    return _put(_cut(data), length=lambda chunk: len(chunk) + -len(chunk) % 4)


def mistake_magic_at_every_offset(data):
    """You cut at the magic wherever it stands. A reader looks at multiples of 4 only, so elsewhere the magic is plain data."""
    return _put(_cut(data, step=1))


def mistake_not_split(data):
    """You wrote the record in one chunk although the magic stands in it at a multiple of 4; a reader that looks for the beginning of
    a chunk would stop there.
    """
    return _put([data])


def mistake_magic_kept(data):
    """You cut at the right places but kept the magic's four bytes in the data. The reader puts them back by itself, and so they would
    be there twice.
    """
    return _put(_cut(data, kept=4))


def mistake_length_with_magic(data):
    """The lengths of your chunks include the four bytes of the magic. A length counts the data alone, after magic and length."""
    return _put(_cut(data), length=lambda chunk: len(chunk) + 4)


def mistake_flags_without_first(data):
    """You gave the first chunk of several the flag 2, like those between. It has the flag 1, so that a reader knows where a record
    begins.
    """
    return _put(_cut(data), flags=(0, 2, 2, 3))


def mistake_flags_end_is_two(data):
    """Your flags run begin 1, end 2, between 3. The end is 3, and what lies between is 2."""
    return _put(_cut(data), flags=(0, 1, 3, 2))


def mistake_flag_at_bit_30(data):
    """You put the flag at bit 30. It takes the upper three bits: bits 29 to 31."""
    return _put(_cut(data), shift=30)


def mistake_big_endian(data):
    """You wrote the words big-endian. RecordIO writes them as the machine has them, little-endian."""
    return _put(_cut(data), order=">")
