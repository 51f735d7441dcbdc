"""Forward pass of group normalization

`x`, of shape (N, C, H, W), is a batch of images. The C channels are cut into `groups` = G groups of C/G **neighbouring**
channels: the first C/G are group 0, and so on; G divides C. For each image and each group by itself, over all the channels and
pixels of the group,

    x̂ = (x − μ) / √(σ² + ε)        then        out[n, c, i, j] = γ[c] · x̂[n, c, i, j] + β[c]

σ² is the **biased** variance, ε = `eps` is added to it inside the root. `gamma` = γ and `beta` = β have one element per
**channel**, (C,). Return `out`, of shape (N, C, H, W). This is `torch.nn.GroupNorm(G, C, eps)`.
"""

import numpy as np

SUBTOPIC = "dl.norms"
LEVEL = 2
MINUTES = 7
RETURNS = ("out",)
HINTS = (
    "Give the groups an axis of their own. Into which two axes does C fall apart, and in which order?",
    "Reshaped to (N, G, C/G, H, W), or to (N, G, rest), everything but the first two axes is averaged over.",
    "Normalize in that shape, reshape back to (N, C, H, W), and only then scale by gamma[:, None, None] and add beta likewise.",
)
SOLUTION = """
Neighbouring channels form a group, so channel c is number c mod C/G of group ⌊c / (C/G)⌋. That is the order in which `reshape`
cuts an axis: (N, C, H, W) → (N, **G**, C/G, H, W), groups first. The other way round, (N, C/G, G, …), would put every G-th
channel into one group.

In the new shape

    μ[n, g] = mean over the last three axes        σ²[n, g] likewise, divided by their number (C/G) · H · W

with the axes kept, so that they broadcast. After x̂ the array goes back to (N, C, H, W): γ and β belong to the channel, not to the
group, and as (C, 1, 1) they line up with axis 1.

The two ends of the scale have names: G = 1 normalizes over the whole image (layer normalization), G = C each channel by itself
(instance normalization). No statistic crosses from one image to another, so the result for an image does not depend on its
batch. That is the point of it: batch normalization gets unreliable when only one or two images fit on a device.
"""
SOURCE = (
    "Wu and He 2018, Group normalization, arXiv 1803.08494, section 3; PyTorch, torch/nn/modules/normalization.py, docstring "
    "of GroupNorm"
)
COVERS = ("20",)
REVIEWED = "2026-11-22 fixed"


def groupnorm_forward(x, gamma, beta, groups, eps):
    """Groups of channels normalized by themselves, channels scaled and shifted.

    x: (N, C, H, W) input
    gamma: (C,) scale
    beta: (C,) shift
    groups: G, number of groups, divides C
    eps: ε, added to the variance, positive
    Returns out (N, C, H, W).
    """
    rows = x.reshape(len(x) * groups, -1)  # a row for each group of each image
    x_hat = (rows - rows.mean(axis=1, keepdims=True)) / np.sqrt(rows.var(axis=1, keepdims=True) + eps)
    return gamma[:, None, None] * x_hat.reshape(x.shape) + beta[:, None, None]


def _case(rng, n, groups, per_group, h, w, eps=0.01):
    """Channels of different means and spreads."""
    c = groups * per_group
    x = rng.normal(size=(n, c, 1, 1)) + rng.uniform(0.5, 2, size=(n, c, 1, 1)) * rng.normal(size=(n, c, h, w))
    return {"x": x, "gamma": rng.uniform(0.5, 2, size=c), "beta": rng.normal(size=c), "groups": groups, "eps": eps}


def inputs(rng):
    n, h, w = (int(size) for size in rng.permutation(np.arange(4, 8))[:3])
    g, per = (int(size) for size in rng.permutation([2, 3, 4])[:2])
    yield "one image", _case(rng, 1, g, per, h, w)
    yield "a batch", _case(rng, n, g, per, h, w)
    yield "all sizes equal", _case(rng, 4, 2, 2, 4, 4)
    yield "one group: the whole image", _case(rng, n, 1, 1 + per, w, h)
    yield "a group for each channel", _case(rng, w, h, 1, n, 2)
    yield "one pixel", _case(rng, h, g, per, 1, 1)
    case = _case(rng, n, g, per, w, h)
    case["x"] *= 0.05
    yield "a spread as small as the root of eps", case | {"eps": 0.0025}
    case = _case(rng, w, per, g, 2, h)
    case["x"][0, :g] = case["x"][0, 0, 0, 0]
    yield "the first group constant", case
    yield "many channels, a larger eps", _case(rng, 2, 4, 5 + per, h, w, 0.5)
    case = _case(rng, h, g, per, n, w, 0.125)
    yield "in float32", {k: value if k == "groups" else np.float32(value) for k, value in case.items()}


