"""References of linear algebra, linear models and losses against PyTorch, scikit-learn, SciPy and NumPy's own functions."""

# ruff: noqa: N803, N806  (X, W and A are the names of mathematics)
from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from quizdl.app.prove import SEED
from quizdl.domain.run import Call, Case, Returned
from quizdl.grading.judge import outputs_of
from quizdl.sandbox.run import run
from tests.derivations.test_proofs import cases_of, derivation, returned

pytestmark = pytest.mark.oracle
torch = pytest.importorskip("torch")
linalg = pytest.importorskip("scipy.linalg")
distance = pytest.importorskip("scipy.spatial.distance")
optimize = pytest.importorskip("scipy.optimize")
decomposition = pytest.importorskip("sklearn.decomposition")
linear_model = pytest.importorskip("sklearn.linear_model")
metrics = pytest.importorskip("sklearn.metrics")
svm = pytest.importorskip("sklearn.svm")
F = torch.nn.functional


def outputs(name: str) -> Iterator[tuple[Case, list[Any]]]:
    """The cases of a derivation, and what its reference returns for each."""
    for case, result in zip(cases_of(name, SEED), returned(name, name, SEED), strict=True):
        assert isinstance(result, Returned)
        values = outputs_of(derivation(name), result.value)
        assert values is not None
        yield case, values


def check(case: Case, values: list[Any], expected: list[Any]) -> None:
    rtol, floor = (1e-4, 1e-5) if "float32" in case.name else (1e-7, 1e-10)
    for value, other in zip(values, expected, strict=True):
        right = np.asarray(other, dtype=float)
        assert np.shape(value) == right.shape, case.name
        scale = np.abs(right).max(initial=0.0) or 1.0
        np.testing.assert_allclose(np.asarray(value, dtype=float), right, rtol, floor * scale, err_msg=case.name)


def double(value: Any) -> Any:
    """A tensor: of doubles, unless it holds classes."""
    array = np.asarray(value)
    return torch.tensor(array if array.dtype.kind in "iu" else array.astype(float))


Loss = Callable[..., Any]


def _mean_squared_error(pred: Any, target: Any) -> Any:
    return F.mse_loss(pred, target.double())


def _huber(pred: Any, target: Any, delta: float) -> Any:
    return F.huber_loss(pred, target, delta=float(delta))


def _hinge(scores: Any, y: Any) -> Any:
    return F.relu(1 - y * scores).mean()


def _cross_entropy(scores: Any, y: Any) -> Any:
    return F.cross_entropy(scores, y)


def _label_smoothing(scores: Any, y: Any, eps: float) -> Any:
    return F.cross_entropy(scores, y, label_smoothing=float(eps))


def _binary(z: Any, y: Any, pos_weight: Any) -> Any:
    return F.binary_cross_entropy_with_logits(z, y, pos_weight=pos_weight)


def _focal(z: Any, y: Any, gamma: Any, alpha: Any) -> Any:
    entropy = F.binary_cross_entropy_with_logits(z, y.double(), reduction="none")
    weight = torch.where(y == 1, alpha, 1 - alpha)
    return (weight * F.sigmoid(torch.where(y == 1, -z, z)) ** gamma * entropy).mean()


def _kl(p: Any, z: Any) -> Any:
    return F.kl_div(F.log_softmax(z, dim=1), p, reduction="batchmean")


def _contrastive(a: Any, b: Any, same: Any, margin: Any) -> Any:
    apart = torch.linalg.vector_norm(a - b, dim=1)
    return (torch.where(same == 1, apart**2, F.relu(margin - apart) ** 2) / 2).mean()


def _logistic(w: Any, b: Any, X: Any, y: Any, lam: Any) -> Any:
    return F.binary_cross_entropy_with_logits(X @ w + b, y) + lam / 2 * (w * w).sum()


def _softmax(W: Any, b: Any, X: Any, y: Any, lam: Any) -> Any:
    return F.cross_entropy(X @ W + b, y) + lam / 2 * (W * W).sum()


def _svm(W: Any, X: Any, y: Any, lam: Any) -> Any:
    return F.multi_margin_loss(X @ W, y) * W.shape[1] + lam * (W * W).sum()  # PyTorch divides by the classes, too


