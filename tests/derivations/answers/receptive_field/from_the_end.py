def receptive_field(kernels, strides, dilations):
    size = 1
    total = 1
    for l in range(len(kernels) - 1, -1, -1):
        size = (size - 1) * int(strides[l]) + int(dilations[l]) * (int(kernels[l]) - 1) + 1
        total *= int(strides[l])
    return size, total
