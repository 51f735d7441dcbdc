"""Linear regression by gradient descent

The model is Xw, without an intercept, and the loss is the mean squared error

    L(w) = 1/N Σᵢ (xᵢ·w − yᵢ)²

with no factor ½. Start at `w` and take `steps` steps of gradient descent over the whole of X and
y, each with the same learning rate `lr`. All coordinates of w move at the same time.

Return `ws`, of shape (steps, D), whose first row holds the parameters *after* the first step, and so
on, and `losses`, of shape (steps,), the loss L *at those parameters*. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "sl.gd"
LEVEL = 1
MINUTES = 6
RETURNS = ("ws", "losses")
INVARIANTS = {"losses": ("not negative",)}
TRAJECTORY = "ws"
HINTS = (
    "Write the residuals r = Xw − y first, of shape (N,). How does L change with r, and r with w?",
    "Every example gives its row of X, times its residual, times 2; average over the examples.",
    "∇L = 2/N · Xᵀr. After the step compute the residuals again: they serve for its loss and for the next gradient.",
)
SOLUTION = """
Let r = Xw − y be the residuals, of shape (N,). The loss is their mean square, L = 1/N Σ rᵢ². By the chain rule

    ∂L/∂rᵢ = 2rᵢ/N,        ∂rᵢ/∂wⱼ = X[i, j]

and wⱼ reaches the loss through all residuals, so their parts are added:

    ∂L/∂wⱼ = 2/N Σᵢ rᵢ X[i, j],        in one piece: ∇L = 2/N Xᵀ(Xw − y)

A step goes against it: w ← w − lr · 2/N Xᵀ(Xw − y). Every component is taken at the same w, and the gradient is
computed anew in each step, since r has changed. The loss that belongs to the new row of `ws` needs the residuals at
the new w.

The Hessian is 2/N XᵀX and does not depend on w. If its largest eigenvalue is λ, the steps converge for lr < 2/λ and
diverge beyond; how fast is decided by the ratio of its largest and smallest eigenvalues.
"""
SOURCE = "Zhang et al., Dive into Deep Learning, Linear Regression, 'Minibatch Stochastic Gradient Descent'"
COVERS = ("10c", "10d")
REVIEWED = "2026-11-22 fixed"


def linear_regression_gd(w, X, y, lr, steps):
    """The parameters and the loss after every step.

    w: (D,) parameters before the first step
    X: (N, D) examples as rows
    y: (N,) targets
    lr: learning rate
    steps: number of steps, at least 1
    returns ws: (steps, D), losses: (steps,)
    """
    ws, losses = [], []
    residual = X @ w - y
    for _ in range(steps):
        w = w - lr * 2 / len(residual) * X.T @ residual
        residual = X @ w - y
        ws.append(w)
        losses.append(np.mean(residual**2))
    return np.array(ws), np.array(losses)


def _case(rng, n, d, steps, lr):
    return {"w": rng.normal(size=d), "X": rng.normal(size=(n, d)), "y": rng.normal(size=n), "lr": lr, "steps": steps}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(5, 11)))
    yield "one example", _case(rng, 1, a, 3, 0.02)
    yield "one step", _case(rng, a, b, 1, 0.1)
    yield "three steps", _case(rng, c, d, 3, 0.05)
    yield "one feature", _case(rng, e, 1, f, 0.1)
    yield "more features than examples", _case(rng, 3, 10 + b, 5, 0.05)
    from_zero = _case(rng, 10 + c, e, 4, 0.1)
    from_zero["w"] = np.zeros(e)
    yield "from zero", from_zero
    small = _case(rng, 12 + b, c, 6, 0.05)
    yield "float32", {k: v.astype(np.float32) if isinstance(v, np.ndarray) else v for k, v in small.items()}
    yield "many examples", _case(rng, 40 + d, f, 12, 0.03)


def large(rng):
    return _case(rng, 2000, 30, 5, 0.03)


def naive(w, X, y, lr, steps):
    n, d = X.shape
    ws, losses = np.zeros((steps, d)), np.zeros(steps)
    at = [float(x) for x in w]
    for k in range(steps):
        gradient = [0.0] * d
        for i in range(n):
            r = sum(X[i, j] * at[j] for j in range(d)) - y[i]
            for j in range(d):
                gradient[j] += 2 * r * X[i, j] / n
        at = [at[j] - lr * gradient[j] for j in range(d)]
        ws[k] = at
        for i in range(n):
            losses[k] += (sum(X[i, j] * at[j] for j in range(d)) - y[i]) ** 2 / n
    return ws, losses


def mistake_gradient_summed(w, X, y, lr, steps):
    """Your gradient is N times too large: the loss is the mean over the examples, so the sum Xᵀ(Xw − y) has to be
    divided by N.
    """
    return linear_regression_gd(w, X, y, lr * len(y), steps)


def mistake_missing_two(w, X, y, lr, steps):
    """Your gradient is half of what it should be. The derivative of a square brings down a 2, and this loss has no ½
    that would cancel it.
    """
    return linear_regression_gd(w, X, y, lr / 2, steps)


def mistake_uphill(w, X, y, lr, steps):
    """You walked uphill. The gradient of (Xw − y)² is 2 Xᵀ(Xw − y), and it is subtracted from w."""
    return linear_regression_gd(w, X, y, -lr, steps)


def mistake_gradient_computed_once(w, X, y, lr, steps):
    """You used the gradient at the starting point in every step. It depends on w: compute it anew after each step."""
    gradient = 2 / len(y) * X.T @ (X @ w - y)
    ws = w - lr * np.arange(1, steps + 1)[:, None] * gradient
    return ws, np.mean((ws @ X.T - y) ** 2, axis=1)


def mistake_one_coordinate_after_the_other(w, X, y, lr, steps):
    """You updated the coordinates one by one and computed the later ones with a w that had already changed.
    All components of the gradient are taken at the same w.
    """
    w = w.copy()
    ws, losses = [], []
    for _ in range(steps):
        for j in range(len(w)):
            w[j] -= lr * 2 / len(y) * X[:, j] @ (X @ w - y)
        ws.append(w.copy())
        losses.append(np.mean((X @ w - y) ** 2))
    return np.array(ws), np.array(losses)


def mistake_loss_before_the_step(w, X, y, lr, steps):
    """Your losses are from before each step. losses[k] is asked at ws[k], after the step."""
    ws, losses = linear_regression_gd(w, X, y, lr, steps)
    return ws, np.concatenate([[np.mean((X @ w - y) ** 2)], losses[:-1]])


def mistake_stored_before_the_step(w, X, y, lr, steps):
    """You stored w and its loss before each step, so that your first row is the w that was given. The first row is
    asked after the first step.
    """
    ws, losses = linear_regression_gd(w, X, y, lr, steps)
    return np.concatenate([w[None], ws[:-1]]), np.concatenate([[np.mean((X @ w - y) ** 2)], losses[:-1]])
