"""Packing a label with a record (IRHeader)

MXNet puts the label of an image and its identity in front of the image's bytes, before all is framed as a record. The
header has 24 bytes, all little-endian, without gaps: `flag` (uint32), `label` (float32), `id` (uint64), `id2`
(uint64).

If the label is a number, flag is 0 and the number stands in the header. If it is a list of numbers, even of one,
**flag is how many there are**, the header's own label is 0, and the list follows the header as float32,
little-endian, before the payload.

Given `label` (a float or a list of floats), `id` and `id2` (not negative, below 2⁶⁴) and `payload` (bytes), return
`record`, the packed bytes, as `mxnet.recordio.pack` does.
"""

import struct

SUBTOPIC = "fw.recordio"
LEVEL = 1
MINUTES = 5
RETURNS = ("record",)
HINTS = (
    "struct.pack writes all four fields at once; find the letters for uint32, float32 and uint64.",
    "A list changes three things: the flag, the label in the header, and what comes right after the header.",
    "struct.pack('<IfQQ', flag, number, id, id2), then len(label) times 'f' for a list, then the payload.",
)
SOLUTION = """The header is a C struct: 4 + 4 + 8 + 8 = 24 bytes. Its fields happen to lie where a compiler would put
them, so there are no gaps; with `<` in front of the format none can appear.

A reader must be able to tell how much of what follows the header is label. That is what flag is for: 0 says "the
label is in the header", k > 0 says "the next 4k bytes are k labels". It counts **numbers**, not bytes. So for a list
of k numbers

record = [k, 0.0, id, id2] · float32 × k · payload,

and for a single number

record = [0, label, id, id2] · payload.

A list of one number is a list: flag is 1, and 4 bytes follow. An empty list gives flag 0 and label 0, which a reader
cannot tell from the number 0.

The floats are single precision, in the header and in the list: half the bytes of Python's own."""
SOURCE = "apache/mxnet, python/mxnet/recordio.py (_IR_FORMAT = 'IfQQ', pack)"
COVERS = ("23a",)
REVIEWED = "2026-11-22 fixed"


def irheader_pack(label, id, id2, payload):
    """The packed record.

    label: float, or list of floats
    id: int, from 0 to 2⁶⁴ − 1
    id2: int, from 0 to 2⁶⁴ − 1
    payload: bytes
    returns record: bytes
    """
    if isinstance(label, list):
        vector = struct.pack(f"<{len(label)}f", *label)
        return struct.pack("<IfQQ", len(label), 0, id, id2) + vector + payload
    return struct.pack("<IfQQ", 0, label, id, id2) + payload


def _case(rng, label, size, high=0):
    id, id2 = (int(i) for i in rng.integers(1, 1 << 31, 2))
    return {"label": label, "id": id + (high << 32), "id2": id2, "payload": rng.bytes(size)}


def inputs(rng):
    k, m, n = (int(i) for i in rng.permutation(range(2, 9))[:3])
    yield "a number", _case(rng, float(rng.integers(2, 1000)), m)
    yield "a fraction that float32 rounds", _case(rng, float(rng.normal()), n)
    yield "a negative number", _case(rng, -float(rng.uniform(1, 9)), k)
    yield "a list", _case(rng, rng.normal(size=n).tolist(), k)
    yield "a list of one", _case(rng, [float(rng.normal())], m)
    yield "an empty list", _case(rng, [], n)
    yield "no payload", _case(rng, rng.normal(size=m).tolist(), 0)
    yield "ids beyond 32 bits", _case(rng, float(k), k, high=int(rng.integers(1, 1 << 31)))
    yield "the largest id, the label 0", _case(rng, 0.0, m) | {"id": 2**64 - 1, "id2": 0}
    yield "a long list", _case(rng, rng.normal(size=300 + k).tolist(), 300)


def naive(label, id, id2, payload):
    labels = label if isinstance(label, list) else [label]
    words = [_single(x) for x in labels]
    flag, own = (len(words), bytes(4)) if isinstance(label, list) else (0, words[0])
    header = flag.to_bytes(4, "little") + own + id.to_bytes(8, "little") + id2.to_bytes(8, "little")
    return header + (b"".join(words) if isinstance(label, list) else b"") + payload


def _single(x):
    """A number as float32, bit by bit; none of the cases is subnormal or too large."""
    import math

    if x == 0:
        return bytes(4)
    fraction, exponent = math.frexp(abs(x))
    mantissa = round(fraction * 2**24)  # to even on a tie
    if mantissa == 2**24:
        mantissa, exponent = 2**23, exponent + 1
    return ((x < 0) << 31 | exponent + 126 << 23 | mantissa - 2**23).to_bytes(4, "little")


def _packed(label, id, id2, payload, flag=len, own=lambda label: 0, form="<IfQQ", letter="f", after=False):
    """Packed in another way."""
    if not isinstance(label, list):
        return struct.pack(form, 0, label, id % 2**64, id2) + payload
    vector = struct.pack(f"{form[0]}{len(label)}{letter}", *label)
    return struct.pack(form, flag(label), own(label), id, id2) + (payload + vector if after else vector + payload)


def mistake_flag_not_set(label, id, id2, payload):
    """You left flag at 0 for a list of labels. It says how many there are; without it they are taken for payload."""
    return _packed(label, id, id2, payload, flag=lambda label: 0)


def mistake_flag_counts_bytes(label, id, id2, payload):
    """Your flag is a number of bytes. It has to be the number of labels, of 4 bytes each."""
    return _packed(label, id, id2, payload, flag=lambda label: 4 * len(label))


def mistake_first_label_in_header(label, id, id2, payload):
    """You put the first label into the header although all labels follow. For a list the header's own label is 0."""
    return _packed(label, id, id2, payload, own=lambda label: label[0] if label else 0)


def mistake_labels_after_payload(label, id, id2, payload):
    """You wrote the labels after the payload. They come first: a reader does not know where the payload ends."""
    return _packed(label, id, id2, payload, after=True)


def mistake_labels_of_eight_bytes(label, id, id2, payload):
    """Your list has 8 bytes for each label. They are float32, like the label in the header."""
    return _packed(label, id, id2, payload, letter="d")


def mistake_ids_of_four_bytes(label, id, id2, payload):
    """Your ids take 4 bytes. They are uint64; the header has 24 bytes."""
    return (
        _packed(label, id % 2**32, id2 % 2**32, payload, form="<IfII")
        if id < 2**32
        else _packed(label, id, id2, payload)
    )


def mistake_label_of_eight_bytes(label, id, id2, payload):
    """The label in your header takes 8 bytes. It is float32; the header has 24 bytes."""
    return _packed(label, id, id2, payload, form="<IdQQ")


def mistake_ids_swapped(label, id, id2, payload):
    """You wrote id2 before id. The order is flag, label, id, id2."""
    return _packed(label, id2, id, payload)


def mistake_list_of_one_as_number(label, id, id2, payload):
    """You treated a list of one label as a number. It is a list still: flag is 1, and the label follows the header."""
    return _packed(label[0] if isinstance(label, list) and len(label) == 1 else label, id, id2, payload)


def mistake_big_endian(label, id, id2, payload):
    """You wrote big-endian. All fields are little-endian."""
    return _packed(label, id, id2, payload, form=">IfQQ")
