import numpy as np


def varint(n):
    if n < 0:
        n += 1 << 64
    result = b""
    while n >= 128:
        result += bytes([n & 0x7F | 0x80])
        n >>= 7
    return result + bytes([n])


def ld(number, data):
    """length-delimited"""
    return varint(number << 3 | 2) + varint(len(data)) + data


def tf_example(features):
    body = b""
    for name in sorted(features, key=lambda text: text.encode("utf8")):
        values = features[name]
        if all(type(v) is bytes for v in values):
            feature = ld(1, b"".join([ld(1, v) for v in values]))
        elif all(type(v) is float for v in values):
            feature = ld(2, ld(1, np.array(values, "<f4").tobytes()))
        else:
            feature = ld(3, ld(1, b"".join([varint(v) for v in values])))
        body += ld(1, ld(1, name.encode("utf8")) + ld(2, feature))
    return ld(1, body)
