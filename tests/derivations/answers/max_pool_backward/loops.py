import numpy as np


def max_pool_backward(dout, x, kh, kw, stride, pad):
    N, C = x.shape[:2]
    _, _, OH, OW = dout.shape
    dx = np.zeros_like(x)
    for n in range(N):
        for c in range(C):
            for i in range(OH):
                for j in range(OW):
                    top, left = max(i * stride - pad, 0), max(j * stride - pad, 0)
                    bottom, right = i * stride - pad + kh, j * stride - pad + kw
                    window = x[n, c, top:bottom, left:right]
                    u, v = np.unravel_index(np.argmax(window), window.shape)
                    dx[n, c, top + u, left + v] += dout[n, c, i, j]
    return dx
