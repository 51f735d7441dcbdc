def conv_bn(a, b):
    weights = 3 * 3 * a * b
    gamma_beta = 2 * b
    return weights + gamma_beta


def resnet_cifar_parameters(n, width, classes):
    total = conv_bn(3, width)
    depth = 1
    channels = width
    for stage in range(3):
        out = width * 2**stage
        for _ in range(n):
            total += conv_bn(channels, out)
            total += conv_bn(out, out)
            channels = out
            depth += 2
    total += channels * classes + classes
    return depth + 1, total
