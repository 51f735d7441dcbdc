"""A record in TFRecord's frame

A TFRecord file is a series of frames. A frame is: the length of the data in bytes, as uint64; the masked CRC-32C **of
these eight bytes**, as uint32; the data; the masked CRC-32C of the data, as uint32. All are little-endian, and there
is no padding.

CRC-32C: a register of 32 ones; each byte of the message is added to it by exclusive or, then eight times it is
shifted right by one, and 0x82F63B78 is added by exclusive or if the bit that fell out was 1; at the end all bits are
inverted. Masked: rotated right by 15 bits, then 0xa282ead8 is added modulo 2³².

Given `data` (bytes), return `frame` (bytes). For `abc` its last four bytes are 6e 57 f1 21.
"""

import struct

SUBTOPIC = "fw.tfrecord"
LEVEL = 2
MINUTES = 10
RETURNS = ("frame",)
HINTS = (
    "There are two checksums, made by the same function. What is the message of each?",
    "Write a function for the masked checksum of any bytes; apply it to the eight bytes of the length, and to the data.",
    "header = struct.pack('<Q', len(data)); the frame is header, masked(header), data, masked(data), both checksums packed as '<I'.",
)
SOLUTION = """A reader must know how much to read before it reads. If the length were damaged, it might try to read,
or to make room for, an enormous number of bytes, and it could not even find the end of the record to check it. So the
length has a checksum of its own, which is tested before the length is used. The second one is over the data alone.

length (8) · mask(crc(length)) (4) · data (n) · mask(crc(data)) (4): a frame takes n + 16 bytes.

Both are masked, because the data may well be something that holds checksums itself, a TFRecord file for example, and
the CRC of a text that ends with its own CRC is a constant.

Nothing is padded, and there is no magic number: a file can only be read from its beginning, or from an offset that is
known. An empty record has the length 0 and the CRC 0, masked a282ead8, at the end."""
SOURCE = "tensorflow/tensorflow, third_party/xla/xla/tsl/lib/io/record_writer.cc (WriteRecord, PopulateHeader) and record_writer.h"
COVERS = ("23b",)
REVIEWED = "2026-11-22 agreed"


def tfrecord_frame(data):
    """The bytes that are written for one record.

    data: bytes, the record
    returns frame: bytes
    """
    length = struct.pack("<Q", len(data))
    return length + _masked(_crc(length)) + data + _masked(_crc(data))


def _crc(message):
    crc = 0xFFFFFFFF
    for byte in message:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ 0x82F63B78 * (crc & 1)
    return crc ^ 0xFFFFFFFF


def _masked(crc):
    return struct.pack("<I", ((crc >> 15 | crc << 17) + 0xA282EAD8) % 2**32)


def inputs(rng):
    k, m, n = (int(i) for i in rng.permutation(range(6, 30))[:3])
    yield "empty", {"data": b""}
    yield "abc", {"data": b"abc"}
    yield "one byte", {"data": rng.bytes(1)}
    yield "zeros", {"data": bytes(k)}
    for size in (2, 4, 5):
        yield f"{size} bytes", {"data": rng.bytes(size)}
    yield "some bytes", {"data": rng.bytes(m)}
    yield "longer than a byte can say", {"data": rng.bytes(256 + n)}
    yield "a frame as data", {"data": tfrecord_frame(rng.bytes(n))}


def naive(data):
    def checksum(message):
        bits = "".join(f"{byte:08b}"[::-1] for byte in message)
        rest = int(bits + 32 * "0", 2) ^ 0xFFFFFFFF << len(bits)
        for place in reversed(range(32, len(bits) + 32)):
            if rest >> place & 1:
                rest ^= 0x11EDC6F41 << place - 32
        crc = f"{rest ^ 0xFFFFFFFF:032b}"[::-1]
        return ((int(crc[17:] + crc[:17], 2) + 0xA282EAD8) % 2**32).to_bytes(4, "little")

    length = len(data).to_bytes(8, "little")
    return b"".join([length, checksum(length), data, checksum(data)])


def _framed(data, length="<Q", crc=_crc, mask=_masked, of_header=None, of_data=None):
    header = struct.pack(length, len(data))
    before = mask(crc(header)) if of_header is None else of_header(header)
    return header + before + data + mask(crc(data if of_data is None else of_data(header, before)))


def mistake_not_masked(data):
    """You stored the checksums as they are. They are masked: rotated right by 15, plus 0xa282ead8."""
    return _framed(data, mask=lambda crc: struct.pack("<I", crc))


def mistake_crc_of_zlib(data):
    """You used zlib's CRC-32. TFRecord has CRC-32C, with Castagnoli's polynomial."""

    def crc(message):
        register = 0xFFFFFFFF
        for byte in message:
            register ^= byte
            for _ in range(8):
                register = register >> 1 ^ 0xEDB88320 * (register & 1)
        return register ^ 0xFFFFFFFF

    return _framed(data, crc=crc)


def mistake_rotated_left(data):
    """You rotated the checksums left by 15 bits. Masking rotates right."""
    return _framed(data, mask=lambda crc: struct.pack("<I", ((crc << 15 | crc >> 17) + 0xA282EAD8) % 2**32))


def mistake_constant_forgotten(data):
    """You rotated the checksums but did not add 0xa282ead8."""
    return _framed(data, mask=lambda crc: struct.pack("<I", (crc >> 15 | crc << 17) % 2**32))


def mistake_crc_over_length_and_data(data):
    """Your second checksum is over length and data together. It is over the data alone: the length has its own."""
    return _framed(data, of_data=lambda header, _: header + data)


def mistake_crc_over_all_before(data):
    """Your second checksum is over all that stands before it. It is over the data alone."""
    return _framed(data, of_data=lambda header, before: header + before + data)


def mistake_length_of_four_bytes(data):
    """Your length takes four bytes. It is a uint64, and its checksum is over all eight bytes."""
    return _framed(data, length="<I")


def mistake_length_without_crc(data):
    """The checksum of the length is missing. A reader tests it before it trusts the length."""
    return _framed(data, of_header=lambda header: b"")


def mistake_length_big_endian(data):
    """You wrote the length big-endian. It is little-endian."""
    return _framed(data, length=">Q")


def mistake_crcs_big_endian(data):
    """You wrote the checksums big-endian. They are little-endian."""
    return _framed(data, mask=lambda crc: _masked(crc)[::-1])
