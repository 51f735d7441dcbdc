"""Group normalization, backward

Forward, as in `groupnorm_forward`: the C channels of `x` (N, C, H, W) are cut into `groups` = G groups of C/G neighbouring
channels. For each image and group by itself, with the mean μ and the biased variance σ² over all its channels and pixels,

    x̂ = (x − μ) / √(σ² + ε)        then        out[n, c, i, j] = γ[c] · x̂[n, c, i, j] + β[c]

ε = `eps`; `gamma` = γ and `beta` = β have one element per channel, (C,). Given `dout` = ∂L/∂out, (N, C, H, W), return
`(dx, dgamma, dbeta)`, the gradients of the scalar L by x, γ and β, each in the shape of its variable. μ and σ² depend on x.
(`beta` is passed for completeness.)
"""

import numpy as np

SUBTOPIC = "dl.norms"
LEVEL = 3
MINUTES = 18
RETURNS = ("dx", "dgamma", "dbeta")
GRADIENTS = {"dx": "x", "dgamma": "gamma", "dbeta": "beta"}
INVARIANTS = {"dx": ("sums to 0",)}
HINTS = (
    "γ and β act per channel: which axes do their gradients sum over? After that only one group of one image is left to "
    "think about.",
    "Multiply dout by γ while the channels are still apart, then reshape to (N · G, rest). A group is normalized just as a "
    "row is in layer normalization.",
    "In that shape dx = (dx̂ − mean(dx̂) − x̂ · mean(dx̂ x̂)) / √(σ² + ε), the means over the last axis; reshape back.",
)
SOLUTION = """
**γ and β.** Channel c of every image and pixel is scaled by the same γ[c], so dβ and dγ sum dout and dout ∘ x̂ over images, rows
and columns (axes 0, 2, 3). The gradient at x̂ is dx̂ = γ[c] dout, with γ as (C, 1, 1).

**One group.** Its m = (C/G) · H · W elements have a common μ and a common s = √(σ² + ε), with ∂μ/∂x_j = 1/m and
∂s/∂x_j = x̂_j/m. Hence

    ∂x̂_i/∂x_j = (δ_ij − 1/m − x̂_i x̂_j/m) / s

and, multiplied by dx̂_i and summed over i in the group,

    dx_j = ( dx̂_j − mean(dx̂) − x̂_j · mean(dx̂ ∘ x̂) ) / s

The means are over the group. As γ differs between the channels of a group it must be inside of them; it cannot be factored
out. Reshaped to (N · G, m), this is layer normalization's formula to the letter: the norms differ in what is averaged over,
and in nothing else.

The elements of dx in a group sum to 0, because a shift of the whole group is undone by μ.
"""
SOURCE = (
    "Wu and He 2018, Group normalization, arXiv 1803.08494, section 3, for the forward pass; Ioffe and Szegedy 2015, Batch "
    "normalization, arXiv 1502.03167, section 3, for the backward pass over other axes"
)
COVERS = ("20",)
REVIEWED = "2026-11-22 agreed"


def groupnorm_backward(dout, x, gamma, beta, groups, eps):
    """Gradients of group normalization.

    dout: (N, C, H, W) gradient of the loss at the output
    x: (N, C, H, W) input of the forward pass
    gamma: (C,) scale
    beta: (C,) shift
    groups: G, number of groups, divides C
    eps: ε, added to the variance, positive
    Returns dx (N, C, H, W), dgamma (C,), dbeta (C,).
    """
    rows = x.reshape(len(x) * groups, -1)  # a row for each group of each image
    s = np.sqrt(rows.var(axis=1, keepdims=True) + eps)
    x_hat = (rows - rows.mean(axis=1, keepdims=True)) / s
    dgamma = (dout * x_hat.reshape(x.shape)).sum(axis=(0, 2, 3))
    dx_hat = (dout * gamma[:, None, None]).reshape(rows.shape)
    shift, stretch = dx_hat.mean(axis=1, keepdims=True), (dx_hat * x_hat).mean(axis=1, keepdims=True)
    dx = (dx_hat - shift - x_hat * stretch) / s
    return dx.reshape(x.shape), dgamma, dout.sum(axis=(0, 2, 3))


def _case(rng, n, groups, per_group, h, w, eps=0.01):
    """Channels of different means and spreads."""
    c = groups * per_group
    x = rng.normal(size=(n, c, 1, 1)) + rng.uniform(0.5, 2, size=(n, c, 1, 1)) * rng.normal(size=(n, c, h, w))
    gamma, beta = rng.uniform(0.5, 2, size=c), rng.normal(size=c)
    return {"dout": rng.normal(size=x.shape), "x": x, "gamma": gamma, "beta": beta, "groups": groups, "eps": eps}


