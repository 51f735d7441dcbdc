import struct


def irheader_pack(y, first, second, body):
    try:
        count = len(y)
    except TypeError:
        count, in_header, following = 0, y, ()
    else:
        in_header, following = 0.0, y
    out = [count.to_bytes(4, "little"), struct.pack("<f", in_header)]
    out += [x.to_bytes(8, "little") for x in (first, second)]
    for value in following:
        out.append(struct.pack("<f", value))
    return b"".join(out) + body
