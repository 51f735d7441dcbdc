import numpy as np

LOGISTIC = (lambda z: 0.5 + 0.5 * np.tanh(z / 2), lambda a: a - a**2)
TANH = (np.tanh, lambda a: 1 - a**2)


def lstm_step_backward(dh_next, dc_next, x, h, c, wx, wh, b):
    """Each gate as an affine layer of its own; the contributions are added up."""
    blocks = [np.split(p, 4, axis=-1) for p in (wx, wh, b)]
    kinds = (LOGISTIC, LOGISTIC, TANH, LOGISTIC)
    values = [kind[0](x @ u + h @ v + bias) for kind, u, v, bias in zip(kinds, *blocks)]
    i, f, g, o = values
    cell = f * c + i * g
    delta = dc_next + dh_next * o / np.cosh(cell) ** 2
    sent = [delta * g, delta * c, delta * i, dh_next * np.tanh(cell)]
    deltas = [d * kind[1](a) for d, kind, a in zip(sent, kinds, values)]
    dx = sum(d @ u.T for d, u in zip(deltas, blocks[0]))
    dh = sum(d @ v.T for d, v in zip(deltas, blocks[1]))
    dwx = np.concatenate([x.T @ d for d in deltas], axis=1)
    dwh = np.concatenate([h.T @ d for d in deltas], axis=1)
    db = np.concatenate([np.ones(len(x)) @ d for d in deltas])
    return dx, dh, delta * f, dwx, dwh, db
