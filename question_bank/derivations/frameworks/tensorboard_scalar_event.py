"""A scalar for TensorBoard, as bytes

TensorBoard reads protocol buffers. A scalar is an `Event` that holds a `Summary` with one `Value`; these are the
fields that it needs:

* Event: 1 = wall_time (double), 2 = step (int64), 5 = summary (Summary)
* Summary: 1 = value (Value), repeated
* Value: 1 = tag (string), 2 = simple_value (float)

On the wire a field is a tag, (number · 8 + wire type), and its content: wire type 0 is a varint (int64), 1 is 8 bytes
(double), 5 is 4 bytes (float), 2 is a length and so many bytes (string in UTF-8, message). Tags and lengths are
varints too: seven bits a byte, the lowest first, with 128 added to every byte but the last; a negative int64 is
written as itself plus 2⁶⁴. Numbers of fixed size are little-endian.

This is proto3: a number that is 0 and a text that is empty are **left out**, tag and all. Not so `simple_value`: it
is in a `oneof`, and is written even when it is 0.

Given `wall_time`, `step`, `tag` and `value`, return `event` (bytes), with the fields in the order of their numbers.
"""

import struct

SUBTOPIC = "fw.logging"
LEVEL = 2
MINUTES = 10
RETURNS = ("event",)
HINTS = (
    "Three messages, one inside the other. Write the innermost first: then its length is known.",
    "The tag's byte is 8 · number + wire type: 9 for wall_time, 16 for step, 42 for summary. Which fields vanish when they are 0?",
    "In hexadecimal: value = (0a, length, tag) + (15, four bytes); summary = (0a, length, value); event = (09, eight bytes) + (10, varint) + (2a, length, summary).",
)
SOLUTION = """From the inside out, all bytes in hexadecimal.

Value: 0a, the length of the tag in bytes, the tag in UTF-8 (nothing at all if it is empty); then 15 (= 2 · 8 + 5) and
the number as float32.

Summary: 0a, the length of Value, Value.

Event: 09 (= 1 · 8 + 1) and the time as double; 10 (= 2 · 8 + 0) and the step as varint; 2a (= 5 · 8 + 2), the length
of Summary, Summary.

proto3 does not tell "0" from "not set" for plain fields, and so does not write zeros: the event of step 0 has no step
in it, and a reader takes what is missing for 0. A `oneof` is different: it must say **which** of its fields is set,
so a loss of exactly 0 is written with its tag and four zero bytes.

The value is single precision, which is why a loss read back from TensorBoard has about 7 digits; the time is double,
since single precision would be off by up to a minute for a time of 1.7 · 10⁹ seconds. A negative step is legal, and
takes ten bytes."""
SOURCE = "tensorflow/tensorflow, tensorflow/core/util/event.proto and tensorflow/core/framework/summary.proto; Protocol Buffers documentation, Encoding"
COVERS = ("25a", "25b")
REVIEWED = "2026-11-22 fixed"


def tensorboard_scalar_event(wall_time, step, tag, value):
    """The bytes of the event.

    wall_time: float, seconds since 1970
    step: int
    tag: text
    value: float
    returns event: bytes
    """
    named = _field(1, tag.encode()) if tag else b""
    event = b"\x09" + struct.pack("<d", wall_time) if wall_time else b""
    event += b"\x10" + _varint(step) if step else b""
    return event + _field(5, _field(1, named + b"\x15" + struct.pack("<f", value)))


def _field(number, content):
    return _varint(8 * number + 2) + _varint(len(content)) + content


def _varint(number):
    number %= 2**64
    out = []
    while number > 127:
        out.append(number % 128 + 128)
        number >>= 7
    return bytes([*out, number])


def inputs(rng):
    def case(step, tag, value=None):
        time = 1.7e9 + float(rng.uniform(0, 1e8))
        return {"wall_time": time, "step": step, "tag": tag, "value": float(rng.normal()) if value is None else value}

    def word(size):
        return "".join(chr(int(c)) for c in rng.integers(97, 123, size=size))

    k, m, n = (int(i) for i in rng.permutation(range(2, 9))[:3])
    yield "a small step", case(int(rng.integers(1, 128)), "loss")
    yield "step 0", case(0, word(k))
    yield "step 127", case(127, word(n))
    yield "step 128", case(128, word(m) + "/" + word(n))
    yield "a large step", case(int(rng.integers(16384, 2**40)), word(n))
    yield "a negative step", case(-int(rng.integers(1, 1000)), word(k))
    yield "a value of 0", case(int(rng.integers(1, 128)), word(m), 0.0)
    yield "a negative value", case(int(rng.integers(128, 16384)), word(n), -float(rng.uniform(1, 9)))
    yield (
        "a value too large for float32's digits",
        case(int(rng.integers(1, 128)), word(k), float(rng.integers(2**25, 2**40)) + 0.5),
    )
    yield "time 0", case(m, word(m)) | {"wall_time": 0.0}
    yield "an empty tag", case(n, "")
    yield "a tag with letters of two bytes", case(k, word(n) + "λ" + word(m))
    yield "a long tag", case(300, word(40 + m) + "/" + word(60 + n))
    yield "a very long tag", case(300, word(130 + k))
    yield "all 0", case(0, word(n), 0.0) | {"wall_time": 0.0}


