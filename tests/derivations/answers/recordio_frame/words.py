import numpy as np

kMagic = 0xCED7230A


def recordio_frame(data):
    n = len(data)
    words = np.frombuffer(data[: n // 4 * 4], dtype="<u4")
    cuts = (np.flatnonzero(words == kMagic) * 4).tolist()
    out = bytearray()
    begin = 0
    for number, end in enumerate([*cuts, n]):
        if not cuts:
            cflag = 0
        elif number == 0:
            cflag = 1
        elif number == len(cuts):
            cflag = 3
        else:
            cflag = 2
        length = end - begin
        lrec = (cflag << 29) | length
        out += kMagic.to_bytes(4, "little")
        out += lrec.to_bytes(4, "little")
        out += data[begin:end]
        begin = end + 4
    while len(out) % 4 != 0:
        out.append(0)
    return bytes(out)
