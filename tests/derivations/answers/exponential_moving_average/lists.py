def exponential_moving_average(shadow, ws, decay, n):
    shadow = list(shadow)
    rows = []
    for w in ws:
        d = (1.0 + n) / (10.0 + n)
        d = min(d, decay)
        shadow = [d * a + (1 - d) * b for a, b in zip(shadow, w)]
        rows.append(shadow)
        n += 1
    return rows
