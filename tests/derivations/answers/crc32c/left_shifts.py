# mirrored: highest bit first with the polynomial as it is written in the RFC, mirror the bits at both ends
POLY = 0x1EDC6F41


def mirror(x, width):
    return int(f"{x:0{width}b}"[::-1], 2)


def crc32c(message: bytes) -> int:
    reg = (1 << 32) - 1
    for octet in message:
        for bit in format(mirror(octet, 8), "08b"):
            top = (reg >> 31) & 1
            reg = (reg << 1) & 0xFFFFFFFF
            if top != int(bit):
                reg ^= POLY
    return mirror(0xFFFFFFFF - reg, 32)
