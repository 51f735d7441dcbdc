def resnet_cifar_parameters(n, width, classes):
    w = width
    depth = 6 * n + 2
    first = 29 * w
    stage1 = 2 * n * (9 * w**2 + 2 * w)
    stage2 = 18 * w**2 + 4 * w + (2 * n - 1) * (36 * w**2 + 4 * w)
    stage3 = 72 * w**2 + 8 * w + (2 * n - 1) * (144 * w**2 + 8 * w)
    return depth, first + stage1 + stage2 + stage3 + (4 * w + 1) * classes
