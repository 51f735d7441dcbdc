"""The references of the track `evaluation` against scikit-learn and PyTorch."""

from __future__ import annotations

import numpy as np
import pytest

from tests.oracle.test_probabilistic import answers, close

calibration = pytest.importorskip("sklearn.calibration")
metrics = pytest.importorskip("sklearn.metrics")
model_selection = pytest.importorskip("sklearn.model_selection")
preprocessing = pytest.importorskip("sklearn.preprocessing")
torch = pytest.importorskip("torch")

pytestmark = pytest.mark.oracle


def test_k_fold_sizes() -> None:
    for case, (sizes, starts, train_sizes) in answers("k_fold_sizes"):
        if case["k"] < 2:
            continue  # scikit-learn refuses a single fold
        folds = list(model_selection.KFold(case["k"]).split(np.zeros(case["N"])))
        assert sizes.tolist() == [len(test) for _, test in folds]
        assert starts.tolist() == [test[0] for _, test in folds]
        assert train_sizes.tolist() == [len(train) for train, _ in folds]


def test_train_validation_test_split() -> None:
    tried = 0
    for case, parts in answers("train_validation_test_split"):
        order = case["order"]
        held_out = [int(len(order) * case[f"percent_{name}"]) // 100 for name in ("validation", "test")]
        if 0 in held_out:
            continue  # scikit-learn refuses empty sets
        rest, test = model_selection.train_test_split(order, test_size=held_out[1], shuffle=False)
        train, validation = model_selection.train_test_split(rest, test_size=held_out[0], shuffle=False)
        for mine, theirs in zip(parts, (train, validation, test), strict=True):
            assert np.array_equal(mine, theirs)
        tried += 1
    assert tried >= 5


def test_standardize_train_test() -> None:
    for case, (train, test) in answers("standardize_train_test"):
        scaler = preprocessing.StandardScaler().fit(case["train"])
        close(train, scaler.transform(case["train"]), rtol=1e-6, atol=1e-9)
        close(test, scaler.transform(case["test"].astype(float)), rtol=1e-6, atol=1e-9)


def test_confusion_matrix() -> None:
    for case, (counts, rates) in answers("confusion_matrix"):
        if not case["truth"].size:
            continue  # scikit-learn refuses no examples
        labels = np.arange(case["K"])
        assert np.array_equal(counts, metrics.confusion_matrix(case["truth"], case["predicted"], labels=labels))
        close(rates, metrics.confusion_matrix(case["truth"], case["predicted"], labels=labels, normalize="true"))


def test_precision_recall_f() -> None:
    for case, outputs in answers("precision_recall_f"):
        truth, predicted = (axis.ravel() for axis in np.indices(case["counts"].shape))
        theirs = metrics.precision_recall_fscore_support(
            truth,
            predicted,
            beta=case["beta"],
            labels=np.arange(len(case["counts"])),
            sample_weight=case["counts"].ravel().astype(float),
            zero_division=0,
        )
        for mine, other in zip(outputs, theirs, strict=False):
            close(mine, other, rtol=1e-6)


def test_top_k_accuracy() -> None:
    tried = 0
    for case, (accuracy,) in answers("top_k_accuracy"):
        scores = case["scores"]
        if any(len(set(row)) < len(row) for row in scores.tolist()) or case["k"] == scores.shape[1]:
            continue  # scikit-learn breaks ties the other way
        labels = np.arange(scores.shape[1])
        close(accuracy, metrics.top_k_accuracy_score(case["y"], scores, k=case["k"], labels=labels))
        tried += 1
    assert tried >= 6


def test_roc_auc() -> None:
    for case, (auc,) in answers("roc_auc"):
        close(auc, metrics.roc_auc_score(case["y"], case["scores"]), rtol=1e-6)


def test_bias_variance_adds_up_to_the_error() -> None:
    for case, (_, _, error) in answers("bias_variance"):
        errors = [metrics.mean_squared_error(case["f"].astype(float), row.astype(float)) for row in case["predictions"]]
        close(error, np.mean(errors) + case["noise"] ** 2, rtol=1e-6)


def test_expected_calibration_error() -> None:
    for case, (ece, mce) in answers("expected_calibration_error"):
        confidence, n_bins = case["confidence"].astype(float), case["n_bins"]
        hits, mean = calibration.calibration_curve(case["correct"], confidence, n_bins=n_bins, pos_label=1)
        edges = np.linspace(0, 1, n_bins + 1)
        edges[1:] = np.nextafter(edges[1:], 2)  # an edge belongs to the bin below
        sizes, _ = np.histogram(confidence, edges)
        gaps = np.abs(hits - mean)
        close(ece, gaps @ sizes[sizes > 0] / len(confidence), rtol=1e-6)
        close(mce, gaps.max(), rtol=1e-6)


def test_gradient_check_takes_central_differences() -> None:
    for case, (numeric, _, _) in answers("gradient_check"):
        around = np.stack([case["f_minus"], np.full(len(numeric), case["f_here"]), case["f_plus"]])
        (theirs,) = torch.gradient(torch.tensor(around), spacing=case["h"], dim=0)
        close(numeric, theirs[1].numpy(), rtol=1e-9)
