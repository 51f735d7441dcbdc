import struct
from io import BytesIO

MAGIC = struct.pack("<I", 0xCED7230A)


def chunks(stream):
    while True:
        head = stream.read(8)
        if not head:
            return
        _, lrec = struct.unpack("<II", head)
        flag, length = divmod(lrec, 1 << 29)
        padded = (length + 3) // 4 * 4
        yield flag, stream.read(padded)[:length]


def recordio_read(blob):
    found = []
    current = b""
    for flag, data in chunks(BytesIO(blob)):
        if flag == 0:
            found.append(data)
        elif flag == 1:
            current = data
        else:
            current = current + MAGIC + data
            if flag == 3:
                found.append(current)
    return tuple(found)
