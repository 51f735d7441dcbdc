import math


def conv_output_size(size, kernel, stride, padding, dilation):
    effective = dilation * (kernel - 1) + 1
    return math.floor((size + 2 * padding - effective) / stride + 1)
