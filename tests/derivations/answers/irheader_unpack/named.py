import struct
from collections import namedtuple

Header = namedtuple("Header", "flag label id id2")
FORMAT = "<IfQQ"


def irheader_unpack(s):
    size = struct.calcsize(FORMAT)
    header = Header(*struct.unpack(FORMAT, s[:size]))
    s = s[size:]
    if header.flag:
        values = struct.unpack(f"<{header.flag}f", s[: 4 * header.flag])
        header = header._replace(label=list(values))
        s = s[4 * header.flag :]
    return (*header, s)