@pytest.mark.parametrize(
    ("name", "loss"),
    [
        ("mean_squared_error", _mean_squared_error),
        ("huber_loss", _huber),
        ("hinge_loss", _hinge),
        ("softmax_cross_entropy", _cross_entropy),
        ("label_smoothing_cross_entropy", _label_smoothing),
        ("binary_cross_entropy_with_logits", _binary),
        ("focal_loss", _focal),
        ("kl_divergence", _kl),
        ("contrastive_loss", _contrastive),
        ("logistic_regression_gradient", _logistic),
        ("softmax_regression_gradient", _softmax),
        ("svm_loss_gradient", _svm),
    ],
)
def test_losses_and_gradients_are_those_of_pytorch(name: str, loss: Loss) -> None:
    d = derivation(name)
    for case, values in outputs(name):
        tensors = {key: double(value) for key, value in case.arguments.items()}
        wanted = [tensors[d.gradients[output]].requires_grad_() for output in d.returns[1:]]
        value = loss(**tensors)
        value.backward()
        check(case, values, [value.detach(), *(tensor.grad for tensor in wanted)])


def test_hinge_loss_is_that_of_scikit_learn() -> None:
    for case, (value, _) in outputs("hinge_loss"):
        scores, y = case.arguments.values()
        if len(set(y)) == 2:  # a single label is read as -1
            check(case, [value], [metrics.hinge_loss(y, scores)])


def test_ridge_regression_is_that_of_scikit_learn() -> None:
    for case, values in outputs("ridge_regression"):
        X, y, lam = case.arguments.values()
        model = linear_model.Ridge(alpha=lam).fit(np.asarray(X, dtype=float), np.asarray(y, dtype=float))
        check(case, values, [np.append(model.coef_, model.intercept_)])


def test_linear_regression_is_that_of_scikit_learn() -> None:
    for case, values in outputs("linear_regression_closed_form"):
        model = linear_model.LinearRegression().fit(
            *(np.asarray(value, dtype=float) for value in case.arguments.values())
        )
        check(case, values, [np.append(model.coef_, model.intercept_)])


def test_gradient_descent_is_that_of_pytorch() -> None:
    for case, values in outputs("linear_regression_gd"):
        w, X, y = (double(case.arguments[key]) for key in ("w", "X", "y"))
        optimizer = torch.optim.SGD([w.requires_grad_()], lr=case.arguments["lr"])
        ws, losses = [], []
        for _ in range(case.arguments["steps"]):
            optimizer.zero_grad()
            F.mse_loss(X @ w, y).backward()
            optimizer.step()
            ws.append(w.detach().numpy().copy())
            losses.append(F.mse_loss(X @ w, y).item())
        check(case, values, [ws, losses])


def test_the_newton_step_is_that_of_pytorchs_derivatives() -> None:
    for case, values in outputs("newton_step_logistic"):
        w, X, y, lam = (double(value) for value in case.arguments.values())

        def loss(w: Any, X: Any = X, y: Any = y, lam: Any = lam) -> Any:
            return F.binary_cross_entropy_with_logits(X @ w, y, reduction="sum") + lam / 2 * (w * w).sum()

        gradient = torch.autograd.functional.jacobian(loss, w)
        hessian = torch.autograd.functional.hessian(loss, w)
        check(case, values, [w - torch.linalg.solve(hessian, gradient)])


def test_the_step_of_pegasos_is_that_of_pytorchs_gradient_and_projection() -> None:
    for case, values in outputs("pegasos_step"):
        w, X, y, lam, t = (double(value) for value in case.arguments.values())
        w.requires_grad_()
        (lam / 2 * (w * w).sum() + F.relu(1 - y * (X @ w)).mean()).backward()
        moved = (w - w.grad / (lam * t)).detach()
        check(case, values, [torch.renorm(moved[None], p=2, dim=0, maxnorm=float(lam) ** -0.5)[0]])


