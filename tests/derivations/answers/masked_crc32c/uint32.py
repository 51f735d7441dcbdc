import numpy as np

DELTA = np.uint32(0xA282EAD8)


def masked_crc32c(crc, stored):
    with np.errstate(over="ignore"):
        c = np.uint32(crc)
        masked = ((c >> np.uint32(15)) | (c << np.uint32(17))) + DELTA
        r = np.uint32(stored) - DELTA
        unmasked = (r >> np.uint32(17)) | (r << np.uint32(15))
    return masked, unmasked
