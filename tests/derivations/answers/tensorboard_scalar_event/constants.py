import struct


def varint(n):
    n &= (1 << 64) - 1
    groups = [n & 127]
    n >>= 7
    while n:
        groups[-1] |= 128
        groups.append(n & 127)
        n >>= 7
    return bytes(groups)


def tensorboard_scalar_event(wall_time, step, tag, value):
    tag_bytes = tag.encode("utf-8")
    inner = b""
    if tag_bytes:
        inner += b"\x0a" + varint(len(tag_bytes)) + tag_bytes
    inner += b"\x15" + struct.pack("<f", value)
    summary = b"\x0a" + varint(len(inner)) + inner
    event = b""
    if wall_time != 0:
        event += b"\x09" + struct.pack("<d", wall_time)
    if step != 0:
        event += b"\x10" + varint(step)
    event += b"\x2a" + varint(len(summary)) + summary
    return event
