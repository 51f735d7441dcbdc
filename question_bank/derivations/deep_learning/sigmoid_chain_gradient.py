"""The gradient in a chain of sigmoids

K units stand in a row, one behind the other, one number each. With a₀ = `x`, and for k = 1 … K

    z_k = w_k · a_{k−1} + b_k        a_k = σ(z_k) = 1 / (1 + exp(−z_k))

The loss is simply the last output, L = a_K. Return `(dw, db)`: ∂L/∂w and ∂L/∂b, each of shape (K,), in the
order of the units; every a and z behind a parameter depends on it.

* `x`: a number
* `w`, `b`: (K,), entry 0 is that of unit 1; K ≥ 1

Look at how fast `db` shrinks towards the first unit: this is why deep nets of sigmoids learn slowly. The
result must be right and finite also where some |z| is a thousand. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "dl.vanishing"
LEVEL = 2
MINUTES = 8
RETURNS = ("dw", "db")
GRADIENTS = {"dw": "w", "db": "b"}
RTOL = 1e-5
HINTS = (
    "Start at the end: what is ∂L/∂z_K? Then ask how z_{k+1} depends on z_k.",
    "∂L/∂z_k = ∂L/∂z_{k+1} · w_{k+1} · σ′(z_k): the weight on the way is that of the next unit. Go backwards.",
    "With σ′ = a(1 − a): keep all a from the forward pass. "
    "w_k and b_k act through z_k alone: what are ∂z_k/∂w_k and ∂z_k/∂b_k?",
)
SOLUTION = """Write δ_k = ∂L/∂z_k. At the end L = σ(z_K), so δ_K = σ′(z_K). One unit further in front, z_k
reaches L only by way of a_k and z_{k+1} = w_{k+1} a_k + b_{k+1}, so the chain rule gives

    δ_k = δ_{k+1} · w_{k+1} · σ′(z_k)        σ′(z) = a (1 − a)

Both parameters enter through z_k alone: ∂z_k/∂b_k = 1 and ∂z_k/∂w_k = a_{k−1}. So db_k = δ_k and
dw_k = δ_k · a_{k−1}, with a_0 = x.