def inputs(rng):
    n, h, w = (int(size) for size in rng.permutation(np.arange(3, 6)))
    g, per = (int(size) for size in rng.permutation([2, 3]))
    yield "one image", _case(rng, 1, g, per, h, w)
    yield "a batch", _case(rng, n, g, per, h, w)
    yield "all sizes equal", _case(rng, 4, 2, 2, 4, 4)
    yield "one group: the whole image", _case(rng, n, 1, 1 + per, w, h)
    yield "a group for each channel", _case(rng, w, h, 1, n, 2)
    yield "two pixels", _case(rng, h, g, per, 1, 2)
    case = _case(rng, n, g, per, w, h)
    case["x"] *= 0.05
    yield "a spread as small as the root of eps", case | {"eps": 0.0025}
    case = _case(rng, w, per, g, 2, h)
    case["x"][0, :g] = case["x"][0, 0, 0, 0]
    yield "the first group constant", case
    yield "more channels, a larger eps", _case(rng, 2, 4, 2 + per, h, w, 0.5)
    case = _case(rng, h, g, per, 4 + n, 4 + w, 0.125)
    yield "in float32", {k: value if k == "groups" else np.float32(value) for k, value in case.items()}


def large(rng):
    return _case(rng, 4, 4, 3, 4, 4)


def loss(dout, x, gamma, beta, groups, eps):
    rows = x.reshape(len(x), groups, -1)
    centred = rows - rows.mean(axis=2, keepdims=True)
    x_hat = (centred / np.sqrt((centred**2).mean(axis=2, keepdims=True) + eps)).reshape(x.shape)
    return np.sum(dout * (gamma[:, None, None] * x_hat + beta[:, None, None]))


def naive(dout, x, gamma, beta, groups, eps):
    """The Jacobian of each group, from the sums that define mean and variance."""
    images, channels, height, width = x.shape
    size = channels // groups
    dx, dgamma, dbeta = np.zeros(x.shape), np.zeros(channels), np.zeros(channels)
    for n in range(images):
        for g in range(groups):
            places = [(n, c, i, j) for c in range(g * size, (g + 1) * size) for i, j in np.ndindex(height, width)]
            count = len(places)
            mean = sum(float(x[p]) for p in places) / count
            away = [float(x[p]) - mean for p in places]
            variance = sum(a * a for a in away) / count + eps
            for a, p in zip(away, places, strict=True):
                dgamma[p[1]] += dout[p] * a / variance**0.5
                dbeta[p[1]] += dout[p]
                upstream = dout[p] * gamma[p[1]]
                for other, q in zip(away, places, strict=True):
                    dx[q] += upstream * (((p == q) - 1 / count) / variance**0.5 - a * other / count / variance**1.5)
    return dx, dgamma, dbeta


def _normalized(x, groups, eps):
    rows = x.reshape(len(x), groups, -1)
    s = np.sqrt(rows.var(axis=2, keepdims=True) + eps)
    return (rows - rows.mean(axis=2, keepdims=True)) / s, s


def _upstream(dout, gamma, groups):
    return (dout * gamma[:, None, None]).reshape(len(dout), groups, -1)


def _with_deviation(s, dout, x, gamma, beta, groups, eps):
    """The formulas of the reference with another s in place of the root, (N · groups, 1)."""
    rows = x.reshape(len(x) * groups, -1)
    x_hat = (rows - rows.mean(axis=1, keepdims=True)) / s
    dx_hat = (dout * gamma[:, None, None]).reshape(rows.shape)
    shift, stretch = dx_hat.mean(axis=1, keepdims=True), (dx_hat * x_hat).mean(axis=1, keepdims=True)
    dx = (dx_hat - shift - x_hat * stretch) / s
    dgamma = (dout * x_hat.reshape(x.shape)).sum(axis=(0, 2, 3))
    return dx.reshape(x.shape), dgamma, dout.sum(axis=(0, 2, 3))


def mistake_mean_and_variance_constant(dout, x, gamma, beta, groups, eps):
    """You treated the mean and the variance as constants. Both depend on x, and each sends a gradient back."""
    _, dgamma, dbeta = groupnorm_backward(dout, x, gamma, beta, groups, eps)
    dx = _upstream(dout, gamma, groups) / _normalized(x, groups, eps)[1]
    return dx.reshape(x.shape), dgamma, dbeta


def mistake_variance_constant(dout, x, gamma, beta, groups, eps):
    """You treated the variance as a constant: each group of your dx sums to 0, but the term with x̂ · mean(dx̂ x̂) is
    missing.
    """
    _, dgamma, dbeta = groupnorm_backward(dout, x, gamma, beta, groups, eps)
    dx_hat = _upstream(dout, gamma, groups)
    dx = (dx_hat - dx_hat.mean(axis=2, keepdims=True)) / _normalized(x, groups, eps)[1]
    return dx.reshape(x.shape), dgamma, dbeta


