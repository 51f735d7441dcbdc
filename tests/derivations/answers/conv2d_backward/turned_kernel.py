import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def conv2d_backward(dout, x, w, b, stride, pad):
    """dx as a full correlation of the spread-out dout with the kernel turned by 180 degrees."""
    n, height, width = len(x), *x.shape[2:]
    f, _, hh, ww = w.shape
    rows, columns = height + 2 * pad, width + 2 * pad
    spread = np.zeros((n, f, rows - hh + 1, columns - ww + 1))
    spread[:, :, ::stride, ::stride] = dout
    around = np.pad(spread, ((0, 0), (0, 0), (hh - 1, hh - 1), (ww - 1, ww - 1)))
    turned = w[:, :, ::-1, ::-1]
    dxp = np.einsum("nfijuv,fcuv->ncij", sliding_window_view(around, (hh, ww), axis=(2, 3)), turned)
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dw = np.einsum("ncuvij,nfij->fcuv", sliding_window_view(xp, spread.shape[2:], axis=(2, 3)), spread)
    return {"dx": dxp[:, :, pad : pad + height, pad : pad + width], "dw": dw, "db": spread.sum(axis=(0, 2, 3))}
