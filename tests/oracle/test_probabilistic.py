"""The references of the track `probabilistic` against scikit-learn, SciPy and PyTorch."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from quizdl.app.prove import SEED
from quizdl.domain.run import Returned
from quizdl.grading.judge import outputs_of
from tests.derivations.test_proofs import cases_of, derivation, returned

exceptions = pytest.importorskip("sklearn.exceptions")
metrics = pytest.importorskip("sklearn.metrics")
mixture = pytest.importorskip("sklearn.mixture")
naive_bayes = pytest.importorskip("sklearn.naive_bayes")
spatial = pytest.importorskip("scipy.spatial")
special = pytest.importorskip("scipy.special")
tree = pytest.importorskip("sklearn.tree")
vector_quantization = pytest.importorskip("scipy.cluster.vq")
torch = pytest.importorskip("torch")

pytestmark = pytest.mark.oracle
close = np.testing.assert_allclose


def answers(name: str) -> Iterator[tuple[dict[str, Any], list[Any]]]:
    """The arguments of each case, and what the reference gives."""
    d = derivation(name)
    for case, result in zip(cases_of(name, SEED), returned(name, name, SEED), strict=True):
        assert isinstance(result, Returned)
        outputs = outputs_of(d, result.value)
        assert outputs is not None
        yield case.arguments, outputs


def tensor(values: Any, *, grad: bool = False) -> Any:
    return torch.tensor(np.asarray(values, dtype=float), requires_grad=grad)


def test_gini_impurity_is_that_of_a_tree_s_root() -> None:
    for case, (impurity, _) in answers("gini_impurity"):
        counts = case["counts"].astype(float)
        classes = np.arange(counts.shape[1])
        for row, value in zip(counts, impurity, strict=True):
            if row.any():
                fitted = tree.DecisionTreeClassifier(max_depth=1).fit(
                    np.zeros((len(row), 1)), classes, sample_weight=row
                )
                close(value, fitted.tree_.impurity[0], rtol=1e-6, atol=1e-9)


def test_information_gain_is_mutual_information() -> None:
    for case, (gain,) in answers("information_gain"):
        nats = [metrics.mutual_info_score(case["y"], column) for column in case["goes_left"].T]
        close(gain, np.array(nats) / np.log(2), atol=1e-12)


def test_kdtree_nearest() -> None:
    for case, (index, visited) in answers("kdtree_nearest"):
        _, nearest = spatial.cKDTree(case["points"]).query(case["queries"])
        assert np.array_equal(index, nearest)
        assert (visited <= len(case["points"])).all()


def test_gaussian_log_likelihood() -> None:
    for case, (loss, dmean, dlog_var) in answers("gaussian_log_likelihood"):
        if case["log_var"].max() > 100:
            continue  # PyTorch's own variance overflows there
        x, mean, log_var = tensor(case["x"]), tensor(case["mean"], grad=True), tensor(case["log_var"], grad=True)
        theirs = -torch.distributions.Normal(mean, (log_var / 2).exp()).log_prob(x).sum(dim=1).mean()
        theirs.backward()
        close(loss, theirs.item())
        close(dmean, mean.grad.numpy())
        close(dlog_var, log_var.grad.numpy(), rtol=1e-6)


def test_naive_bayes_log_posterior() -> None:
    for case, (log_posterior, log_evidence) in answers("naive_bayes_log_posterior"):
        model = naive_bayes.GaussianNB()
        model.classes_, model.class_prior_ = np.arange(len(case["prior"])), case["prior"]
        model.theta_, model.var_ = case["mean"], case["variance"]
        data = case["X"].astype(float)
        close(log_posterior, model.predict_log_proba(data), rtol=1e-6, atol=1e-9)
        close(log_evidence, special.logsumexp(model.predict_joint_log_proba(data), axis=1))


def test_kmeans_step() -> None:
    for case, (labels, moved, inertia) in answers("kmeans_step"):
        data, centers = case["X"].astype(float), case["centers"]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # of empty clusters, which keep their centers
            theirs, codes = vector_quantization.kmeans2(data, centers, iter=1, minit="matrix")
        assert np.array_equal(labels, codes)
        close(moved, theirs, rtol=1e-6)
        close(inertia, np.sum(vector_quantization.vq(data, centers)[1] ** 2), rtol=1e-6)


def test_gaussian_mixture_em_step_e_step() -> None:
    d = torch.distributions
    for case, (resp, *_, log_likelihood) in answers("gaussian_mixture_em_step"):
        parts = d.Independent(d.Normal(tensor(case["means"]), tensor(case["variances"]).sqrt()), 1)
        mixture = d.MixtureSameFamily(d.Categorical(tensor(case["weights"])), parts)
        data = tensor(case["X"])
        joint = parts.log_prob(data[:, None]) + tensor(case["weights"]).log()
        close(resp, torch.softmax(joint, dim=1).numpy(), rtol=1e-6, atol=1e-12)
        close(log_likelihood, mixture.log_prob(data).mean().item())


def test_gaussian_mixture_em_step_m_step() -> None:
    tried = 0
    for case, (_, weights, means, variances, log_likelihood) in answers("gaussian_mixture_em_step"):
        data, k = case["X"].astype(float), len(case["weights"])
        if len(data) < max(2, k):
            continue
        model = mixture.GaussianMixture(
            k,
            covariance_type="diag",
            reg_covar=0.0,
            max_iter=1,
            init_params="random",
            weights_init=case["weights"],
            means_init=case["means"],
            precisions_init=1 / case["variances"],
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", exceptions.ConvergenceWarning)
            model.fit(data)
        close(weights, model.weights_)
        close(means, model.means_)
        close(variances, model.covariances_, rtol=1e-6, atol=1e-12)
        close(log_likelihood, model.lower_bound_)
        tried += 1
    assert tried >= 6


def free_energy(v: Any, W: Any, b: Any, c: Any) -> Any:  # noqa: N803
    """By PyTorch's softplus, which is linear beyond its threshold."""
    return -v @ b - torch.nn.functional.softplus(v @ W + c, threshold=50).sum(dim=1)


