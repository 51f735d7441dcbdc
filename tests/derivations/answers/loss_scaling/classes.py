import numpy as np


class Scaler:
    def __init__(self, scale, growth, backoff, interval):
        self.scale, self.growth, self.backoff, self.interval = scale, growth, backoff, interval
        self.good = 0

    def update(self, overflow):
        if overflow:
            self.scale *= self.backoff
            self.good = 0
            return
        self.good += 1
        if self.good == self.interval:
            self.scale *= self.growth
            self.good = 0


def loss_scaling(w, grads, lrs, scale, growth, backoff, interval):
    scaler = Scaler(scale, growth, backoff, interval)
    ws, scales = [], []
    for g, lr in zip(grads, lrs):
        half = (g * scaler.scale).astype(np.float16)
        overflow = bool(np.isinf(half).any() or np.isnan(half).any())
        if not overflow:
            unscaled = half.astype(np.float64) / scaler.scale
            w = w - lr * unscaled
        scaler.update(overflow)
        ws.append(w.copy())
        scales.append(scaler.scale)
    return np.array(ws), np.array(scales)
