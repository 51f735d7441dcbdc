def dropout_backward(dout, x, p, mask, train):
    def walk(d, m):
        if isinstance(d, list):
            return [walk(*pair) for pair in zip(d, m)]
        return d / (1 - p) if m else 0.0

    return walk(dout.tolist(), mask.tolist()) if train else dout.tolist()
