import numpy as np


def conv_parameters_and_flops(c_in, c_out, kh, kw, h, w, stride, pad, groups, bias):
    weight_shape = np.array([c_out, c_in // groups, kh, kw])
    size = np.array([h, w])
    kernel = np.array([kh, kw])
    out = np.floor((size + 2 * pad - kernel) / stride).astype(int) + 1
    weights = np.prod(weight_shape)
    macs = weights * np.prod(out)
    return tuple(np.array([weights + (c_out if bias else 0), macs, macs * 2]))
