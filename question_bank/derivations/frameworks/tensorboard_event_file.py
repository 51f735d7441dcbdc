"""A file of scalars for TensorBoard

An event file (`events.out.tfevents…`) is a TFRecord file whose records are `Event` messages. The **first** one says
what the file is, and holds no scalar; then comes one for each scalar.

* Event: 1 = wall_time (double), 2 = step (int64), 3 = file_version (string), 5 = summary (Summary), 10 =
  source_metadata (SourceMetadata)
* Summary: 1 = value (Value, here one). Value: 1 = tag (string), 2 = simple_value (float). SourceMetadata: 1 = writer
  (string)

The first event has wall_time, file_version = `brain.Event:2` and, if `writer` is not empty, source_metadata; those of
the scalars have wall_time, step and summary. proto3: a plain field that is 0 or an empty text is left out, but
simple_value is written even if it is 0. Fields stand in the order of their numbers.

*Protocol buffers*: a field is a tag (number · 8 + wire type) and its content; wire type 0: varint (int64), 1: double,
5: float, 2: length and bytes (string, message). Tags, lengths and int64 are varints: seven bits a byte, lowest first,
128 added to all bytes but the last, negative ones plus 2⁶⁴.

*TFRecord*: length (uint64), masked CRC-32C of these 8 bytes, data, masked CRC-32C of the data; the CRC has a register
of ones, the reversed polynomial 0x82F63B78, and inverts at the end; masked: rotated right by 15, plus 0xa282ead8
modulo 2³². All is little-endian.

Given `wall_time` (of the first event), `writer` and `scalars`, a list of (wall_time, step, tag, value), return `file`
(bytes).
"""

import struct

SUBTOPIC = "fw.logging"
LEVEL = 3
MINUTES = 20
RETURNS = ("file",)
HINTS = (
    "Two layers that know nothing of each other: messages, and frames around them. What is in the first frame?",
    "With helpers for a varint, a field of wire type 2 and a frame, the file is the frames of the first event and of each scalar.",
    "First event: the byte 09 and the time, field 3 with 'brain.Event:2', field 10 around field 1 with the writer; then frame every scalar's event.",
)
SOLUTION = """The file is frame(first) + frame(scalar₁) + frame(scalar₂) + …, with nothing between or around.

Messages, all bytes in hexadecimal. First event: 09 and the time; 1a (= 3 · 8 + 2), 0d (the length, 13),
`brain.Event:2`; and for a writer 52 (= 10 · 8 + 2), a length, then 0a, a length, its name. Scalar: 09 and its time; 10
and its step as varint, both left out when 0; 2a, a length, and in it 0a, a length, and in it 0a, a length, the tag; 15,
four bytes of float32.

Frames. length as uint64, its masked CRC, message, its masked CRC: 16 bytes each on top.

TensorBoard decides by the version in the first record how it finds events that a restart has made obsolete; a file
without it is treated as one from before there were versions. The file is only ever appended to: no count, no index, no
end. That is what lets TensorBoard read it while training still writes; a last frame that is not complete yet is simply
tried again later. It is also why every record is protected by itself."""
SOURCE = "tensorflow/tensorboard, tensorboard/compat/proto/event.proto and summary.proto, tensorboard/summary/writer/event_file_writer.py (EventFileWriter) and record_writer.py"
COVERS = ("25a", "25b")
REVIEWED = "2026-11-22 fixed"


def tensorboard_event_file(wall_time, writer, scalars):
    """The bytes of the file.

    wall_time: float, of the first event
    writer: text, empty for none
    scalars: list of N tuples (wall_time, step, tag, value): float, int, text, float
    returns file: bytes
    """
    source = _field(10, _field(1, writer.encode())) if writer else b""
    first = _time(wall_time) + _field(3, b"brain.Event:2") + source
    return _frame(first) + b"".join(_frame(_scalar(*scalar)) for scalar in scalars)


def _scalar(wall_time, step, tag, value):
    named = _field(1, tag.encode()) if tag else b""
    counted = b"\x10" + _varint(step) if step else b""
    return _time(wall_time) + counted + _field(5, _field(1, named + b"\x15" + struct.pack("<f", value)))


def _time(seconds):
    return b"\x09" + struct.pack("<d", seconds) if seconds else b""


