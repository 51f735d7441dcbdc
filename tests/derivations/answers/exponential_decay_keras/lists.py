def exponential_decay_keras(t, base_lr, decay_steps, rate, staircase):
    lrs = []
    for step in t.tolist():
        exponent = step / decay_steps
        if staircase:
            exponent = int(exponent)
        lrs.append(base_lr * rate**exponent)
    return lrs