def mistake_mean_constant(dout, x, gamma, beta, groups, eps):
    """You treated the mean as a constant: mean(dx̂) over the group has to be taken away as well, so that each group of
    dx sums to 0.
    """
    _, dgamma, dbeta = groupnorm_backward(dout, x, gamma, beta, groups, eps)
    x_hat, s = _normalized(x, groups, eps)
    dx_hat = _upstream(dout, gamma, groups)
    dx = (dx_hat - x_hat * (dx_hat * x_hat).mean(axis=2, keepdims=True)) / s
    return dx.reshape(x.shape), dgamma, dbeta


def mistake_means_over_the_image(dout, x, gamma, beta, groups, eps):
    """In dx you took the means over the whole image. They are over the group that was normalized together."""
    _, dgamma, dbeta = groupnorm_backward(dout, x, gamma, beta, groups, eps)
    x_hat, s = _normalized(x, groups, eps)
    dx_hat = _upstream(dout, gamma, groups)
    shift = dx_hat.mean(axis=(1, 2), keepdims=True)
    stretch = (dx_hat * x_hat).mean(axis=(1, 2), keepdims=True)
    return ((dx_hat - shift - x_hat * stretch) / s).reshape(x.shape), dgamma, dbeta


def mistake_gamma_forgotten(dout, x, gamma, beta, groups, eps):
    """In dx you forgot γ: x̂ is multiplied by it, so dx̂ = γ · dout, before any mean is taken."""
    dx, _, _ = groupnorm_backward(dout, x, np.ones_like(gamma), beta, groups, eps)
    _, dgamma, dbeta = groupnorm_backward(dout, x, gamma, beta, groups, eps)
    return dx, dgamma, dbeta


def mistake_gamma_afterwards(dout, x, gamma, beta, groups, eps):
    """In dx you multiplied by γ at the end. It differs between the channels of a group, so it has to be inside the
    means: start from dx̂ = γ · dout.
    """
    dx, _, _ = groupnorm_backward(dout, x, np.ones_like(gamma), beta, groups, eps)
    _, dgamma, dbeta = groupnorm_backward(dout, x, gamma, beta, groups, eps)
    return gamma[:, None, None] * dx, dgamma, dbeta


def mistake_parameters_over_batch_only(dout, x, gamma, beta, groups, eps):
    """Your dgamma and dbeta still have the axes of the image. γ[c] and β[c] act at every pixel of every image: sum over
    the batch and over both image axes.
    """
    dx, _, _ = groupnorm_backward(dout, x, gamma, beta, groups, eps)
    x_hat = _normalized(x, groups, eps)[0].reshape(x.shape)
    return dx, (dout * x_hat).sum(axis=0), dout.sum(axis=0)


def mistake_dgamma_from_x(dout, x, gamma, beta, groups, eps):
    """In dgamma you used x. γ multiplies the normalized x̂."""
    dx, _, dbeta = groupnorm_backward(dout, x, gamma, beta, groups, eps)
    return dx, (dout * x).sum(axis=(0, 2, 3)), dbeta


def mistake_groups_interleaved(dout, x, gamma, beta, groups, eps):
    """You put every G-th channel into a group. Groups are neighbouring channels: reshape C to (G, C/G), groups first."""
    channels = x.shape[1]
    order = np.arange(channels).reshape(-1, groups).T.ravel()
    dx, dgamma, dbeta = groupnorm_backward(dout[:, order], x[:, order], gamma[order], beta, groups, eps)
    back = np.argsort(order)
    return dx[:, back], dgamma[back], dbeta[back]


def mistake_eps_left_out(dout, x, gamma, beta, groups, eps):
    """You left eps out. It is added to the variance, under the root, or what never changes gives 0/0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return groupnorm_backward(dout, x, gamma, beta, groups, 0.0)


def mistake_eps_outside(dout, x, gamma, beta, groups, eps):
    """You divided by σ + eps. eps is added to the variance, under the root."""
    rows = x.reshape(len(x) * groups, -1)
    s = rows.std(axis=1, keepdims=True) + eps
    return _with_deviation(s, dout, x, gamma, beta, groups, eps)


def mistake_sample_variance(dout, x, gamma, beta, groups, eps):
    """You took the variance with ddof=1, divided by one less than the number of elements. In normalization it is
    divided by the number itself.
    """
    rows = x.reshape(len(x) * groups, -1)
    s = np.sqrt(rows.var(axis=1, keepdims=True) * rows.shape[1] / max(rows.shape[1] - 1, 1) + eps)
    return _with_deviation(s, dout, x, gamma, beta, groups, eps)
