"""Serializing a tf.Example

A `tf.train.Example` is a protocol buffer; these are its messages, with the numbers of their fields:

* Example: 1 = features (Features)
* Features: 1 = feature, a map of text to Feature. A map is written as one field 1 for each entry, which is a message
  with 1 = the key, 2 = the value.
* Feature: one of 1 = bytes_list, 2 = float_list, 3 = int64_list. Each of these lists is a message with one field, 1 =
  value, repeated.

On the wire a field is a **tag**, (number · 8 + wire type), and its content. Wire type 2 is a length in bytes, then so
many bytes: messages, text (UTF-8) and bytes. Tags, lengths and int64 are **varints**: seven bits a byte, the lowest
first, with 128 added to every byte but the last; a negative int64 is written as itself plus 2⁶⁴. A value of a
bytes_list is a field of its own. The values of a float_list (float32, little-endian) and of an int64_list (varints)
are **packed**: all of them in one field of wire type 2.

Given `features`, a dict of text to a non-empty list whose values are all bytes, all float or all int, return
`example` (bytes): the entries in increasing order of their keys, in each entry the key first; what is empty (no
features, an empty key or value) is written all the same, with length 0.
"""

import struct

SUBTOPIC = "fw.tfrecord"
LEVEL = 3
MINUTES = 15
RETURNS = ("example",)
HINTS = (
    "Everything but the numbers themselves is 'tag, length, content'. Write two helpers: a varint, and a field of wire type 2.",
    "Build from the inside out: list, Feature, entry, Features, Example. Each is a field whose content is what you have so far.",
    "field(n, content) = varint(8 n + 2) + varint(len(content)) + content; a float list is field(2, field(1, all floats packed)).",
)
SOLUTION = """With a helper for a varint and one for "tag, length, content" all messages are nested calls of the
latter, from the inside out:

* floats: field 2 of Feature around field 1 of FloatList around 4 bytes for each value;
* ints: field 3 around field 1 around the varints of all values, one after the other;
* bytes: field 1 around one field 1 **for each** value. They cannot be packed: their lengths differ;
* entry: field 1 (the key) and field 2 (the Feature), all in field 1 of Features; Features in field 1 of Example.

So an example of no features is 0a 00, and every tag here is 10 (0a), 18 (12) or 26 (1a).

A negative int64 is taken modulo 2⁶⁴; its highest bit, the 64th, is then 1, and so it takes ten bytes of seven bits.
Small numbers take one. (sint64, which would fold the sign into the lowest bit, is another type.)

The order of a map's entries is not defined by protocol buffers; a fixed order makes equal examples equal bytes. A
reader must accept any."""
SOURCE = "tensorflow/tensorflow, tensorflow/core/example/feature.proto and example.proto; Protocol Buffers documentation, Encoding"
COVERS = ("23b",)
REVIEWED = "2026-11-22 fixed"


def tf_example(features):
    """The bytes of the example.

    features: dict of text to a list of bytes, of float or of int
    returns example: bytes
    """
    entries = b""
    for key, values in sorted(features.items()):
        entries += _field(1, _field(1, key.encode()) + _field(2, _feature(values)))
    return _field(1, entries)


def _feature(values):
    if isinstance(values[0], bytes):
        return _field(1, b"".join(_field(1, value) for value in values))
    if isinstance(values[0], float):
        return _field(2, _field(1, struct.pack(f"<{len(values)}f", *values)))
    return _field(3, _field(1, b"".join(_varint(value) for value in values)))


def _field(number, content):
    return _varint(8 * number + 2) + _varint(len(content)) + content


def _varint(number):
    number %= 2**64
    out = []
    while number > 127:
        out.append(number % 128 + 128)
        number >>= 7
    return bytes([*out, number])


_KEYS = ("depth", "height", "image/encoded", "label", "name", "weight", "x", "größe")


def inputs(rng):
    k, m, n = (int(i) for i in rng.permutation(range(2, 9))[:3])
    keys = [str(key) for key in rng.permutation(_KEYS)]

    def ints(size, low=0, high=128):
        return [int(i) for i in rng.integers(low, high, size=size)]

    yield "no features", {"features": {}}
    yield "one small int", {"features": {"label": ints(1)}}
    yield "floats", {"features": {keys[0]: rng.normal(size=n).tolist()}}
    yield "one text", {"features": {keys[1]: [b"cat"]}}
    yield "several bytes, one of them empty", {"features": {keys[2]: [rng.bytes(k), b"", rng.bytes(m)]}}
    yield "ints of one and more bytes", {"features": {keys[3]: [0, 127, 128, 16383, 16384, *ints(n, high=2**40)]}}
    yield "negative ints", {"features": {keys[4]: [-1, *ints(m, -(2**62), 0), 2**63 - 1, -(2**63)]}}
    yield "a key of two bytes a letter", {"features": {"größe": [1.5, float(rng.normal())]}}
    yield "an empty key", {"features": {"": ints(k)}}
    mixed = [rng.normal(size=m).tolist(), ints(k, -500, 500), [rng.bytes(n)], [float(rng.normal())], ints(1)]
    yield "all kinds, keys in any order", {"features": dict(zip(keys, mixed, strict=False))}
    yield (
        "longer than a byte can say",
        {"features": {"image/encoded": [rng.bytes(300 + k)], "height": ints(1, 256, 9999)}},
    )
    yield "a long list of floats", {"features": {"weight": rng.normal(size=4200 + n).tolist(), "label": ints(2)}}


