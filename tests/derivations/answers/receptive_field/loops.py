def receptive_field(kernels, strides, dilations):
    field, jump = 1, 1
    for k, s, d in zip(kernels, strides, dilations):
        field += (k - 1) * d * jump
        jump *= s
    return field, jump
