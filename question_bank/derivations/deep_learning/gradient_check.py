"""Gradient check

A function f of D variables has been evaluated around a point x, and somebody's formula for its gradient at x is to be
checked. Given are

* `analytic`, of shape (D,): the gradient by the formula
* `f_plus` and `f_minus`, of shape (D,): f at x with `h` added to, and with h subtracted from, coordinate d alone
* `f_here`: f(x) itself, a number, and the step `h` > 0

Return `numeric`, of shape (D,), the gradient by **central** differences; `error`, of shape (D,), the relative error of
each coordinate,

    error[d] = |analytic[d] − numeric[d]| / max(|analytic[d]|, |numeric[d]|)

which is 0 where both gradients are exactly 0; and `worst`, the index of the largest error, the lowest of equal ones.
Nothing is added to the denominator. (`f_here` may not be needed.)
"""

import numpy as np

SUBTOPIC = "dl.gradcheck"
LEVEL = 1
MINUTES = 6
RETURNS = ("numeric", "error", "worst")
INVARIANTS = {"error": ("not negative",)}
HINTS = (
    "A central difference looks the same way to both sides. How far apart are the two points?",
    "numeric = (f_plus − f_minus) / (2 h). The error is measured by the larger of the two gradients, coordinate by coordinate.",
    "Take np.maximum(|analytic|, |numeric|), put 1 where it is 0, and divide; argmax takes the lowest index of equal ones.",
)
SOLUTION = """By Taylor's theorem f(x ± h) = f ± h f′ + ½ h² f″ ± h³ f‴/6 + … In the difference of the two all even
terms cancel:

    (f(x + h) − f(x − h)) / (2h) = f′ + h² f‴/6 + …

so the error is of order h². The one-sided (f(x + h) − f(x)) / h keeps ½ h f″, an error of order h. Too small a step is
no better: f is rounded, by about 10⁻¹⁶ |f|, and that is divided by 2h. A step near 10⁻⁵ is a good compromise in
float64.

A difference of 10⁻⁴ is nothing beside a gradient of 100 and everything beside one of 10⁻⁵, so it is divided by the size
of the gradients. With the larger of the two the error is 0 for equal ones, 1 if one of them is missing, and 2 at most,
for a wrong sign. (Others divide by the sum, which gives at most 1.) Errors below 10⁻⁷ are good; above 10⁻² the formula
is probably wrong, or there is a kink between x − h and x + h.
"""
SOURCE = "Stanford CS231n course notes, neural-networks-3.md, section 'Gradient Checks'"
COVERS = ("15e", "32")
REVIEWED = "2026-11-22 fixed"


def gradient_check(analytic, f_plus, f_minus, f_here, h):
    """Numeric gradient, relative error of each coordinate, and the worst coordinate.

    analytic: (D,) gradient to be checked
    f_plus: (D,) f with h added to one coordinate
    f_minus: (D,) f with h subtracted from one coordinate
    f_here: f at the point itself
    h: step
    returns numeric: (D,), error: (D,), worst: a whole number
    """
    numeric = (f_plus - f_minus) / (2 * h)
    size = np.maximum(np.abs(analytic), np.abs(numeric))
    error = np.abs(analytic - numeric) / np.where(size > 0, size, np.inf)
    return numeric, error, error.argmax()


def _case(rng, d, h=0.1, wrong=None):
    """f is a sum of cubic polynomials, small at x itself. The analytic gradient has other faults in each coordinate,
    none of them tiny.
    """
    x, level = rng.uniform(0.5, 2.0, size=d), float(rng.uniform(0.05, 0.2))
    a, b, c = rng.uniform(0.5, 3.0, size=(3, d)) * rng.choice([-1, 1], size=d)

    def f(at):
        return a * at + b * at**2 + c * at**3

    others = level - f(x)
    numeric = (f(x + h) - f(x - h)) / (2 * h)
    factor = (
        rng.choice([-1.0, 0.5, 0.9, 1.1, 2.0, 3.0], size=d) + rng.uniform(-0.05, 0.05, size=d)
        if wrong is None
        else wrong
    )
    return {
        "analytic": factor * numeric,
        "f_plus": others + f(x + h),
        "f_minus": others + f(x - h),
        "f_here": level,
        "h": h,
    }


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(3, 12))[:6])
    yield (
        "x² at 3, one variable",
        {
            "analytic": np.array([5.0]),
            "f_plus": np.array([12.25]),
            "f_minus": np.array([6.25]),
            "f_here": 9.0,
            "h": 0.5,
        },
    )
    yield "several variables", _case(rng, a)
    yield "a small step", _case(rng, b, h=1e-3)
    yield "a step larger than 1", _case(rng, c, h=1.5)
    zeros = _case(rng, 2 + d)
    zeros["analytic"][0], zeros["f_plus"][0] = 0.0, zeros["f_minus"][0]
    yield "a variable that f does not depend on", zeros
    missing = _case(rng, 2 + e)
    missing["analytic"][1] = 0.0
    yield "the formula forgot a variable", missing
    extra = _case(rng, 3 + f)
    extra["f_plus"][2] = extra["f_minus"][2]
    yield "the formula has a variable too many", extra
    yield "every sign is wrong", _case(rng, b, wrong=-1.0 - rng.uniform(0.1, 0.3, size=b))
    flat = {"f_plus": np.full(c, 2.0), "f_minus": np.full(c, 2.0), "f_here": 2.0, "h": 0.01}
    yield "f is constant, the formula too", {"analytic": np.zeros(c), **flat}
    powers = np.array([2.0, -4.0, 0.0, 8.0, 2.0]) * 2.0 ** int(rng.integers(-2, 3))
    yield (
        "equal errors: powers of two",
        {
            "analytic": powers * np.array([1.0, 0.5, 1.0, 0.5, 2.0]),
            "f_plus": 1.0 + powers / 2,
            "f_minus": 1.0 - powers / 2,
            "f_here": 0.75,
            "h": 0.5,
        },
    )
    scales = _case(rng, a + 2)
    grow = 10.0 ** np.linspace(-6, 6, a + 2)
    yield (
        "gradients of very different size",
        {
            "analytic": scales["analytic"] * grow,
            "f_plus": (scales["f_plus"] - scales["f_minus"]) / 2 * grow,
            "f_minus": (scales["f_minus"] - scales["f_plus"]) / 2 * grow,
            "f_here": 1.0,
            "h": 0.1,
        },
    )
    half = _case(rng, 3 + f)
    yield "an analytic gradient in float32", half | {"analytic": half["analytic"].astype(np.float32)}