def _field(number, content):
    return _varint(8 * number + 2) + _varint(len(content)) + content


def _varint(number):
    number %= 2**64
    out = []
    while number > 127:
        out.append(number % 128 + 128)
        number >>= 7
    return bytes([*out, number])


def _frame(data):
    length = struct.pack("<Q", len(data))
    return length + _masked_crc(length) + data + _masked_crc(data)


def _masked_crc(message):
    crc = 0xFFFFFFFF
    for byte in message:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ 0x82F63B78 * (crc & 1)
    crc ^= 0xFFFFFFFF
    return struct.pack("<I", ((crc >> 15 | crc << 17) + 0xA282EAD8) % 2**32)


def inputs(rng):
    now = 1.7e9 + float(rng.uniform(0, 1e8))

    def word(size):
        return "".join(chr(int(c)) for c in rng.integers(97, 123, size=size))

    def scalars(steps, *tags):
        return [(now + 0.25 * i, int(step), tag, float(rng.normal())) for i, step in enumerate(steps) for tag in tags]

    k, m, n = (int(i) for i in rng.permutation(range(2, 9))[:3])
    yield "no scalars", {"wall_time": now, "writer": "", "scalars": []}
    yield "no scalars, a writer", {"wall_time": now, "writer": word(m), "scalars": []}
    yield "one scalar", {"wall_time": now, "writer": "", "scalars": scalars([k], "loss")}
    yield "three steps from 0", {"wall_time": now, "writer": "", "scalars": scalars(range(3), word(n))}
    yield (
        "two tags, a writer",
        {"wall_time": now, "writer": word(k), "scalars": scalars([m, m + n], "loss", word(k) + "/" + word(m))},
    )
    yield (
        "large and negative steps",
        {"wall_time": now, "writer": "", "scalars": scalars([127, 128, 16384 * k, 2**40 + m, -n], word(m))},
    )
    zeros = [(now, n, word(m), 0.0), (0.0, m, word(k), 1.5), (now, 0, word(n), 0.0), (now, k, "", -2.25)]
    yield "zeros and empty text", {"wall_time": now, "writer": word(n), "scalars": zeros}
    yield "time 0", {"wall_time": 0.0, "writer": "", "scalars": scalars([n], word(n))}
    yield "letters of two bytes", {"wall_time": now, "writer": "λ" + word(m), "scalars": scalars([m], word(n) + "ä")}
    yield "a long tag", {"wall_time": now, "writer": word(130 + m), "scalars": scalars([k, 200], word(150 + n))}


