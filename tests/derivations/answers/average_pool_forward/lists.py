import numpy as np


def average_pool_forward(x, kh, kw, stride, pad):
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), mode="constant")
    out_h = 1 + (xp.shape[2] - kh) // stride
    out_w = 1 + (xp.shape[3] - kw) // stride
    return [
        [
            [
                [
                    float(np.mean(plane[i * stride : i * stride + kh, j * stride : j * stride + kw]))
                    for j in range(out_w)
                ]
                for i in range(out_h)
            ]
            for plane in image
        ]
        for image in xp
    ]
