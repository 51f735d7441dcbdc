import numpy as np


def encode(fields):
    """fields: list of (number, kind, value); plain zeros are not written."""
    out = []
    for number, kind, value in fields:
        if kind != "oneof float" and not value:
            continue
        wire = {"double": 1, "int64": 0, "string": 2, "message": 2, "oneof float": 5}[kind]
        out.append(varint(number * 8 + wire))
        if kind == "double":
            out.append(np.float64(value).tobytes())
        elif kind == "oneof float":
            out.append(np.float32(value).tobytes())
        elif kind == "int64":
            out.append(varint(value))
        else:
            raw = value.encode() if isinstance(value, str) else value
            out += [varint(len(raw)), raw]
    return b"".join(out)


def varint(n):
    n %= 1 << 64
    if n < 128:
        return bytes((n,))
    return bytes((n % 128 + 128,)) + varint(n // 128)


def tensorboard_scalar_event(wall_time, step, tag, value):
    value_message = encode([(1, "string", tag), (2, "oneof float", value)])
    summary = encode([(1, "message", value_message)])
    return encode([(1, "double", wall_time), (2, "int64", step), (5, "message", summary)])
