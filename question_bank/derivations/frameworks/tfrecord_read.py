"""Reading a TFRecord file that may be damaged

A TFRecord file is a series of frames: the length n of the data, as uint64; the masked CRC-32C of these eight bytes,
as uint32; n bytes of data; the masked CRC-32C of the data, as uint32. All are little-endian, without padding.

CRC-32C: a register of 32 ones; each byte of the message is added to it by exclusive or, then eight times it is
shifted right by one, and 0x82F63B78 is added by exclusive or if the bit that fell out was 1; at the end all bits are
inverted. Masked: rotated right by 15 bits, then 0xa282ead8 is added modulo 2³².

Given `blob`, the bytes of a file, read frames from its beginning. **Stop before the first frame that is not good**:
cut off by the end of the file, or with a wrong checksum of its length or of its data. Return `records`, the list of
the data (bytes) of the good frames before it, and `end`, the offset at which you stopped, which is the length of the
file if all is good.
"""

import struct

SUBTOPIC = "fw.tfrecord"
LEVEL = 2
MINUTES = 12
RETURNS = ("records", "end")
HINTS = (
    "Keep one offset that moves only when a whole frame has been found good.",
    "Test in the order in which you may trust: are there enough bytes for a frame, is the length right, does the data fit, is the data right?",
    "size, check = struct.unpack_from('<QI', blob, end); compare check with the masked CRC of blob[end : end + 8] before using size.",
)
SOLUTION = """Three things can be wrong with a frame, and each is tested before what depends on it.

The smallest frame, with no data, takes 16 bytes; where fewer are left, the file is at its end or was cut off. Then
the checksum of the length: a length with a flipped bit may be astronomically large, so it is not used before it has
been found right. Only now is the end of the frame known, at offset + 12 + n + 4; if that lies beyond the file, the
file was cut off. Last the checksum of the data.

Instead of unmasking what is stored, mask what was computed and compare: masking is one-to-one, so that is the same.

The offset moves on only after all tests, by n + 16. So what is returned is where the first bad frame begins, and a
writer that was interrupted can go on from there after cutting the file to that length.

Frames after a bad one are not looked for: without a magic number nothing says where the next one begins, once a
length cannot be trusted."""
SOURCE = "tensorflow/tensorflow, third_party/xla/xla/tsl/lib/io/record_reader.cc (ReadChecksummed, ReadRecord)"
COVERS = ("23b",)
REVIEWED = "2026-11-22 fixed"
EQUIVALENT = {
    "while len(blob) - end >= 16: → while len(blob) - end >= 15:": "with 15 bytes left the frame does not fit, and the loop breaks",
}


def tfrecord_read(blob):
    """The good records, and where the first bad frame begins.

    blob: bytes, the file
    returns records: list of bytes, end: int
    """
    records, end = [], 0
    while len(blob) - end >= 16:
        size, check = struct.unpack_from("<QI", blob, end)
        data, footer = blob[end + 12 : end + 12 + size], blob[end + 12 + size : end + 16 + size]
        if check != _masked_crc(blob[end : end + 8]) or footer != struct.pack("<I", _masked_crc(data)):
            break
        records.append(data)
        end += 16 + size
    return records, end


def _masked_crc(message):
    crc = 0xFFFFFFFF
    for byte in message:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ 0x82F63B78 * (crc & 1)
    crc ^= 0xFFFFFFFF
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) % 2**32


def _frame(data):
    length = struct.pack("<Q", len(data))
    return length + struct.pack("<I", _masked_crc(length)) + data + struct.pack("<I", _masked_crc(data))


def _flipped(blob, at, bit=0):
    return blob[:at] + bytes([blob[at] ^ 1 << bit]) + blob[at + 1 :]


