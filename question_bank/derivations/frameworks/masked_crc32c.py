"""Masking a checksum, and unmasking it

The CRC of a text that holds CRCs itself is a poor check. TFRecord therefore stores a CRC **masked**: rotated right by
15 bits, as a number of 32 bits, then with 0xa282ead8 added, modulo 2³².

Given `crc`, a checksum, and `stored`, the masked form of another one, return `masked`, the masked form of `crc`, and
`unmasked`, the checksum of which `stored` is the masked form. All four are ints from 0 to 2³² − 1.
"""

SUBTOPIC = "fw.tfrecord"
LEVEL = 1
MINUTES = 4
RETURNS = ("masked", "unmasked")
HINTS = (
    "A rotation is two shifts put together: what falls out on the right comes back in on the left.",
    "Python's ints have no 32 bits: cut them off after a left shift, a sum and a difference. Undo the steps in the reverse order.",
    "masked = ((crc >> 15 | crc << 17) + 0xa282ead8) mod 2³²; for the way back subtract first, then rotate right by 17.",
)
SOLUTION = """Rotating a number of 32 bits right by 15: the upper 17 bits move down by 15, and the lower 15 bits move
up by 17 into the places that have become free. So it is (c >> 15) | (c << 17), cut to 32 bits.

Then the constant is added modulo 2³². Cutting off the carry once at the end is enough: whatever stood above bit 31
before the sum does not reach below it.

The way back undoes this in reverse order. Subtract the constant modulo 2³² (in Python `& 0xFFFFFFFF` makes a negative
difference right), then rotate left by 15, which is right by 17.

Rotation and addition do not commute, so the order matters both ways. Neither protects against intent; the point is
only that a masked CRC inside of data no longer has the algebraic relation to the CRC of that data, by which, for
example, a text followed by its own CRC always has the same CRC."""
SOURCE = "tensorflow/tensorflow, third_party/xla/xla/tsl/lib/hash/crc32c.h (kMaskDelta, Mask, Unmask)"
COVERS = ("23b",)
REVIEWED = "2026-11-22 agreed"


def masked_crc32c(crc, stored):
    """One checksum masked, another unmasked.

    crc: int, from 0 to 2³² − 1
    stored: int, from 0 to 2³² − 1, masked
    returns masked: int, unmasked: int
    """
    masked = ((crc >> 15 | crc << 17) + 0xA282EAD8) % 2**32
    rotated = (stored - 0xA282EAD8) % 2**32
    return masked, (rotated >> 17 | rotated << 15) % 2**32


def inputs(rng):
    def number(low=0, high=2**32):
        return int(rng.integers(low, high))

    delta = 0xA282EAD8
    yield "of the bytes abc", {"crc": 0x364B3FB7, "stored": delta + number(0, 2**30)}
    yield "zero", {"crc": 0, "stored": delta}
    yield "all ones", {"crc": 2**32 - 1, "stored": delta - 1}
    yield "less than the constant is stored", {"crc": number(), "stored": number(0, delta)}
    yield "more than the constant is stored", {"crc": number(), "stored": number(delta + 1)}
    yield "zero is stored", {"crc": number(1, 2**15), "stored": 0}
    yield "only lower bits", {"crc": number(1, 2**15), "stored": number()}
    yield "only upper bits", {"crc": number(1, 2**17) << 15, "stored": number()}
    yield "a single bit", {"crc": 1 << number(15, 32), "stored": (delta + (1 << number(0, 15))) % 2**32}
    yield "a sum with a carry", {"crc": (0xFFFF << 15) + number(0, 2**15), "stored": number()}


def naive(crc, stored):
    def bits(x):
        return [x // 2**i % 2 for i in range(32)]

    def number(bits):
        return sum(2**i * bit for i, bit in enumerate(bits))

    low, own = bits(crc), bits((stored + 2**32 - 0xA282EAD8) % 2**32)
    return (number(low[15:] + low[:15]) + 0xA282EAD8) % 2**32, number(own[17:] + own[:17])


def _masked(crc, right=15):
    return ((crc >> right | crc << 32 - right) + 0xA282EAD8) % 2**32


def _unmasked(stored, right=17):
    rotated = (stored - 0xA282EAD8) % 2**32
    return (rotated >> right | rotated << 32 - right) % 2**32


def mistake_rotated_left(crc, stored):
    """You rotated left by 15 where masking rotates right, and back the other way. That is not the same: right by 15 is left by 17."""
    return _masked(crc, 17), _unmasked(stored, 15)


def mistake_shifted(crc, stored):
    """You shifted and lost the bits that fell out. A rotation brings them back in on the other side."""
    return ((crc >> 15) + 0xA282EAD8) % 2**32, ((stored - 0xA282EAD8) % 2**32 << 15) % 2**32


def mistake_not_cut_to_32_bits(crc, stored):
    """Your sums and shifts grow beyond 32 bits: Python's ints do not wrap round. Take them modulo 2³²."""
    rotated = stored - 0xA282EAD8
    return (crc >> 15 | crc << 17) + 0xA282EAD8, rotated >> 17 | rotated << 15


def mistake_added_first(crc, stored):
    """You added the constant before rotating. Masking rotates first, so unmasking rotates last."""
    total, back = (crc + 0xA282EAD8) % 2**32, (stored >> 17 | stored << 15) % 2**32
    return (total >> 15 | total << 17) % 2**32, (back - 0xA282EAD8) % 2**32


def mistake_unmasked_in_the_same_order(crc, stored):
    """To unmask, you undid the rotation first. It was done first, so it is undone last: subtract, then rotate."""
    back = (stored >> 17 | stored << 15) % 2**32
    return _masked(crc), (back - 0xA282EAD8) % 2**32


def mistake_exclusive_or(crc, stored):
    """You combined with the constant by exclusive or. It is added, modulo 2³², and subtracted on the way back."""
    back = stored ^ 0xA282EAD8
    return (crc >> 15 | crc << 17) % 2**32 ^ 0xA282EAD8, (back >> 17 | back << 15) % 2**32


def mistake_masked_twice(crc, stored):
    """You masked again instead of unmasking. A mask is no involution: subtract the constant, then rotate back."""
    return _masked(crc), _masked(stored)


def mistake_constant_forgotten(crc, stored):
    """You only rotated. The constant 0xa282ead8 is added after that, and subtracted on the way back."""
    return (crc >> 15 | crc << 17) % 2**32, (stored >> 17 | stored << 15) % 2**32
