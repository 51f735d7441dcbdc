import numpy as np


def conv1d_causal_forward(x, w, b, dilation):
    N, C, T = x.shape
    F, _, K = w.shape
    out = np.zeros((N, F, T))
    for f in range(F):
        for c in range(C):
            taps = np.zeros((K - 1) * dilation + 1)
            taps[::dilation] = w[f, c, ::-1]
            for n in range(N):
                out[n, f] += np.convolve(x[n, c].astype(float), taps)[:T]
        out[:, f] += b[f]
    return out
