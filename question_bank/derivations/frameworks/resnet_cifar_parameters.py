"""Depth and parameters of a CIFAR ResNet

The residual net of He et al. (2015), section 4.2, for images of 3 × 32 × 32. With `n` blocks in a stage,
`width` = 16 and `classes` = 10 it is the one of the paper:

1. a 3 × 3 convolution from 3 to `width` channels
2. three stages of `n` blocks each, with `width`, 2 · `width` and 4 · `width` channels. A block is two 3 × 3
   convolutions; the first one of the second and third stage takes the channels of the stage before it
   (with stride 2), all others keep their channels
3. global average pooling, which leaves one number per channel, and one fully connected layer with biases to
   the classes

Every convolution has **no** bias and is followed by batch normalization with a learned γ and β for each
channel. The shortcuts are *option A*: identity, where channels are missing filled up with zeros, so nothing
is learned there.

Return `(depth, parameters)`: the number of convolutions plus the fully connected layer, and the number of
**learned** parameters, both whole numbers. The running mean and variance of batch normalization are not
learned.
"""

SUBTOPIC = "fw.shapes"
LEVEL = 2
MINUTES = 10
RETURNS = ("depth", "parameters")
HINTS = (
    "Make a list of all convolutions with channels in and out; what does one of them cost with its γ and β?",
    "A 3 × 3 convolution from a to b channels, with its batch normalization, has 9ab + 2b. In a stage of c "
    "channels, how many are from c to c?",
    "First stage: 2n of them from c to c. Second and third: one from c/2 to c and 2n − 1 from c to c. What stands "
    "before and behind the stages?",
)
SOLUTION = """A 3 × 3 convolution from a to b channels without bias has 9ab weights, and its batch
normalization 2b parameters, γ and β: together

    conv(a, b) = 9 a b + 2 b

With w = width the net is

    conv(3, w)                                     the beginning
    2n · conv(w, w)                                stage 1
    conv(w, 2w) + (2n − 1) · conv(2w, 2w)          stage 2
    conv(2w, 4w) + (2n − 1) · conv(4w, 4w)         stage 3
    (4w + 1) · classes                             fully connected, after global pooling

That is 1 + 3 · 2n convolutions and one fully connected layer: depth 6n + 2.

For w = 16 and 10 classes: n = 3 gives depth 20 with 269,722, n = 9 depth 56 with 853,018, n = 18 depth 110 with
1,727,962. Global pooling is what keeps the last layer small, and the option A shortcuts cost nothing; option B
would add two 1 × 1 convolutions. MXNet's example normalizes its input and before the convolutions, and has
1 × 1 shortcuts: 272,544 at depth 20. Frameworks that list the running statistics beside the learned parameters show
still larger numbers.
"""
SOURCE = "He, Zhang, Ren, Sun 2015, arXiv 1512.03385, section 4.2, 'CIFAR-10 and Analysis', and section 3.3 (option A)"
COVERS = ("24a", "24b")
REVIEWED = "2026-11-22 fixed"


def resnet_cifar_parameters(n, width, classes):
    """How deep a CIFAR ResNet is, and how many parameters it learns.

    n: blocks in each of the three stages
    width: channels of the first stage
    classes: outputs of the fully connected layer
    Returns depth and parameters, whole numbers.
    """
    convolutions = [(3, width)]
    for stage in (width, 2 * width, 4 * width):
        before = convolutions[-1][1]
        convolutions += [(before, stage)] + [(stage, stage)] * (2 * n - 1)
    parameters = sum(9 * a * b + 2 * b for a, b in convolutions)
    return len(convolutions) + 1, parameters + (4 * width + 1) * classes


def inputs(rng):
    n, width, classes = (int(size) for size in (rng.integers(4, 9), rng.integers(5, 13), rng.integers(3, 9)))
    yield "one block in a stage, one channel", {"n": 1, "width": 1, "classes": 1}
    yield "depth 20", {"n": 3, "width": 16, "classes": 10}
    yield "depth 56", {"n": 9, "width": 16, "classes": 10}
    yield "depth 110", {"n": 18, "width": 16, "classes": 10}
    yield "100 classes", {"n": 3, "width": 16, "classes": 100}
    yield "a wide net", {"n": 2, "width": 64 + width, "classes": classes}
    yield "some depth and width", {"n": n, "width": width, "classes": classes}
    yield "depth 1202", {"n": 200, "width": 16, "classes": 10}


def naive(n, width, classes):
    depth, parameters, channels = 0, 0, 3

    def convolution(out):
        nonlocal depth, parameters, channels
        depth += 1
        for _ in range(out):
            parameters += channels * 3 * 3 + 1 + 1
        channels = out

    convolution(width)
    for stage in range(3):
        for _ in range(n):
            convolution(width * 2**stage)
            convolution(width * 2**stage)
    for _ in range(classes):
        parameters += channels + 1
    return depth + 1, parameters


def _count(n, width, classes, *, cost=lambda a, b: 9 * a * b + 2 * b, last=lambda c, k: (c + 1) * k, first=True):
    """Parameters of the net with other costs."""
    total = cost(3, width) if first else 0
    before = width
    for stage in (width, 2 * width, 4 * width):
        total += cost(before, stage) + (2 * n - 1) * cost(stage, stage)
        before = stage
    return total + last(4 * width, classes)


def mistake_projection_shortcuts(n, width, classes):
    """You counted 1 × 1 convolutions in the two shortcuts that change the number of channels. That is option B;
    option A fills up with zeros and learns nothing there.
    """
    extra = (2 * width**2 + 2 * 2 * width) + (8 * width**2 + 2 * 4 * width)
    return 6 * n + 2, _count(n, width, classes) + extra


def mistake_biases_in_convolutions(n, width, classes):
    """You counted biases in the convolutions. Batch normalization takes the mean away and has a β of its own, so
    they are left out.
    """
    return 6 * n + 2, _count(n, width, classes, cost=lambda a, b: 9 * a * b + 3 * b)


def mistake_batch_normalization_forgotten(n, width, classes):
    """You left out γ and β: two learned numbers for each channel behind every convolution."""
    return 6 * n + 2, _count(n, width, classes, cost=lambda a, b: 9 * a * b)


def mistake_running_statistics_counted(n, width, classes):
    """You counted the running mean and variance too. They are stored, not learned: no gradient changes them."""
    return 6 * n + 2, _count(n, width, classes, cost=lambda a, b: 9 * a * b + 4 * b)


def mistake_stage_keeps_channels(n, width, classes):
    """You let all 2n convolutions of a stage keep their channels. The first one of the second and third stage comes
    from half as many.
    """
    stages = sum(2 * n * (9 * c * c + 2 * c) for c in (width, 2 * width, 4 * width))
    return 6 * n + 2, 27 * width + 2 * width + stages + (4 * width + 1) * classes


def mistake_last_bias_forgotten(n, width, classes):
    """You left out the biases of the fully connected layer, one for each class."""
    return 6 * n + 2, _count(n, width, classes, last=lambda c, k: c * k)


def mistake_no_global_pooling(n, width, classes):
    """You connected all 8 × 8 positions of the last maps to the classes. Global average pooling leaves one number per
    channel.
    """
    return 6 * n + 2, _count(n, width, classes, last=lambda c, k: (64 * c + 1) * k)


def mistake_depth_without_ends(n, width, classes):
    """Your depth is 6n: the blocks alone. The first convolution and the fully connected layer count as well."""
    return 6 * n, _count(n, width, classes)
