import numpy as np


def make_table():
    table = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        low = table & np.uint32(1)
        table = (table >> np.uint32(1)) ^ (low * np.uint32(0x82F63B78))
    return table


TABLE = make_table()


def crc32c(data):
    crc = np.uint32(0xFFFFFFFF)
    for b in data:
        index = int(crc & np.uint32(0xFF)) ^ b
        crc = TABLE[index] ^ (crc >> np.uint32(8))
    return ~crc
