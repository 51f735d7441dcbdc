def conv_output_size(size, kernel, stride, padding, dilation):
    length = size + 2 * padding
    covered = kernel + (kernel - 1) * (dilation - 1)
    positions = 0
    start = 0
    while start + covered <= length:
        positions += 1
        start += stride
    return positions
