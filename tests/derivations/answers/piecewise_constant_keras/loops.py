def piecewise_constant_keras(t, boundaries, values):
    result = []
    for step in t:
        value = values[-1]
        for boundary, candidate in zip(boundaries, values):
            if step <= boundary:
                value = candidate
                break
        result.append(float(value))
    return result
