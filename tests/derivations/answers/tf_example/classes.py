import struct


class Writer:
    def __init__(self):
        self.out = bytearray()

    def varint(self, value):
        value &= 0xFFFFFFFFFFFFFFFF
        while True:
            byte = value & 0x7F
            value >>= 7
            if value == 0:
                self.out.append(byte)
                return self
            self.out.append(byte | 0x80)

    def nested(self, tag, content):
        self.out.append(tag)
        self.varint(len(content))
        self.out.extend(content)
        return self


def int64_list(values):
    packed = Writer()
    for v in values:
        packed.varint(v)
    return Writer().nested(0x0A, packed.out).out


def float_list(values):
    return Writer().nested(0x0A, b"".join(struct.pack("<f", v) for v in values)).out


def bytes_list(values):
    w = Writer()
    for v in values:
        w.nested(0x0A, v)
    return w.out


KINDS = {bytes: (0x0A, bytes_list), float: (0x12, float_list), int: (0x1A, int64_list)}


def tf_example(features):
    inner = Writer()
    for key, values in sorted(features.items()):
        tag, build = KINDS[type(values[0])]
        feature = Writer().nested(tag, build(values)).out
        entry = Writer().nested(0x0A, key.encode()).nested(0x12, feature).out
        inner.nested(0x0A, entry)
    return Writer().nested(0x0A, inner.out).out