def naive(wall_time, writer, scalars):
    def varint(number):
        bits = f"{number & (1 << 64) - 1:b}"
        bits = bits.zfill(-(-len(bits) // 7) * 7)
        sevens = [int(bits[i : i + 7], 2) for i in range(0, len(bits), 7)]
        return bytes([seven | 0x80 for seven in sevens[:0:-1]] + [sevens[0]])

    def checksum(message):
        bits = "".join(f"{byte:08b}"[::-1] for byte in message)
        rest = int(bits + 32 * "0", 2) ^ 0xFFFFFFFF << len(bits)
        for place in reversed(range(32, len(bits) + 32)):
            if rest >> place & 1:
                rest ^= 0x11EDC6F41 << place - 32
        crc = f"{rest ^ 0xFFFFFFFF:032b}"[::-1]
        return ((int(crc[17:] + crc[:17], 2) + 0xA282EAD8) % 2**32).to_bytes(4, "little")

    def inside(tag, content):
        return bytes([tag]) + varint(len(content)) + content

    events = [[wall_time, 0, inside(0x1A, b"brain.Event:2")]]
    if len(writer) > 0:
        events[0].append(inside(0x52, inside(0x0A, writer.encode("utf-8"))))
    for time, step, tag, value in scalars:
        name = inside(0x0A, tag.encode("utf-8")) if len(tag) > 0 else b""
        events.append([time, step, inside(0x2A, inside(0x0A, b"".join([name, b"\x15", struct.pack("<f", value)])))])
    file = []
    for time, step, *rest in events:
        parts = [b"\x09" + struct.pack("<d", time)] * (time != 0) + [b"\x10" + varint(step)] * (step != 0) + rest
        event = b"".join(parts)
        length = len(event).to_bytes(8, "little")
        file += [length, checksum(length), event, checksum(event)]
    return b"".join(file)


_VERSION = b"brain.Event:2"


def _first(wall_time, writer, version=_VERSION):
    source = _field(10, _field(1, writer.encode())) if writer else b""
    return _time(wall_time) + (_field(3, version) if version else b"") + source


def _file(wall_time, writer, scalars, frame=_frame, first=_first, scalar=_scalar):
    """A file built in another way."""
    return frame(first(wall_time, writer)) + b"".join(frame(scalar(*one)) for one in scalars)


def mistake_first_record_missing(wall_time, writer, scalars):
    """The first record is missing. It holds no scalar, but says which version of the format the file has."""
    return b"".join(_frame(_scalar(*one)) for one in scalars)


def mistake_version_missing(wall_time, writer, scalars):
    """Your first event has no file_version. It is brain.Event:2, in field 3."""
    return _file(wall_time, writer, scalars, first=lambda time, writer: _first(time, writer, b""))


def mistake_version_not_framed(wall_time, writer, scalars):
    """You wrote the version as bare text at the beginning of the file. It is a field of an Event, framed like the others."""
    return _VERSION + b"".join(_frame(_scalar(*one)) for one in scalars)


def mistake_events_not_framed(wall_time, writer, scalars):
    """You wrote the events one after the other without frames. Each is a TFRecord with its length and two checksums."""
    return _file(wall_time, writer, scalars, frame=bytes)


def mistake_all_events_in_one_frame(wall_time, writer, scalars):
    """You framed all events as one record. Each has a frame of its own, so that the file can be read while it grows."""
    return _frame(_file(wall_time, writer, scalars, frame=bytes))


def mistake_checksums_not_masked(wall_time, writer, scalars):
    """Your checksums are not masked: rotate right by 15, then add 0xa282ead8."""

    def crc(message):
        masked = (int.from_bytes(_masked_crc(message), "little") - 0xA282EAD8) % 2**32
        return struct.pack("<I", (masked >> 17 | masked << 15) % 2**32)

    def frame(data):
        length = struct.pack("<Q", len(data))
        return length + crc(length) + data + crc(data)

    return _file(wall_time, writer, scalars, frame=frame)


def mistake_checksum_over_length_and_data(wall_time, writer, scalars):
    """The second checksum of your frames is over length and data. It is over the data alone."""

    def frame(data):
        length = struct.pack("<Q", len(data))
        return length + _masked_crc(length) + data + _masked_crc(length + data)

    return _file(wall_time, writer, scalars, frame=frame)


def mistake_step_zero_written(wall_time, writer, scalars):
    """You wrote step 0. proto3 leaves a plain field out when it is 0."""

    def scalar(time, step, tag, value):
        return _scalar(time, step, tag, value) if step else _time(time) + b"\x10\x00" + _scalar(0, 0, tag, value)

    return _file(wall_time, writer, scalars, scalar=scalar)


def mistake_value_zero_left_out(wall_time, writer, scalars):
    """You left a value of 0 out. simple_value is in a oneof: it is written even when it is 0."""

    def scalar(time, step, tag, value):
        named = _field(1, tag.encode()) if tag else b""
        counted = b"\x10" + _varint(step) if step else b""
        return _scalar(time, step, tag, value) if value else _time(time) + counted + _field(5, _field(1, named))

    return _file(wall_time, writer, scalars, scalar=scalar)


def mistake_value_as_double(wall_time, writer, scalars):
    """You wrote values with eight bytes. simple_value is a float."""

    def scalar(time, step, tag, value):
        named = _field(1, tag.encode()) if tag else b""
        counted = b"\x10" + _varint(step) if step else b""
        return _time(time) + counted + _field(5, _field(1, named + b"\x11" + struct.pack("<d", value)))

    return _file(wall_time, writer, scalars, scalar=scalar)


def mistake_writer_not_wrapped(wall_time, writer, scalars):
    """You put the writer's name right into field 10. That field is a message, SourceMetadata, which has the name as its field 1."""

    def first(time, writer):
        return _first(time, "") + (_field(10, writer.encode()) if writer else b"")

    return _file(wall_time, writer, scalars, first=first)