def naive(features):
    def varint(number):
        bits = f"{number & (1 << 64) - 1:b}"
        bits = bits.zfill(-(-len(bits) // 7) * 7)
        sevens = [int(bits[i : i + 7], 2) for i in range(0, len(bits), 7)]
        return bytes([seven | 0x80 for seven in sevens[:0:-1]] + [sevens[0]])

    def inside(tag, content):
        return bytes([tag]) + varint(len(content)) + content

    out = []
    for key in sorted(features):
        values = features[key]
        match values[0]:
            case bytes():
                feature = inside(0x0A, b"".join(inside(0x0A, value) for value in values))
            case int():
                feature = inside(0x1A, inside(0x0A, b"".join(map(varint, values))))
            case _:
                feature = inside(0x12, inside(0x0A, b"".join(struct.pack("<f", value) for value in values)))
        out.append(inside(0x0A, inside(0x0A, key.encode("utf-8")) + inside(0x12, feature)))
    return inside(0x0A, b"".join(out))


def _built(features, feature=_feature, ordered=sorted, entry=lambda key, value: _field(1, key) + _field(2, value)):
    """An example built in another way."""
    entries = b"".join(_field(1, entry(key.encode(), feature(values))) for key, values in ordered(features.items()))
    return _field(1, entries)


def mistake_order_of_the_dict(features):
    """You wrote the entries in the order of the dict. Here they stand in increasing order of their keys."""
    return _built(features, ordered=list)


def mistake_floats_of_eight_bytes(features):
    """You wrote floats with eight bytes. A float_list holds float32."""

    def feature(values):
        packed = isinstance(values[0], float) and struct.pack(f"<{len(values)}d", *values)
        return _field(2, _field(1, packed)) if packed else _feature(values)

    return _built(features, feature)


def mistake_floats_not_packed(features):
    """You wrote a tag for each float. The values of a float_list are packed: one tag, one length, then all of them."""

    def feature(values):
        single = isinstance(values[0], float)
        return _field(2, b"".join(b"\x0d" + struct.pack("<f", x) for x in values)) if single else _feature(values)

    return _built(features, feature)


def mistake_ints_not_packed(features):
    """You wrote a tag for each int. The values of an int64_list are packed: one tag, one length, then all the varints."""

    def feature(values):
        whole = isinstance(values[0], int)
        return _field(3, b"".join(b"\x08" + _varint(x) for x in values)) if whole else _feature(values)

    return _built(features, feature)


def mistake_ints_zigzag(features):
    """You folded the sign into the lowest bit. That is how sint64 is written; an int64 is written modulo 2⁶⁴."""

    def feature(values):
        whole = isinstance(values[0], int)
        folded = (2 * x if x >= 0 else -2 * x - 1 for x in values) if whole else ()
        return _field(3, _field(1, b"".join(map(_varint, folded)))) if whole else _feature(values)

    return _built(features, feature)


def mistake_ints_of_eight_bytes(features):
    """You wrote ints with eight bytes each. They are varints: seven bits a byte."""

    def feature(values):
        whole = isinstance(values[0], int)
        return _field(3, _field(1, struct.pack(f"<{len(values)}q", *values))) if whole else _feature(values)

    return _built(features, feature)


def mistake_bytes_in_one_field(features):
    """You joined the values of a bytes_list into one. Each value is a field with a length of its own; only numbers are packed."""

    def feature(values):
        return _field(1, _field(1, b"".join(values))) if isinstance(values[0], bytes) else _feature(values)

    return _built(features, feature)


def mistake_kinds_swapped(features):
    """You gave float_list the number 3 and int64_list the number 2. It is the other way round."""

    def feature(values):
        written = _feature(values)
        return {0x12: b"\x1a", 0x1A: b"\x12"}.get(written[0], written[:1]) + written[1:]

    return _built(features, feature)


def mistake_map_entry_flat(features):
    """You wrote key and value without a message around them. Each entry of a map is a field of its own, with a length."""
    entries = b"".join(_field(1, k.encode()) + _field(2, _feature(v)) for k, v in sorted(features.items()))
    return _field(1, entries)


def mistake_features_not_wrapped(features):
    """You returned Features. An Example holds it as its field 1."""
    return b"".join(_field(1, _field(1, k.encode()) + _field(2, _feature(v))) for k, v in sorted(features.items()))


def mistake_length_of_key_in_letters(features):
    """You counted letters for the length of a key. The length is in bytes, after encoding as UTF-8."""

    def entry(key, value):
        return b"\x0a" + _varint(len(key.decode())) + key + _field(2, value)

    return _built(features, entry=entry)
