import numpy as np


def adam_state_bytes(shapes, mixed, amsgrad):
    count = int(sum(np.prod(shape, dtype=np.int64) for shape in shapes))
    copies = 2 + (1 if mixed else 0) + (1 if amsgrad else 0)
    width = np.dtype(np.float16 if mixed else np.float32).itemsize
    state = copies * np.dtype(np.float32).itemsize * count
    return state, state + 2 * width * count