def test_rbm_free_energy() -> None:
    for case, (energy, dW) in answers("rbm_free_energy"):  # noqa: N806
        v, b, c, W = tensor(case["v"]), tensor(case["b"]), tensor(case["c"]), tensor(case["W"], grad=True)  # noqa: N806
        theirs = free_energy(v, W, b, c)
        theirs.mean().backward()
        close(energy, theirs.detach().numpy(), rtol=1e-6)
        close(dW, W.grad.numpy(), rtol=1e-6, atol=1e-12)


def test_rbm_free_energy_is_a_sum_over_all_hidden_configurations() -> None:
    for case, (energy, _) in answers("rbm_free_energy"):
        v, W, b, c = (tensor(case[name]) for name in ("v", "W", "b", "c"))  # noqa: N806
        if len(c) > 10:
            continue
        h = torch.cartesian_prod(*[tensor([0, 1])] * len(c)).reshape(-1, len(c))
        minus_energy = (v @ b)[:, None] + h @ c + v @ W @ h.T
        close(energy, -torch.logsumexp(minus_energy, dim=1).numpy(), rtol=1e-6)


def test_contrastive_divergence_step_descends_the_difference_of_free_energies() -> None:
    for case, outputs in answers("contrastive_divergence_step"):
        v0 = tensor(case["v0"])
        parameters = [tensor(case[name], grad=True) for name in ("W", "b", "c")]
        W, b, c = parameters  # noqa: N806
        h0 = (tensor(case["u_hidden"]) < torch.sigmoid(v0 @ W + c)).double()
        v1 = (tensor(case["u_visible"]) < torch.sigmoid(h0 @ W.T + b)).double()
        (free_energy(v0, W, b, c) - free_energy(v1, W, b, c)).mean().backward()
        for new, old in zip(outputs, parameters, strict=True):
            close(new, (old - case["lr"] * old.grad).detach().numpy(), rtol=1e-6, atol=1e-9)


def test_ctc_forward() -> None:
    for case, (_, loss) in answers("ctc_forward"):
        log_probs = tensor(case["log_probs"])[:, None]
        lengths = [torch.tensor([len(values)]) for values in (case["log_probs"], case["target"])]
        theirs = torch.nn.functional.ctc_loss(
            log_probs, torch.tensor(case["target"])[None], *lengths, blank=case["blank"], reduction="none"
        )
        close(loss, theirs.item(), rtol=1e-6)
