def stretch(a, b):
    n = max(len(a), len(b))
    a = (1,) * (n - len(a)) + a
    b = (1,) * (n - len(b)) + b
    if all(x in (y, 1) or y == 1 for x, y in zip(a, b)):
        return tuple(y if x == 1 else x for x, y in zip(a, b))
    raise ValueError("cannot be broadcast")


def matmul_shape(a, b):
    if len(a) == 0 or len(b) == 0:
        return False, ()
    a_is_vector, b_is_vector = len(a) == 1, len(b) == 1
    if a_is_vector:
        a = (1, *a)
    if b_is_vector:
        b = (*b, 1)
    if a[-1] != b[-2]:
        return False, ()
    try:
        batch = stretch(a[:-2], b[:-2])
    except ValueError:
        return False, ()
    shape = batch
    if not a_is_vector:
        shape = (*shape, a[-2])
    if not b_is_vector:
        shape = (*shape, b[-1])
    return True, shape
