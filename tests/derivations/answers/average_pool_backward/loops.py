import numpy as np


def average_pool_backward(dout, x, kh, kw, stride, pad):
    H, W = x.shape[2:]
    dpad = np.zeros((x.shape[0], x.shape[1], H + 2 * pad, W + 2 * pad))
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            share = dout[:, :, i, j][:, :, None, None] / kh / kw
            dpad[:, :, i * stride : i * stride + kh, j * stride : j * stride + kw] += share
    return dpad[:, :, pad : H + pad, pad : W + pad]
