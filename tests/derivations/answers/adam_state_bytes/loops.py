def adam_state_bytes(shapes, mixed, amsgrad):
    numbers = 0
    for shape in shapes:
        n = 1
        for d in shape:
            n *= d
        numbers += n
    state = 8 * numbers
    if mixed:
        state += 4 * numbers
    if amsgrad:
        state += 4 * numbers
    weights = numbers * (2 if mixed else 4)
    return {"state": state, "total": state + 2 * weights}
