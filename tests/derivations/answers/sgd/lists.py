def sgd(w, grads, lrs):
    params = [float(p) for p in w]
    rows = []
    for batch, lr in zip(grads.tolist(), lrs):
        mean = [sum(column) / len(batch) for column in zip(*batch)]
        params = [p - lr * g for p, g in zip(params, mean)]
        rows.append(params)
    return rows
