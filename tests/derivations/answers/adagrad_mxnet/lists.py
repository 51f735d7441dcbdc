from math import sqrt


def adagrad_mxnet(w, s, grads, lrs, eps):
    w, s = w.tolist(), s.tolist()
    rows = []
    for g, lr in zip(grads.tolist(), lrs.tolist()):
        s = [a + x * x for a, x in zip(s, g)]
        w = [p - lr * x / sqrt(a + eps) for p, x, a in zip(w, g, s)]
        rows.append(w)
    return rows, s