def naive(wall_time, step, tag, value):
    def put(out, number):
        number += 1 << 64 if number < 0 else 0
        while True:
            low, number = number & 127, number >> 7
            out.append(low | (128 if number else 0))
            if not number:
                return

    inner, middle, outer = bytearray(), bytearray(), bytearray()
    if len(tag) > 0:
        inner.append(0o12)
        put(inner, len(tag.encode("utf-8")))
        inner += tag.encode("utf-8")
    inner.append(0o25)
    inner += struct.pack("<f", value)
    middle.append(0o12)
    put(middle, len(inner))
    middle += inner
    if wall_time != 0:
        outer.append(0o11)
        outer += struct.pack("<d", wall_time)
    if step != 0:
        outer.append(0o20)
        put(outer, step)
    outer.append(0o52)
    put(outer, len(middle))
    return bytes(outer + middle)


def _built(
    wall_time,
    step,
    tag,
    value,
    zeros=False,
    form="<f",
    time="<d",
    varint=_varint,
    summary=True,
    keep=True,
    letters=False,
    tag_last=False,
):
    """An event built in another way."""
    name = tag.encode()
    size = len(tag) if letters else len(name)
    named = b"\x0a" + _varint(size) + name if name or zeros else b""
    number = {"f": b"\x15", "d": b"\x11"}[form[1]] + struct.pack(form, value) if value or keep else b""
    content = number + named if tag_last else named + number
    event = {"d": b"\x09", "f": b"\x0d"}[time[1]] + struct.pack(time, wall_time) if wall_time or zeros else b""
    event += b"\x10" + varint(step) if step or zeros else b""
    return event + _field(5, _field(1, content) if summary else content)


def mistake_zeros_written(wall_time, step, tag, value):
    """You wrote fields that are 0 or empty. proto3 leaves them out, tag and all: a step of 0, a time of 0, an empty text."""
    return _built(wall_time, step, tag, value, zeros=True)


def mistake_value_zero_left_out(wall_time, step, tag, value):
    """You left a value of 0 out. simple_value is in a oneof, which must say what it holds, so it is written even when it is 0."""
    return _built(wall_time, step, tag, value, keep=False)


def mistake_value_as_double(wall_time, step, tag, value):
    """You wrote the value with eight bytes. simple_value is a float: four bytes, wire type 5."""
    return _built(wall_time, step, tag, value, form="<d")


def mistake_time_as_float(wall_time, step, tag, value):
    """You wrote the time with four bytes. It is a double: in single precision it would be off by up to a minute."""
    return _built(wall_time, step, tag, value, time="<f")


def mistake_step_zigzag(wall_time, step, tag, value):
    """You folded the sign of the step into its lowest bit. That is how sint64 is written; an int64 is written modulo 2⁶⁴."""
    return _built(wall_time, step, tag, value, varint=lambda step: _varint(2 * step if step >= 0 else -2 * step - 1))


def mistake_negative_step_of_32_bits(wall_time, step, tag, value):
    """You wrote the step modulo 2³². It is an int64: a negative one takes ten bytes."""
    return _built(wall_time, step, tag, value, varint=lambda step: _varint(step % 2**32))


def mistake_varint_highest_first(wall_time, step, tag, value):
    """You wrote the step's highest seven bits first. A varint begins with the lowest."""

    def varint(step):
        sevens = [byte & 127 for byte in _varint(step)][::-1]
        return bytes([*(seven + 128 for seven in sevens[:-1]), sevens[-1]])

    return _built(wall_time, step, tag, value, varint=varint)


def mistake_value_without_summary(wall_time, step, tag, value):
    """You put tag and value right into the summary. They are in a Value, which is the summary's field 1."""
    return _built(wall_time, step, tag, value, summary=False)


def mistake_length_of_tag_in_letters(wall_time, step, tag, value):
    """You counted letters for the length of the tag. The length is in bytes, after encoding as UTF-8."""
    return _built(wall_time, step, tag, value, letters=True)


def mistake_tag_after_value(wall_time, step, tag, value):
    """You wrote the value before its tag. Fields stand in the order of their numbers."""
    return _built(wall_time, step, tag, value, tag_last=True)


def mistake_big_endian(wall_time, step, tag, value):
    """You wrote the numbers of fixed size big-endian. They are little-endian."""
    return _built(wall_time, step, tag, value, form=">f", time=">d")