Written out, δ_1 is a product of K slopes and K − 1 weights. A slope is at most ¼ (at z = 0), so with weights
of size 1 it is at most 4⁻ᴷ: 10 units leave less than one millionth. Saturated units, |z| large, make it
worse; weights beyond 4 could make it explode instead. ReLU has slope 1 where it is open, which is one of the
cures. Going backwards and keeping the running product costs K multiplications; computing every product anew
costs K².
"""
SOURCE = "Nielsen, Neural Networks and Deep Learning, chapter 5, 'What's causing the vanishing gradient problem?'"
COVERS = ("9",)
REVIEWED = "2026-11-22 fixed"


def sigmoid_chain_gradient(x, w, b):
    """The gradients of the last output by all weights and biases.

    x: a number, the input of the first unit
    w: (K,) weight of each unit
    b: (K,) bias of each unit
    Returns dw (K,) and db (K,).
    """
    a = [x]
    for k in range(len(w)):
        z = w[k] * a[k] + b[k]
        a.append((1 + np.tanh(z / 2)) / 2)  # σ(z); it cannot overflow
    a = np.array(a)
    slopes = a[1:] * (1 - a[1:])
    links = np.append(w[1:], 1) * slopes  # from z of the next unit, or from L, to z of this one
    db = np.cumprod(links[::-1])[::-1]
    return db * a[:-1], db


def _sigmoid(z):
    return (1 + np.tanh(z / 2)) / 2


def _forward(x, w, b):
    """a₀ to a_K."""
    a = [x]
    for weight, bias in zip(w, b, strict=True):
        a.append(_sigmoid(weight * a[-1] + bias))
    return np.array(a)


def _case(rng, k, size=1.0):
    signs = rng.choice([-1.0, 1.0], size=k)
    return {
        "x": float(rng.uniform(0.5, 2.0)),
        "w": size * signs * rng.uniform(0.7, 1.5, size=k),
        "b": rng.uniform(-1.0, 1.0, size=k),
    }


def inputs(rng):
    k, m, n = (int(size) for size in rng.permutation(np.arange(3, 8))[:3])
    yield "one unit", _case(rng, 1)
    yield "two units", _case(rng, 2)
    yield "a few units", _case(rng, k)
    yield "weights of 4, the gradient does not vanish", _case(rng, m, 4.0)
    yield "a deep chain", _case(rng, 10 + n)
    case = _case(rng, n)
    case["x"] = -case["x"]
    yield "negative input", case
    case = _case(rng, m)
    case["w"][1] = 0.0
    yield "a weight of 0 cuts the chain", case
    case = _case(rng, k)
    case["b"][0] = rng.choice([-1000.0, 1000.0])
    yield "the first unit saturated, |z| about a thousand", case
    case = _case(rng, 3)
    case["b"][0] = 100.0  # central differences are finer than float32
    arrays = {"w": np.abs(case["w"]).astype(np.float32), "b": case["b"].astype(np.float32)}
    yield "float32 arrays, the first unit saturated", case | arrays


def loss(x, w, b):
    a = x
    for weight, bias in zip(w, b, strict=True):
        a = np.exp(-np.logaddexp(0, -(weight * a + bias)))
    return a


def naive(x, w, b):
    units = len(w)
    a = [float(x)]
    for k in range(units):
        z = float(w[k]) * a[-1] + float(b[k])
        e = np.exp(-abs(z))
        a.append(1 / (1 + e) if z > 0 else e / (1 + e))
    dw, db = np.zeros(units), np.zeros(units)
    for k in range(units):
        product = 1.0
        for j in range(k, units):
            product *= a[j + 1] * (1 - a[j + 1])
            if j > k:
                product *= w[j]
        db[k], dw[k] = product, product * a[k]
    return dw, db


def _backward(a, weights, slopes):
    """dw and db from the weights and slopes on the way."""
    db = np.cumprod((np.append(weights, 1) * slopes)[::-1])[::-1]
    return db * a[:-1], db


def mistake_product_from_the_front(x, w, b):
    """You multiplied from the first unit onwards. b_k reaches the loss through the units behind it, so its product
    runs from k to the end.
    """
    a = _forward(x, w, b)
    db = np.cumprod(np.append(w[1:], 1) * a[1:] * (1 - a[1:]))
    return db * a[:-1], db


def mistake_own_weight(x, w, b):
    """On the way from unit k + 1 to unit k you multiplied by w_k. z_{k+1} is w_{k+1} · a_k + b: the weight is that
    of the next unit.
    """
    a = _forward(x, w, b)
    return _backward(a, w[:-1], a[1:] * (1 - a[1:]))


def mistake_weights_left_out(x, w, b):
    """You multiplied the slopes only. Between two units stands the weight of the later one, and it belongs in the
    product.
    """
    a = _forward(x, w, b)
    return _backward(a, np.ones(len(w) - 1), a[1:] * (1 - a[1:]))


def mistake_slopes_left_out(x, w, b):
    """You multiplied the weights only. Each unit on the way also has its slope σ′(z), which is at most 1/4."""
    a = _forward(x, w, b)
    return _backward(a, w[1:], np.ones(len(w)))


def mistake_sigmoid_twice(x, w, b):
    """You took the slope of σ at a instead of at z: σ was applied twice. With a = σ(z) at hand the slope is a(1 −
    a).
    """
    a = _forward(x, w, b)
    again = _sigmoid(a[1:])
    return _backward(a, w[1:], again * (1 - again))


def mistake_last_slope_forgotten(x, w, b):
    """You began with ∂L/∂z_K = 1. L is a_K = σ(z_K), so it begins with the slope of the last unit."""
    a = _forward(x, w, b)
    slopes = a[1:] * (1 - a[1:])
    slopes[-1] = 1.0
    return _backward(a, w[1:], slopes)


def mistake_dw_by_own_output(x, w, b):
    """In dw you used a_k, the output of the unit. Its weight multiplies its input, a_{k−1}."""
    a = _forward(x, w, b)
    _, db = sigmoid_chain_gradient(x, w, b)
    return db * a[1:], db


def mistake_tanh_slope(x, w, b):
    """You used 1 − a², which is the slope of tanh. That of the sigmoid is a(1 − a)."""
    a = _forward(x, w, b)
    return _backward(a, w[1:], 1 - a[1:] ** 2)
