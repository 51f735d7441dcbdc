def recordio_read(blob):
    result, position = [], 0
    while position != len(blob):
        record, position = one_record(blob, position)
        result.append(record)
    return result


def one_record(blob, position):
    word = int.from_bytes(blob[position + 4 : position + 8], "little")
    flag, size = word >> 29, word & 0x1FFFFFFF
    data = blob[position + 8 : position + 8 + size]
    after = position + 8 + ((size + 3) & ~3)
    if flag in (1, 2):
        rest, after = one_record(blob, after)
        return data + blob[:4] + rest, after
    return data, after
