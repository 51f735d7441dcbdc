import numpy as np


def loss_scaling(w, grads, lrs, scale, growth, backoff, interval):
    T = grads.shape[0]
    ws = np.zeros(grads.shape)
    scales = np.zeros(T)
    streak = 0
    for t in range(T):
        scaled = np.array(grads[t] * scale, dtype="float16")
        if np.all(np.isfinite(scaled)):
            w = w - lrs[t] * (np.array(scaled, dtype=w.dtype) * (1 / scale))
            streak = streak + 1
            if streak % interval == 0:
                scale = scale * growth
        else:
            scale = scale * backoff
            streak = 0
        ws[t] = w
        scales[t] = scale
    return ws, scales
