import numpy as np


def conv2d_by_im2col(x, w, b, stride, pad):
    images, _, height, width = x.shape
    filters, _, hh, ww = w.shape
    rows = (height + 2 * pad - hh) // stride + 1
    columns = (width + 2 * pad - ww) // stride + 1
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    cols = []
    for n in range(images):
        for i in range(rows):
            for j in range(columns):
                cols.append(xp[n, :, i * stride : i * stride + hh, j * stride : j * stride + ww].ravel().tolist())
    flat = np.array(cols) @ w.reshape(filters, -1).T + b
    out = [[[[0.0] * columns for _ in range(rows)] for _ in range(filters)] for _ in range(images)]
    p = 0
    for n in range(images):
        for i in range(rows):
            for j in range(columns):
                for f in range(filters):
                    out[n][f][i][j] = flat[p, f]
                p += 1
    return cols, out
