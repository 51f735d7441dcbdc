"""Forward pass of a causal convolution in time

`x` has shape (N, C, T): N sequences of T steps with C channels. The output at time t may depend on times up
to t and on nothing later. With K taps, `dilation` steps apart,

    out[n, f, t] = b[f] + Σ_c Σ_k w[f, c, k] · x[n, c, t − (K − 1 − k) · dilation]        k = 0 … K − 1

where x at negative times is 0. So the **last** tap, w[f, c, K − 1], meets the present, and w[f, c, 0] the
oldest step: the order of deep-learning libraries, not the turned one of mathematics.

* `w`: (F, C, K), `b`: (F,), `dilation` ≥ 1, a whole number

Return `out`, of shape (N, F, T): as long as the input. (K − 1) · dilation may be larger than T.
"""

import numpy as np

SUBTOPIC = "dl.sequence"
LEVEL = 2
MINUTES = 8
RETURNS = ("out",)
HINTS = (
    "How many zeros have to stand in front of the sequence so that the first output is defined? And how many "
    "behind it?",
    "With (K − 1) · dilation zeros in front, tap k at output t meets the padded step t + k · dilation.",
    "Add up over k: w[:, :, k] times the slice of the padded x from k · dilation, T steps long; einsum sums over c.",
)
SOLUTION = """Put P = (K − 1) · dilation zeros in front of the sequence and none behind it; call the result
xp, so xp[t + P] = x[t]. Then

    x[t − (K − 1 − k) · dilation] = xp[t + k · dilation]

and the causal convolution is an ordinary one over xp, without padding: tap k sees the slice of xp that begins
at k · dilation and is T long. So out is the sum over k of the products of w[:, :, k], of shape (F, C), with
these slices, plus b: K matrix products, no loop over time.

A convolution padded on both sides, with P/2 zeros each, has the same output length but sees the future; a
model trained with it to predict the next step can simply copy the answer. The bug shows in no shape, only in scores
that are too good.

One layer looks back P steps. In a stack with dilations 1, 2, 4, … the reach doubles with each layer, at the
same cost per layer; that is the idea of WaveNet. In training, all times are computed at once, unlike in a
recurrent net.
"""
EQUIVALENT = {
    "xp = np.pad(x, ((0, 0), (0, 0), ((taps - 1) * dilation, 0))) → "
    "xp = np.pad(x, ((0, 0), (0, 0), ((taps - 1) * dilation, 1)))": "a zero behind the sequence is in no slice",
}
SOURCE = "van den Oord et al. 2016, WaveNet, arXiv 1609.03499, section 2.1, 'Dilated causal convolutions'"
REVIEWED = "2026-11-22 fixed"


def conv1d_causal_forward(x, w, b, dilation):
    """A causal convolution of a batch of sequences.

    x: (N, C, T) sequences
    w: (F, C, K) filters, the last tap for the present
    b: (F,) biases
    dilation: steps from one tap to the next
    Returns out (N, F, T).
    """
    steps, taps = x.shape[2], w.shape[2]
    xp = np.pad(x, ((0, 0), (0, 0), ((taps - 1) * dilation, 0)))
    out = b[:, None]
    for k in range(taps):
        out = out + w[:, :, k] @ xp[:, :, k * dilation : k * dilation + steps]
    return out


def _case(rng, taps, dilation, *, n=None, c=None, f=None, t=None):
    """Sizes are all different, except those that are given."""
    sizes = [k for k in rng.permutation([2, 3, 4, 5, 6]).tolist() if k != taps]
    n, c, f, t = n or sizes[0], c or sizes[1], f or sizes[2], t or int(rng.integers(9, 14))
    return {
        "x": rng.normal(size=(n, c, t)),
        "w": rng.normal(size=(f, c, taps)),
        "b": rng.normal(size=f),
        "dilation": dilation,
    }


def inputs(rng):
    yield "two sequences of 4 steps, two taps", _case(rng, 2, 1, n=2, c=1, f=1, t=4)
    yield "one sequence", _case(rng, 3, 1, n=1)
    yield "a batch", _case(rng, 4, 1)
    yield "dilation 2", _case(rng, 3, 2)
    yield "dilation 3, two taps", _case(rng, 2, 3)
    yield "as many filters as channels and sequences", _case(rng, 3, 2, n=4, c=4, f=4)
    yield "one tap", _case(rng, 1, 2)
    yield "reaches back before the beginning", _case(rng, 4, 4, t=5)
    case = _case(rng, 3, 2)
    yield "numbers in the thousands", case | {"x": 1000 * case["x"]}
    case = _case(rng, 3, 1)
    yield "float32 arrays", case | {k: (np.round(4 * case[k]) / 4).astype(np.float32) for k in ("x", "w", "b")}


def naive(x, w, b, dilation):
    sequences, channels, steps = x.shape
    filters, _, taps = w.shape
    out = np.zeros((sequences, filters, steps))
    for n, f, t in np.ndindex(out.shape):
        total = b[f]
        for c in range(channels):
            for back in range(taps):
                if t - back * dilation >= 0:
                    total += w[f, c, taps - 1 - back] * x[n, c, t - back * dilation]
        out[n, f, t] = total
    return out


def large(rng):
    return {"x": rng.normal(size=(4, 4, 200)), "w": rng.normal(size=(8, 4, 3)), "b": rng.normal(size=8), "dilation": 4}


def _shifted(x, w, b, dilation, before):
    """The convolution with so many zeros in front, and as many behind as keep the length."""
    steps, reach = x.shape[2], (w.shape[2] - 1) * dilation
    xp = np.pad(x, ((0, 0), (0, 0), (before, max(reach - before, 0))))
    return b[:, None] + sum(w[:, :, k] @ xp[:, :, k * dilation : k * dilation + steps] for k in range(w.shape[2]))


def mistake_sees_the_future(x, w, b, dilation):
    """You padded both sides, so the output at t depends on later times. All the zeros belong in front."""
    return _shifted(x, w, b, dilation, (w.shape[2] - 1) * dilation // 2)


def mistake_padded_behind(x, w, b, dilation):
    """You put all the zeros behind the sequence: your output sees the future only. They belong in front."""
    return _shifted(x, w, b, dilation, 0)


def mistake_kernel_turned(x, w, b, dilation):
    """You turned the kernel, so that its first tap meets the present. Here the last one does."""
    return conv1d_causal_forward(x, w[:, :, ::-1], b, dilation)


def mistake_dilation_ignored(x, w, b, dilation):
    """You left the dilation out. The taps look back in steps of `dilation`."""
    return conv1d_causal_forward(x, w, b, 1)


def mistake_present_left_out(x, w, b, dilation):
    """Your output at t sees times before t only: it is one step late. The present counts here."""
    out = conv1d_causal_forward(x, w, b, dilation)
    return np.concatenate([np.broadcast_to(b[:, None], out.shape)[:, :, :1], out[:, :, :-1]], axis=2)


def mistake_bias_forgotten(x, w, b, dilation):
    """You did not add the bias: b[f] goes to every step of output f."""
    return conv1d_causal_forward(x, w, np.zeros_like(b), dilation)


def mistake_bias_per_tap(x, w, b, dilation):
    """You added the bias once for every tap. It belongs outside the sum: once for every output element."""
    return conv1d_causal_forward(x, w, b * w.shape[2], dilation)
