import numpy as np


def irheader_unpack(record):
    raw = np.frombuffer(record, dtype=np.uint8)
    flag = raw[0:4].view("<u4")[0]
    ids = raw[8:24].view("<u8")
    end = 24 + 4 * int(flag)
    label = raw[4:8].view("<f4")[0] if flag == 0 else raw[24:end].view("<f4").astype(float)
    return {"flag": flag, "label": label, "id": ids[0], "id2": ids[1], "payload": raw[end:].tobytes()}
