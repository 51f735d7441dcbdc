class Conv:
    def __init__(self, c_in, c_out, kh, kw, stride, pad, groups, bias):
        self.filter_size = kh * kw * c_in // groups
        self.c_out = c_out
        self.kernel = (kh, kw)
        self.stride, self.pad = stride, pad
        self.bias = bias

    @property
    def parameters(self):
        n = self.c_out * self.filter_size
        if self.bias:
            n += self.c_out
        return n

    def out(self, size, k):
        return (size - k + 2 * self.pad) // self.stride + 1

    def macs(self, h, w):
        outputs = self.c_out * self.out(h, self.kernel[0]) * self.out(w, self.kernel[1])
        return outputs * self.filter_size


def conv_parameters_and_flops(c_in, c_out, kh, kw, h, w, stride, pad, groups, bias):
    conv = Conv(c_in, c_out, kh, kw, stride, pad, groups, bias)
    macs = conv.macs(h, w)
    return conv.parameters, macs, 2 * macs
