import math


def gradient_clipping(dw1, db1, dw2, max_norm):
    total = 0.0
    for array in (dw1, db1, dw2):
        for value in array.flat:
            total += float(value) ** 2
    norm = math.sqrt(total)
    clipped = []
    for array in (dw1, db1, dw2):
        new = array.astype(float)
        if norm > max_norm:
            new *= max_norm / norm
        clipped.append(new)
    return (*clipped, norm)
