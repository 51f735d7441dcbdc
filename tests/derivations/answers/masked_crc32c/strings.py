def rotate_right(number, places):
    text = f"{number:032b}"
    return int(text[-places:] + text[:-places], 2)


def masked_crc32c(crc, stored):
    mask = rotate_right(crc, 15) + 0xA282EAD8
    if mask >= 1 << 32:
        mask -= 1 << 32
    rest = stored - 0xA282EAD8
    if rest < 0:
        rest += 1 << 32
    return {"masked": mask, "unmasked": rotate_right(rest, 17)}