def naive(analytic, f_plus, f_minus, f_here, h):
    numeric, error, worst = [], [], 0
    for d, (a, plus, minus) in enumerate(zip(analytic, f_plus, f_minus, strict=True)):
        n = (float(plus) - float(minus)) / h / 2
        exact = float(a)
        larger = max(abs(exact), abs(n))
        numeric.append(n)
        error.append(0.0 if larger == 0 else abs(n - exact) / larger)
        if error[d] > error[worst]:
            worst = d
    return numeric, error, worst


def _checked(analytic, numeric):
    size = np.maximum(np.abs(analytic), np.abs(numeric))
    error = np.abs(analytic - numeric) / np.where(size > 0, size, 1)
    return numeric, error, error.argmax()


def mistake_one_sided(analytic, f_plus, f_minus, f_here, h):
    """You used the one-sided difference, whose error is of order h. The central one needs f on both sides, and its
    error is of order h².
    """
    return _checked(analytic, (f_plus - f_here) / h)


def mistake_divided_by_h(analytic, f_plus, f_minus, f_here, h):
    """You divided by h. The two points lie 2h apart."""
    return _checked(analytic, (f_plus - f_minus) / h)


def mistake_absolute_error(analytic, f_plus, f_minus, f_here, h):
    """You returned the absolute error. Whether a difference is large can be said only beside the gradients themselves:
    divide by the larger one.
    """
    numeric, _, _ = gradient_check(analytic, f_plus, f_minus, f_here, h)
    error = np.abs(analytic - numeric)
    return numeric, error, error.argmax()


def mistake_relative_to_analytic(analytic, f_plus, f_minus, f_here, h):
    """You divided by the analytic gradient alone. Where the formula gives 0 by mistake, that is a division by 0: take
    the larger of the two.
    """
    numeric, _, _ = gradient_check(analytic, f_plus, f_minus, f_here, h)
    difference = np.abs(analytic - numeric)
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.where(difference > 0, difference / np.abs(analytic), 0.0)
    return numeric, error, error.argmax()


def mistake_relative_to_sum(analytic, f_plus, f_minus, f_here, h):
    """You divided by the sum of the two sizes. That is a convention too; the one asked for divides by the larger."""
    numeric, _, _ = gradient_check(analytic, f_plus, f_minus, f_here, h)
    size = np.abs(analytic) + np.abs(numeric)
    error = np.abs(analytic - numeric) / np.where(size > 0, size, 1)
    return numeric, error, error.argmax()


def mistake_sizes_compared(analytic, f_plus, f_minus, f_here, h):
    """You compared the sizes of the gradients, so that a wrong sign goes unseen. Subtract first, then take the size."""
    numeric, _, _ = gradient_check(analytic, f_plus, f_minus, f_here, h)
    size = np.maximum(np.abs(analytic), np.abs(numeric))
    error = np.abs(np.abs(analytic) - np.abs(numeric)) / np.where(size > 0, size, 1)
    return numeric, error, error.argmax()


def mistake_zero_by_zero(analytic, f_plus, f_minus, f_here, h):
    """Where both gradients are 0 you have 0/0 = nan, and nan is taken for the worst. Equal gradients have error 0."""
    numeric, _, _ = gradient_check(analytic, f_plus, f_minus, f_here, h)
    with np.errstate(invalid="ignore"):
        error = np.abs(analytic - numeric) / np.maximum(np.abs(analytic), np.abs(numeric))
    return numeric, error, error.argmax()


def mistake_one_size_for_all(analytic, f_plus, f_minus, f_here, h):
    """You divided by the largest gradient of all coordinates. A small coordinate that is quite wrong then looks right:
    each has its own denominator.
    """
    numeric, _, _ = gradient_check(analytic, f_plus, f_minus, f_here, h)
    size = max(np.abs(analytic).max(), np.abs(numeric).max())
    error = np.abs(analytic - numeric) / (size if size > 0 else 1)
    return numeric, error, error.argmax()