def test_the_margin_is_that_of_scikit_learns_support_vectors() -> None:
    rng = np.random.default_rng(SEED)
    y = np.repeat([-1.0, 1.0], 15)
    X = rng.normal(size=(30, 3)) + 4 * y[:, None]
    model = svm.SVC(kernel="linear", C=1e6, tol=1e-9).fit(X, y)
    d = derivation("svm_margin")
    arguments = {"w": model.coef_[0], "b": float(model.intercept_[0]), "X": X, "y": y}
    result = run(d.source_code, [Call("svm_margin", arguments)], filename=d.path).results[0]
    assert isinstance(result, Returned)
    width, distances = result.value
    np.testing.assert_allclose(distances[model.support_], width / 2, rtol=1e-5)
    assert distances.min() > width / 2 - 1e-5


def test_shapes_are_those_of_numpy() -> None:
    def shape_or_none(function: Callable[[], Any]) -> tuple[bool, tuple[int, ...]]:
        try:
            return True, function()
        except ValueError:
            return False, ()

    for case, values in outputs("broadcast_shape"):
        a, b = case.arguments["a"], case.arguments["b"]
        assert tuple(values) == shape_or_none(lambda a=a, b=b: np.broadcast_shapes(a, b)), case.name  # type: ignore[misc]
    for case, values in outputs("matmul_shape"):
        a, b = np.zeros(case.arguments["a"]), np.zeros(case.arguments["b"])
        assert tuple(values) == shape_or_none(lambda a=a, b=b: np.matmul(a, b).shape), case.name  # type: ignore[misc]


def test_layouts_are_those_of_pytorch() -> None:
    for case, values in outputs("nhwc_to_nchw"):
        x, w = (torch.tensor(np.asarray(value)) for value in case.arguments.values())
        check(case, values, [torch.einsum("nhwc->nchw", x), torch.einsum("hwcf->fchw", w)])


def test_linear_algebra_is_that_of_scipy() -> None:
    for case, values in outputs("determinant"):
        check(case, values, [linalg.det(np.asarray(case.arguments["A"], dtype=float))])
    for case, values in outputs("eigenvalues_2x2"):
        check(case, values, [np.sort(linalg.eigvals(np.asarray(case.arguments["A"], dtype=float)).real)])
    for case, values in outputs("pairwise_squared_distances"):
        A, B = (np.asarray(value, dtype=float) for value in case.arguments.values())
        check(case, values, [distance.cdist(A, B, "sqeuclidean")])
    for case, values in outputs("low_rank_approximation"):
        A, k = np.asarray(case.arguments["A"], dtype=float), case.arguments["k"]
        U, S, Vt = linalg.svd(A, full_matrices=True, lapack_driver="gesvd")
        nearest = U[:, :k] @ np.diag(S[:k]) @ Vt[:k]
        check(case, values, [nearest, np.linalg.norm(A - nearest) if k < min(A.shape) else 0.0])
    for case, values in outputs("projection_onto_columns"):
        A, b = (np.asarray(value, dtype=float) for value in case.arguments.values())
        basis = linalg.orth(A)
        check(case, values, [basis @ basis.T, basis @ (basis.T @ b), b - basis @ (basis.T @ b)])


def test_the_softmax_jacobian_is_pytorchs() -> None:
    for case, values in outputs("softmax_jacobian"):
        z = double(case.arguments["z"])
        check(case, values, [torch.autograd.functional.jacobian(lambda z: F.softmax(z, dim=0), z)])


def test_central_differences_are_the_mean_of_scipys_one_sided_ones() -> None:
    for case, values in outputs("numerical_gradient"):
        x, A, c = (np.asarray(case.arguments[key], dtype=float) for key in ("x", "A", "c"))
        h = case.arguments["h"]

        def f(x: Any, A: Any = A, c: Any = c) -> Any:
            return x @ A @ x + c @ np.sin(x)

        check(case, values, [(optimize.approx_fprime(x, f, h) + optimize.approx_fprime(x, f, -h)) / 2])


def test_principal_components_are_those_of_scikit_learn() -> None:
    for case, values in outputs("pca_by_svd"):
        X, k = np.asarray(case.arguments["X"], dtype=float), case.arguments["k"]
        model = decomposition.PCA(n_components=k, svd_solver="full").fit(X)
        check(case, values, [model.components_.T, model.explained_variance_, model.transform(X)])
