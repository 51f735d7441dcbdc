import numpy as np


def xavier_uniform_limit(shape):
    sizes = np.array(shape, dtype=np.float32)
    return np.sqrt(np.float32(6) / (sizes[:2].sum() * sizes[2:].prod()))
