def receptive_field(kernels, strides, dilations):
    size = 1
    total = 1
    for i in range(len(kernels) - 1, -1, -1):
        size = (size - 1) * int(strides[i]) + int(dilations[i]) * (int(kernels[i]) - 1) + 1
        total *= int(strides[i])
    return size, total
