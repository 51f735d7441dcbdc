def gradient_check(analytic, f_plus, f_minus, f_here, h):
    numeric, error = [], []
    for a, p, m in zip(analytic, f_plus, f_minus):
        n = (p - m) / (2 * h)
        numeric.append(n)
        if a == 0 and n == 0:
            error.append(0.0)
        else:
            error.append(abs(a - n) / max(abs(a), abs(n)))
    return numeric, error, error.index(max(error))
