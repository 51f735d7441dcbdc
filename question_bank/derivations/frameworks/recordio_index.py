"""The index of a RecordIO file

`MXIndexedRecordIO` writes, beside the `.rec` file, a text file (`.idx`) by which each record can be found without
reading those before it. It has one line for each record, in the order of writing: the record's key in decimal, a tab,
the offset in bytes **at which the record's frame begins** in the `.rec` file, in decimal, a newline. The last line
ends with a newline too.

The frame of a record is that of RecordIO: cut the record at every multiple of 4 (counted from its first byte) at
which the four bytes 0a 23 d7 ce stand, and leave these four out; each of the chunks that this gives takes 8 bytes of
header and its data; zeros follow the last one up to a multiple of 4. The `.rec` file holds the frames one after the
other and nothing else.

Given `keys` and `records`, two lists of the same length, return `index`, the text of the `.idx` file. The keys are in
no particular order.
"""

SUBTOPIC = "fw.recordio"
LEVEL = 2
MINUTES = 8
RETURNS = ("index",)
HINTS = (
    "You need no bytes of any frame, only how long each is.",
    "A frame takes 8 bytes, the record rounded up to a multiple of 4, and something for every magic inside. What does a cut cost?",
    "A cut adds a header of 8 and drops the 4 bytes of the magic; write the line first, then add the frame's length to the offset.",
)
SOLUTION = """An offset is the sum of the lengths of all frames before it, so only these lengths matter.

Let n be the length of a record, and k the number of places at multiples of 4 at which the magic stands in it. Cutting
there gives k + 1 chunks with a header of 8 bytes each, while 4k bytes of data are left out. Together with the
padding:

length = 8 (k + 1) + n − 4k + (−n mod 4) = 8 + 4k + 4 ⌈n / 4⌉.

So a plain record of 8 bytes takes 16, an empty one takes 8, and each magic inside costs 4 more than its place: it was
replaced by a header.

The line is written before the record is: the first offset is 0, and the length of the last frame is never used. With
the offset at hand a reader seeks to it and reads one frame, which is what makes shuffled access to a large file
possible. Keys are written as they come, not sorted and not numbered anew."""
SOURCE = "apache/mxnet, python/mxnet/recordio.py (MXIndexedRecordIO.write_idx); dmlc/dmlc-core, src/recordio.cc (WriteRecord)"
COVERS = ("23a",)
REVIEWED = "2026-11-22 agreed"
EQUIVALENT = {
    "cuts = sum((data[i:i + 4] == _MAGIC for i in range(0, len(data), 4))) → cuts = sum((data[i:i + 4] == _MAGIC for i in range(0, len(data) + 1, 4)))": "a slice at the end with fewer than four bytes is not the magic",
    "cuts = sum((data[i:i + 4] == _MAGIC for i in range(0, len(data), 4))) → cuts = sum((data[i:i + 4] == _MAGIC for i in range(0, len(data) - 1, 4)))": "a slice at the end with fewer than four bytes is not the magic",
}

_MAGIC = b"\x0a\x23\xd7\xce"


def recordio_index(keys, records):
    """The text of the index.

    keys: list of N ints
    records: list of N records, each bytes
    returns index: text of N lines
    """
    index, at = "", 0
    for key, data in zip(keys, records, strict=True):
        index += f"{key}\t{at}\n"
        cuts = sum(data[i : i + 4] == _MAGIC for i in range(0, len(data), 4))
        at += 8 + 4 * cuts + len(data) + -len(data) % 4
    return index


def _keyed(rng, *records):
    return {"keys": [int(key) for key in rng.choice(1000, len(records), replace=False)], "records": list(records)}


