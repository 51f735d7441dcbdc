def parameter_server_sync(w, grads, lrs, mu, batch):
    w = w.tolist()
    v = [0.0] * len(w)
    rows = []
    for round_, lr in zip(grads.tolist(), lrs.tolist()):
        n = batch * len(round_)
        g = [sum(column) / n for column in zip(*round_)]
        v = [mu * a + b for a, b in zip(v, g)]
        w = [a - lr * b for a, b in zip(w, v)]
        rows.append(w)
    return rows
