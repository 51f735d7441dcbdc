def broadcast_shape(a, b):
    if not a:
        return True, b
    if not b:
        return True, a
    fits, front = broadcast_shape(a[:-1], b[:-1])
    p, q = a[-1], b[-1]
    if not fits or (p not in (q, 1) and q != 1):
        return False, ()
    return True, (*front, q if p == 1 else p)