def large(rng):
    return _case(rng, 8, 4, 8, 16, 16)


def naive(x, gamma, beta, groups, eps):
    images, channels, height, width = x.shape
    size = channels // groups
    out = np.zeros(x.shape)
    for n in range(images):
        for g in range(groups):
            places = [(c, i, j) for c in range(g * size, (g + 1) * size) for i, j in np.ndindex(height, width)]
            mean = sum(float(x[n, c, i, j]) for c, i, j in places) / len(places)
            variance = sum((float(x[n, c, i, j]) - mean) ** 2 for c, i, j in places) / len(places)
            for c, i, j in places:
                out[n, c, i, j] = gamma[c] * (x[n, c, i, j] - mean) / (variance + eps) ** 0.5 + beta[c]
    return out


def _over(x, gamma, beta, eps, axes, ddof=0):
    """Normalized over some axes of the image, or of the grouped image, scaled and shifted per channel."""
    with np.errstate(invalid="ignore", divide="ignore"):
        s = np.sqrt(x.var(axis=axes, keepdims=True, ddof=ddof) + eps)
        x_hat = (x - x.mean(axis=axes, keepdims=True)) / s
    x_hat = x_hat.reshape(len(x), len(gamma), *x.shape[-2:])
    return gamma[:, None, None] * x_hat + beta[:, None, None]


def _grouped(x, groups):
    n, c, h, w = x.shape
    return x.reshape(n, groups, c // groups, h, w)


def mistake_groups_interleaved(x, gamma, beta, groups, eps):
    """You put every G-th channel into a group. Groups are neighbouring channels: reshape C to (G, C/G), groups first."""
    n, c, h, w = x.shape
    dealt = x.reshape(n, c // groups, groups, h, w)
    return _over(dealt, gamma, beta, eps, (1, 3, 4))


def mistake_whole_image(x, gamma, beta, groups, eps):
    """You normalized over all channels of an image, which is layer normalization. Each group has its own mean and
    variance.
    """
    return _over(x, gamma, beta, eps, (1, 2, 3))


def mistake_each_channel(x, gamma, beta, groups, eps):
    """You normalized each channel by itself, which is instance normalization. The statistics are those of the whole
    group.
    """
    return _over(x, gamma, beta, eps, (2, 3))


def mistake_over_the_batch(x, gamma, beta, groups, eps):
    """You averaged over the images too, as batch normalization does. Each image is normalized by itself."""
    return _over(_grouped(x, groups), gamma, beta, eps, (0, 2, 3, 4))


def mistake_each_pixel(x, gamma, beta, groups, eps):
    """You averaged over the channels of a group at each pixel alone. The mean runs over the pixels as well."""
    return _over(_grouped(x, groups), gamma, beta, eps, 2)


def mistake_gamma_per_group(x, gamma, beta, groups, eps):
    """You took γ and β by the number of the group. They have one element per channel."""
    per = x.shape[1] // groups
    return groupnorm_forward(x, np.repeat(gamma[:groups], per), np.repeat(beta[:groups], per), groups, eps)


def mistake_eps_outside(x, gamma, beta, groups, eps):
    """You added ε to the standard deviation. It is added to the variance, inside the root."""
    grouped = _grouped(x, groups)
    s = grouped.std(axis=(2, 3, 4), keepdims=True) + eps
    x_hat = ((grouped - grouped.mean(axis=(2, 3, 4), keepdims=True)) / s).reshape(x.shape)
    return gamma[:, None, None] * x_hat + beta[:, None, None]


def mistake_unbiased_variance(x, gamma, beta, groups, eps):
    """You divided the variance by one less than the number of elements (ddof=1). Here it is divided by their number."""
    return _over(_grouped(x, groups), gamma, beta, eps, (2, 3, 4), ddof=1)


def mistake_extra_axes(x, gamma, beta, groups, eps):
    """The values are right, but the array has axes too many in front. gamma[:, None, None] is enough to line up with
    the channels: the result has the shape of x.
    """
    return groupnorm_forward(x, gamma, beta, groups, eps)[None, None, None]


def mistake_eps_left_out(x, gamma, beta, groups, eps):
    """You left eps out. It is added to the variance, under the root, or what never changes gives 0/0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return groupnorm_forward(x, gamma, beta, groups, 0.0)
