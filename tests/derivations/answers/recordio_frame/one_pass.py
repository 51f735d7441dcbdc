import struct


def recordio_frame(data):
    magic = struct.pack("<I", 0xCED7230A)
    pieces = [[]]
    for at in range(0, len(data), 4):
        word = data[at : at + 4]
        if word == magic:
            pieces.append([])
        else:
            pieces[-1].append(word)
    pieces = [b"".join(words) for words in pieces]
    flags = [0] if len(pieces) == 1 else [1] + [2] * (len(pieces) - 2) + [3]
    frame = b"".join(struct.pack("<2I", 0xCED7230A, f * 2**29 + len(p)) + p for f, p in zip(flags, pieces))
    missing = (4 - len(data) % 4) % 4
    return frame + b"\0" * missing
