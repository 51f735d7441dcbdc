"""CRC-32C, the checksum of TFRecord

A cyclic redundancy check is the remainder of a division of polynomials over {0, 1}, in which adding is exclusive or.
CRC-32C (Castagnoli) has the polynomial 0x1EDC6F41 (x³² is understood) and is **reflected**: of each byte the lowest
bit comes first, and so the polynomial's bits are used in reverse order, 0x82F63B78, with a register that is shifted
to the right.

The register has 32 bits and begins with all of them 1. Each bit of the message is added to the register's lowest bit;
the register is shifted right by one, and if the bit that fell out was 1, the reversed polynomial is added. At the end
all 32 bits are inverted.

Given `data` (bytes), return `crc`, an int from 0 to 2³² − 1. The nine bytes `123456789` give e3069283.
"""

SUBTOPIC = "fw.tfrecord"
LEVEL = 2
MINUTES = 8
RETURNS = ("crc",)
HINTS = (
    "Eight bits of the message can be added at once: they meet the register's lowest eight bits one after the other.",
    "For each byte: add it to the register, then eight times shift right, and add the polynomial where a 1 falls out.",
    "crc ^= byte; eight times: crc = (crc >> 1) ^ 0x82F63B78 if crc & 1, otherwise crc >> 1. Begin and end with 0xFFFFFFFF.",
)
SOLUTION = """Long division, one bit at a time. The register holds the remainder so far, its lowest bit being the next
to be decided. If this bit together with the message's is 1, the polynomial "fits once" and is subtracted, which over
{0, 1} is the same as added, exclusive or. Then everything moves on by one place.

A byte can be added to the register in one go, because its bits reach the lowest place one after the other while the
register is shifted eight times.

Reflected means only that the hardware's order of bits is kept, lowest first. Left shifts with 0x1EDC6F41 and right
shifts with 0x82F63B78 do the same on mirrored registers; mixing them up gives another checksum.

Beginning with ones makes zeros in front of the message count: from 0 they would leave the register at 0. The
inversion at the end does the like for zeros that are appended to a message and its checksum. The empty message gives
0.

In practice the eight steps are looked up in a table of 256 entries, or done by one instruction of the processor:
x86 has one for this polynomial, not for zlib's 0xEDB88320."""
SOURCE = "RFC 3720 (iSCSI), section 12.1 (generator) and appendix B.4 (examples); tensorflow/tensorflow, third_party/xla/xla/tsl/lib/hash/crc32c.h"
COVERS = ("23b",)
REVIEWED = "2026-11-22 fixed"


def crc32c(data):
    """The checksum.

    data: bytes
    returns crc: int, from 0 to 2³² − 1
    """
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ 0x82F63B78 * (crc & 1)
    return crc ^ 0xFFFFFFFF


def inputs(rng):
    k, m, n = (int(i) for i in rng.permutation(range(2, 20))[:3])
    yield "nothing", {"data": b""}
    yield "the nine digits", {"data": b"123456789"}
    yield "one zero", {"data": bytes(1)}
    yield "one byte", {"data": bytes([int(rng.integers(1, 256))])}
    yield "zeros only", {"data": bytes(30 + k)}
    yield "ones only", {"data": b"\xff" * (30 + m)}
    yield "four bytes", {"data": rng.bytes(4)}
    yield "text", {"data": "".join(chr(int(c)) for c in rng.integers(97, 123, size=5 + n)).encode()}
    yield "zeros in front", {"data": bytes(k) + rng.bytes(m)}
    yield "zeros behind", {"data": rng.bytes(n) + bytes(m)}
    yield "some hundred bytes", {"data": rng.bytes(200 + k)}


def naive(data):
    """Long division of whole polynomials, held in big integers."""
    bits = "".join(f"{byte:08b}"[::-1] for byte in data)
    dividend = int(bits + 32 * "0", 2) ^ 0xFFFFFFFF << len(bits)
    for place in reversed(range(32, len(bits) + 32)):
        if dividend >> place & 1:
            dividend ^= 0x11EDC6F41 << place - 32
    return int(f"{dividend ^ 0xFFFFFFFF:032b}"[::-1], 2)


def _right(data, polynomial=0x82F63B78, begin=0xFFFFFFFF, end=0xFFFFFFFF, steps=8):
    crc = begin
    for byte in data:
        crc ^= byte
        for _ in range(steps):
            crc = crc >> 1 ^ (polynomial if crc & 1 else 0)
    return crc ^ end


def mistake_polynomial_of_zlib(data):
    """That is the CRC-32 of zlib and Ethernet, with the polynomial 0xEDB88320. CRC-32C has Castagnoli's, 0x82F63B78 reversed."""
    return _right(data, polynomial=0xEDB88320)


def mistake_polynomial_not_reversed(data):
    """You shift right, but add the polynomial with its bits in the order of a left shift. Reverse them: 0x82F63B78."""
    return _right(data, polynomial=0x1EDC6F41)


def mistake_not_reflected(data):
    """You took the highest bit of each byte first and shifted left. CRC-32C is reflected: lowest bit first, shifts to the right."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte << 24
        for _ in range(8):
            crc = crc << 1 & 0xFFFFFFFF ^ (0x1EDC6F41 if crc >> 31 else 0)
    return crc ^ 0xFFFFFFFF


def mistake_begins_with_zeros(data):
    """Your register begins with zeros. With ones, zeros in front of the message count too."""
    return _right(data, begin=0)


def mistake_not_inverted(data):
    """You did not invert the bits at the end."""
    return _right(data, end=0)


def mistake_neither_ones_nor_inverted(data):
    """You left out both the ones at the beginning and the inversion at the end."""
    return _right(data, begin=0, end=0)


def mistake_one_step_for_a_byte(data):
    """You shifted once for each byte. Each of its eight bits needs a step."""
    return _right(data, steps=1)


def mistake_signed(data):
    """Your result is a signed number of 32 bits. A checksum is unsigned: take it modulo 2³²."""
    crc = _right(data)
    return crc - 2**32 if crc >= 2**31 else crc
