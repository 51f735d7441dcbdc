from itertools import groupby

import numpy as np


def ctc_collapse(path, blank):
    return np.array([symbol for symbol, _ in groupby(path.tolist()) if symbol != blank], dtype=int)
