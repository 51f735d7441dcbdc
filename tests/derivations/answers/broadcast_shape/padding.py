def broadcast_shape(a, b):
    while len(a) < len(b):
        a = (1, *a)
    while len(b) < len(a):
        b = (1, *b)
    result = []
    for m, n in zip(a, b):
        if n in (m, 1):
            result.append(m)
        elif m == 1:
            result.append(n)
        else:
            return False, ()
    return True, tuple(result)
