import numbers

import numpy as np


def irheader_pack(label, id, id2, payload):
    header = np.zeros(1, dtype=[("flag", "<u4"), ("label", "<f4"), ("id", "<u8"), ("id2", "<u8")])
    header["id"], header["id2"] = id, id2
    extra = b""
    if isinstance(label, numbers.Number):
        header["label"] = label
    else:
        label = np.asarray(label, dtype=np.float32)
        header["flag"] = label.size
        extra = label.tobytes()
    return header.tobytes() + extra + payload
