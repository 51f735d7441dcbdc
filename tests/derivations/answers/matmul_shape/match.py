def matmul_shape(left, right):
    match (left, right):
        case ((), _) | (_, ()):
            return False, ()
        case ((k,), (q,)):
            return k == q, ()
        case ((k,), (*batch, q, m)):
            return (True, (*batch, m)) if k == q else (False, ())
        case ((*batch, n, k), (q,)):
            return (True, (*batch, n)) if k == q else (False, ())
        case ((*some, n, k), (*others, q, m)):
            longest = max(len(some), len(others))
            some = [1] * (longest - len(some)) + some
            others = [1] * (longest - len(others)) + others
            fit = k == q and all(s == o or 1 in (s, o) for s, o in zip(some, others))
            return (True, (*[o if s == 1 else s for s, o in zip(some, others)], n, m)) if fit else (False, ())