def inputs(rng):
    k, m, n = (4 * int(i) for i in rng.permutation(range(2, 9))[:3])
    yield "no record", _keyed(rng)
    yield "one record", _keyed(rng, rng.bytes(n))
    yield "five of eight bytes", _keyed(rng, *(rng.bytes(8) for _ in range(5)))
    yield "lengths of every remainder", _keyed(rng, *(rng.bytes(m + extra) for extra in (1, 2, 3, 0, 5)))
    yield "empty ones", _keyed(rng, b"", b"", rng.bytes(k), b"", rng.bytes(1))
    yield (
        "the magic inside, at a multiple of 4",
        _keyed(rng, rng.bytes(k) + _MAGIC + rng.bytes(n + 1), rng.bytes(m), b""),
    )
    yield (
        "the magic first, last and twice",
        _keyed(rng, _MAGIC + rng.bytes(m), rng.bytes(n) + 2 * _MAGIC, _MAGIC, rng.bytes(k), b""),
    )
    yield "the magic at another offset", _keyed(rng, rng.bytes(k + 1) + _MAGIC + rng.bytes(n), rng.bytes(m + 2), b"")
    yield "one of them long", _keyed(rng, rng.bytes(3), rng.bytes(70000 + n), rng.bytes(m), rng.bytes(n + 3))


def naive(keys, records):
    blob, lines = b"", []
    for j in range(len(keys)):
        lines.append("\t".join([str(keys[j]), str(len(blob))]) + "\n")
        words = [records[j][i : i + 4] for i in range(0, len(records[j]), 4)]
        blob += bytes(8) + b"".join(bytes(8) if word == _MAGIC else word.ljust(4) for word in words)
    return "".join(lines)


def _listed(keys, sizes, line="{key}\t{at}\n"):
    index, at = "", 0
    for key, size in zip(keys, sizes, strict=True):
        index += line.format(key=key, at=at, end=at + size)
        at += size
    return index


def _sizes(records, header=8, cut=4, step=4, align=4):
    """The length of each frame."""
    sizes = []
    for data in records:
        cuts = sum(data[i : i + 4] == _MAGIC for i in range(0, len(data), step))
        sizes.append(header + cut * cuts + len(data) + -len(data) % align)
    return sizes


def mistake_padding_forgotten(keys, records):
    """You counted frames without their padding. Each is filled up with zeros to a multiple of 4."""
    return _listed(keys, _sizes(records, align=1))


def mistake_header_forgotten(keys, records):
    """You counted the data alone. Each chunk begins with 8 bytes: the magic, and flag with length."""
    return _listed(keys, _sizes(records, header=0, cut=-4))


def mistake_length_forgotten(keys, records):
    """You counted 4 bytes of header. There are two words of four bytes: the magic, then flag and length."""
    return _listed(keys, _sizes(records, header=4, cut=0))


def mistake_cuts_forgotten(keys, records):
    """You took every record for one chunk. Where the magic stands in it at a multiple of 4 it is cut, which makes the frame longer."""
    return _listed(keys, _sizes(records, cut=0))


def mistake_magic_counted_twice(keys, records):
    """You added a whole header of 8 bytes for each cut. The four bytes of the magic that stood there are not written: 4 remain."""
    return _listed(keys, _sizes(records, cut=8))


def mistake_cut_at_every_offset(keys, records):
    """You counted the magic at every offset. The writer looks for it at multiples of 4 only."""
    return _listed(keys, _sizes(records, step=1))


def mistake_offset_after_the_record(keys, records):
    """You wrote where each record ends. The index holds where it begins; the first offset is 0."""
    return _listed(keys, _sizes(records), "{key}\t{end}\n")


def mistake_space_for_tab(keys, records):
    """You put a space between key and offset. It is a tab: the reader splits there."""
    return _listed(keys, _sizes(records), "{key} {at}\n")


def mistake_no_last_newline(keys, records):
    """You left the newline of the last line out. Every line ends with one, or the next line that is appended runs into it."""
    return _listed(keys, _sizes(records))[:-1]


def mistake_numbered(keys, records):
    """You numbered the records from 0. The line begins with the key that the record was given."""
    return _listed(range(len(keys)), _sizes(records))
