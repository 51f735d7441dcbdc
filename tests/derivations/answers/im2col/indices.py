import numpy as np


def im2col(x, kh, kw, stride, pad):
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    oh = (xp.shape[2] - kh) // stride + 1
    ow = (xp.shape[3] - kw) // stride + 1
    r = (np.arange(oh) * stride)[:, None, None, None] + np.arange(kh)[None, None, :, None]
    c = (np.arange(ow) * stride)[None, :, None, None] + np.arange(kw)[None, None, None, :]
    patches = xp[:, :, r, c]
    patches = np.moveaxis(patches, 1, 3)
    return np.asfortranarray(patches.reshape(-1, x.shape[1] * kh * kw))
