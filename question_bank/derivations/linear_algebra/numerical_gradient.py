"""Gradient by central differences

The function to be differentiated is given by its coefficients: for `x` of shape (D,),

    f(x) = xᵀA x + Σⱼ c[j] sin(x[j])

with `A` of shape (D, D), not necessarily symmetric, and `c` of shape (D,). Return `gradient`, of shape (D,),
**approximated** by central differences with step `h`: component j compares f at the two points that lie h to the
right and to the left of x along axis j, the other coordinates being left as they are.

h is not small: 0.05 and more. So the answer differs from the exact gradient, and it is the approximation that is
asked. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "la.derivatives"
LEVEL = 1
MINUTES = 6
RETURNS = ("gradient",)
HINTS = (
    "Write f as a function of its own first. Then take care of a single component of the gradient.",
    "How far are the two points of a component apart? The slope between them is a difference of f over that distance.",
    "The points are x + h eⱼ and x − h eⱼ, 2h apart, where eⱼ is row j of the identity: x itself is never changed.",
)
SOLUTION = """
With eⱼ the j-th unit vector,

    gradient[j] = ( f(x + h eⱼ) − f(x − h eⱼ) ) / (2h)

The points are 2h apart, hence the 2. Why both sides? By Taylor's formula along the axis,

    f(x ± h eⱼ) = f ± h f' + h²/2 f'' ± h³/6 f''' + …

In the difference the even terms cancel, so the error is about h²/6 f'''. The one-sided quotient (f(x + h) − f(x))/h
keeps h/2 f'': its error falls with h only, not with its square.

For a quadratic function central differences are exact, whatever h; here the sine leaves an error: cos(x) becomes
cos(x) sin(h)/h.

In practice, with float64, h about 10⁻⁵ is best: smaller, and rounding in f, about 10⁻¹⁶|f|/h, outweighs what is
gained. Each gradient costs 2D evaluations of f, so it serves to check a derivation, not to train. For such a check the
exact gradient, here (A + Aᵀ)x + c cos(x), is compared with it by the relative error.
"""
EQUIVALENT = {
    "return x @ A @ x + np.sum(c * np.sin(x)) → return x @ (x @ A) + np.sum(c * np.sin(x))": "the same quadratic form",
    "return x @ A @ x + np.sum(c * np.sin(x)) → return A @ x @ x + np.sum(c * np.sin(x))": "the same quadratic form",
}
SOURCE = (
    "Goodfellow, Bengio, Courville 2016, Deep Learning, section 11.5; "
    "Nocedal and Wright 2006, Numerical Optimization, section 8.1"
)
COVERS = ("8f", "15e")
REVIEWED = "2026-11-22 fixed"


def numerical_gradient(x, A, c, h):
    """Central differences of f(x) = xᵀA x + c·sin(x).

    x: (D,) where the gradient is wanted
    A: (D, D) coefficients of the quadratic part
    c: (D,) coefficients of the sines
    h: step, positive
    returns gradient: (D,)
    """

    def f(x):
        return x @ A @ x + np.sum(c * np.sin(x))

    steps = np.diag(np.full_like(x, h))
    return np.array([f(x + step) - f(x - step) for step in steps]) / (2 * h)


def _case(rng, d, h):
    signs = rng.choice([-1, 1], size=d)
    return {"x": rng.normal(size=d), "A": rng.normal(size=(d, d)), "c": signs * rng.uniform(1, 3, size=d), "h": h}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(3, 9)))
    plain = {"x": np.array([1.0, 2.0]), "A": np.array([[1.0, 2.0], [0.0, 3.0]]), "c": np.array([1.0, -2.0])}
    yield "two variables", plain | {"h": 0.5}
    yield "one variable", _case(rng, 1, 0.2)
    yield "some variables", _case(rng, a, 0.1)
    yield "a large step", _case(rng, b, float(rng.uniform(1.0, 2.0)))
    yield "a small step", _case(rng, c, 0.05)
    yield "no quadratic part", _case(rng, d, 0.4) | {"A": np.zeros((d, d))}
    yield "only the quadratic part", _case(rng, e, 0.3) | {"c": np.zeros(e)}
    yield "at zero", _case(rng, f, 0.7) | {"x": np.zeros(f)}
    yield "x beyond the first period", _case(rng, b, 0.6) | {"x": rng.uniform(5, 15, size=b)}
    small = _case(rng, d, 0.5)
    yield "float32", {k: v.astype(np.float32) if isinstance(v, np.ndarray) else v for k, v in small.items()}
    yield "many variables", _case(rng, 20 + a, 0.25)


def naive(x, A, c, h):
    gradient = np.zeros(len(x))
    for j in range(len(x)):
        values = []
        for sign in (1, -1):
            point = [float(value) for value in x]
            point[j] += sign * h
            value = 0.0
            for i in range(len(x)):
                value += float(c[i]) * np.sin(point[i])
                for k in range(len(x)):
                    value += point[i] * float(A[i, k]) * point[k]
            values.append(value)
        gradient[j] = (values[0] - values[1]) / (2 * h)
    return gradient


def _f(x, A, c):
    return x @ A @ x + c @ np.sin(x)


def mistake_one_sided(x, A, c, h):
    """You compared f(x + h) with f(x). Central differences take a step to either side, which makes the error fall
    with h².
    """
    steps = h * np.eye(len(x))
    return np.array([_f(x + step, A, c) - _f(x, A, c) for step in steps]) / h


def mistake_backward_difference(x, A, c, h):
    """You compared f(x) with f(x − h). Central differences take a step to either side, which makes the error fall
    with h².
    """
    return mistake_one_sided(x, A, c, -h)


def mistake_divided_by_h(x, A, c, h):
    """You divided by h. The two points lie 2h apart, so your gradient is twice too large."""
    return 2 * numerical_gradient(x, A, c, h)


def mistake_half_the_step(x, A, c, h):
    """You went h/2 to either side. That is a central difference, too, but here the points lie h to the left and to
    the right.
    """
    return numerical_gradient(x, A, c, h / 2)


def mistake_wrong_order(x, A, c, h):
    """Your gradient has the wrong sign: it is f on the right less f on the left."""
    return -numerical_gradient(x, A, c, h)


def mistake_all_coordinates_moved(x, A, c, h):
    """You moved all coordinates at once, x ± h: every component then is the slope along the diagonal. Move one at a
    time.
    """
    return np.full(len(x), (_f(x + h, A, c) - _f(x - h, A, c)) / (2 * h))


def mistake_coordinate_not_restored(x, A, c, h):
    """You left each coordinate where it had been moved to, so that the next ones were measured at another point. Put
    it back, or add a step to a copy.
    """
    at, gradient = x.copy(), np.zeros(len(x))
    for j in range(len(x)):
        at[j] += h
        right = _f(at, A, c)
        at[j] -= 2 * h
        gradient[j] = (right - _f(at, A, c)) / (2 * h)
    return gradient


def mistake_exact_gradient(x, A, c, h):
    """That is the exact gradient (A + Aᵀ)x + c cos(x). The approximation with this h is asked, which differs by the
    sine's part.
    """
    return (A + A.T) @ x + c * np.cos(x)
