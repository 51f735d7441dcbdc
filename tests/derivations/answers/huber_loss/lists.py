def huber_loss(pred, target, delta):
    rows = [[float(p) - float(t) for p, t in zip(ps, ts)] for ps, ts in zip(pred.tolist(), target.tolist())]
    count = sum(len(row) for row in rows)

    def cost(e):
        return e * e / 2 if abs(e) < delta else delta * abs(e) - delta * delta / 2

    def slope(e):
        return max(-delta, min(delta, e)) / count

    return sum(cost(e) for row in rows for e in row) / count, [[slope(e) for e in row] for row in rows]