def inputs(rng):
    k, m, n = (int(i) for i in rng.permutation(range(5, 25))[:3])
    a, b, c, empty = _frame(rng.bytes(k)), _frame(rng.bytes(m)), _frame(rng.bytes(n)), _frame(b"")
    bit = int(rng.integers(8))
    yield "an empty file", {"blob": b""}
    yield "one record", {"blob": a}
    yield "three records", {"blob": a + b + c}
    yield "empty records, the last too", {"blob": empty + b + empty + empty}
    yield "longer than a byte can say", {"blob": _frame(rng.bytes(256 + n)) + a}
    yield "a bit of the data is flipped", {"blob": a + _flipped(b, 12 + m // 2, bit) + c}
    yield "a bit of the data's checksum is flipped", {"blob": a + _flipped(b, 12 + m, bit) + c}
    yield "a bit of the length's checksum is flipped", {"blob": b + _flipped(c, 8, bit) + a}
    yield "the length is wrong", {"blob": c + struct.pack("<Q", k - 1) + a[8:] + b}
    yield "the length is enormous", {"blob": b + _flipped(a, 6, bit) + c}
    yield "cut off in the data", {"blob": a + b + c[: 12 + n // 2]}
    yield "cut off in the last checksum", {"blob": a + c[:-1]}
    yield "cut off in the length", {"blob": b + a[:5]}
    yield "cut off after the length's checksum", {"blob": c + b[:12]}
    yield "something after the last frame", {"blob": a + rng.bytes(20 + m)}
    yield "not a TFRecord file", {"blob": rng.bytes(60 + n)}


def naive(blob):
    def checksum(message):
        bits = "".join(f"{byte:08b}"[::-1] for byte in message)
        rest = int(bits + 32 * "0", 2) ^ 0xFFFFFFFF << len(bits)
        for place in reversed(range(32, len(bits) + 32)):
            if rest >> place & 1:
                rest ^= 0x11EDC6F41 << place - 32
        crc = f"{rest ^ 0xFFFFFFFF:032b}"[::-1]
        return ((int(crc[17:] + crc[:17], 2) + 0xA282EAD8) % 2**32).to_bytes(4, "little")

    records, left = [], blob
    while True:
        length, check, left = left[:8], left[8:12], left[12:]
        size = int.from_bytes(length, "little")
        if (
            len(check) < 4
            or check != checksum(length)
            or len(left) < size + 4
            or checksum(left[:size]) != left[size : size + 4]
        ):
            return records, sum(len(record) + 16 for record in records)
        records.append(left[:size])
        left = left[size + 4 :]


def _walk(blob, form="<QI", mask=_masked_crc, of_length=True, of_data=True, whole=True, skip=False):
    """A reader that forgets some of the tests."""
    records, end, header = [], 0, struct.calcsize(form)
    while len(blob) - end >= header:
        size, check = struct.unpack_from(form, blob, end)
        start = end + header
        data, footer = blob[start : start + size], blob[start + size : start + size + 4]
        if of_length and check != mask(blob[end : start - 4]):
            break
        if whole and len(footer) < 4:
            break
        good = not of_data or len(footer) < 4 or footer == struct.pack(form[0] + "I", mask(data))
        if not good and not skip:
            break
        if good:
            records.append(data)
        end = start + size + 4
    return records, end


def mistake_length_not_checked(blob):
    """You did not test the checksum of the length. A frame with a wrong one is not good, even if its data is."""
    return _walk(blob, of_length=False)


def mistake_data_not_checked(blob):
    """You did not test the checksum of the data."""
    return _walk(blob, of_data=False)


def mistake_nothing_checked(blob):
    """You tested no checksum at all."""
    return _walk(blob, of_length=False, of_data=False)


def mistake_cut_off_record_kept(blob):
    """You kept a record that the end of the file had cut off. A frame is good only if it is there as a whole."""
    records, end = _walk(blob, whole=False)
    return records, min(end, len(blob))


def mistake_bad_record_skipped(blob):
    """You left out a record with wrong data and went on after it. Reading stops before the first frame that is not good."""
    return _walk(blob, skip=True)


def mistake_not_masked(blob):
    """You compared the stored checksums with unmasked ones, so nothing seems good. They are masked: rotated right by 15, plus
    0xa282ead8.
    """

    def unmasked(message):
        back = (_masked_crc(message) - 0xA282EAD8) % 2**32
        return (back >> 17 | back << 15) % 2**32

    return _walk(blob, mask=unmasked)


def mistake_end_of_file_returned(blob):
    """You returned the length of the file. `end` is where the first frame begins that is not good."""
    return _walk(blob)[0], len(blob)


def mistake_end_without_overhead(blob):
    """You added up the lengths of the records. Each frame takes 16 bytes more."""
    records, _ = _walk(blob)
    return records, sum(len(record) for record in records)


def mistake_big_endian(blob):
    """You read length and checksums big-endian. They are little-endian."""
    return _walk(blob, form=">QI", of_length=False, of_data=False)


def mistake_length_of_four_bytes(blob):
    """You read a length of four bytes, so that all that follows is out of place. It is a uint64."""
    return _walk(blob, form="<II", of_length=False, of_data=False)
