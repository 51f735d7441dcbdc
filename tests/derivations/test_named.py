"""Wrong answers as people write them: an edit of the right one, or a whole one, and the mistake that each is told to be."""

from __future__ import annotations

import ast
import textwrap

import pytest

from quizdl.app.grade import grade, prepare
from quizdl.app.prove import SEED
from quizdl.domain.derivation import Derivation
from tests.derivations.test_proofs import derivation

Edits = dict[str, str]
USUAL = 3
"""Every third is graded each time, all of them with the slow ones."""

OVER_QUERIES = {
    "s.max(axis=1, keepdims=True)": "s.max(axis=0)",
    "p.sum(axis=1, keepdims=True)": "p.sum(axis=0)",
}
EXCHANGED = {
    "beta1 * m + (1 - beta1) * g": "(1 - beta1) * m + beta1 * g",
    "beta2 * v + (1 - beta2) * g**2": "(1 - beta2) * v + beta2 * g**2",
}
CROSSED = {
    "m = beta1 * m + (1 - beta1) * g": "m = beta2 * m + (1 - beta2) * g",
    "v = beta2 * v + (1 - beta2) * g**2": "v = beta1 * v + (1 - beta1) * g**2",
    "m_hat = m / (1 - beta1**k)": "m_hat = m / (1 - beta2**k)",
    "v_hat = v / (1 - beta2**k)": "v_hat = v / (1 - beta1**k)",
}
ADAMS = ("adam", "adamw", "adam_epsilon_hat", "amsgrad")
SQUARES = ("rmsprop", "rmsprop_mxnet", "adagrad", "adagrad_mxnet", "adadelta")
LOG_SUM_EXP = "scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)"
LOG_OF_ROUNDED_SUM = "scores - scores.max() - np.log(np.exp(scores - scores.max()).sum(axis=1, keepdims=True))"

ANSWERS: list[tuple[str, str, Edits | str]] = [
    ("batchnorm_forward", "sample_variance", {"x.var(axis=0)": "x.var(axis=0, ddof=1)"}),
    (
        "batchnorm_forward",
        "sample_running_variance",
        {"(1 - momentum) * var": "(1 - momentum) * x.var(axis=0, ddof=1)"},
    ),
    ("batchnorm_forward", "eps_outside", {"np.sqrt(var + eps)": "(var**0.5 + eps)"}),
    ("batchnorm_forward", "eps_left_out", {"np.sqrt(var + eps)": "np.sqrt(var)"}),
    ("batchnorm_backward", "sample_variance", {"x.var(axis=0)": "x.var(axis=0, ddof=1)"}),
    (
        "batchnorm_backward",
        "sample_variance_all_through",
        """
        def batchnorm_backward(dout, x, gamma, beta, eps):
            n, mu, v = len(x), x.mean(axis=0), x.var(axis=0, ddof=1)
            g = dout * gamma
            dv = (g * (x - mu)).sum(axis=0) * -0.5 * (v + eps) ** -1.5
            dx = g / np.sqrt(v + eps)
            dx = dx - dx.mean(axis=0) + dv * 2 * (x - mu) / (n - 1)
            return dx, (dout * (x - mu) / np.sqrt(v + eps)).sum(axis=0), dout.sum(axis=0)
        """,
    ),
    (
        "batchnorm_backward",
        "eps_outside",
        {"1 / np.sqrt(x.var(axis=0) + eps)": "1 / (np.sqrt(x.var(axis=0)) + eps)"},
    ),
    (
        "batchnorm_backward",
        "eps_outside_all_through",
        """
        def batchnorm_backward(dout, x, gamma, beta, eps):
            n, xc = len(x), x - x.mean(axis=0)
            std = np.sqrt((xc**2).mean(axis=0))
            r = 1 / (std + eps)
            g = dout * gamma
            dstd = -(g * xc).sum(axis=0) * r**2
            dxc = g * r + dstd * 0.5 / std * 2 * xc / n
            return dxc - dxc.mean(axis=0), (dout * xc * r).sum(axis=0), dout.sum(axis=0)
        """,
    ),
    ("batchnorm_backward_alternative", "eps_outside", {"np.sqrt(var + eps)": "(np.sqrt(var) + eps)"}),
    ("adam", "eps_inside_root", {"(np.sqrt(v_hat) + eps)": "np.sqrt(v_hat + eps)"}),
    ("adamw", "eps_inside_root", {"(np.sqrt(v_hat) + eps)": "np.sqrt(v_hat + eps)"}),
    (
        "adamw",
        "eps_before_correction",
        {
            "m_hat / (np.sqrt(v_hat) + eps)": "np.sqrt(1 - beta2**k) / (1 - beta1**k) * m / (np.sqrt(v) + eps)",
        },
    ),
    ("adamw", "step_number_from_one", {"t + i + 1": "i + 1"}),
    (
        "amsgrad",
        "eps_inside_root",
        {"(np.sqrt(top / (1 - beta2**k)) + eps)": "np.sqrt(top / (1 - beta2**k) + eps)"},
    ),
    ("amsgrad", "no_maximum", {"np.maximum(top, v)": "v"}),
    ("amsgrad", "plain_adam", {"np.sqrt(top /": "np.sqrt(v /"}),
    (
        "adam",
        "maximum_kept",
        {
            "ws = []": "ws, top = [], v",
            "g**2": "g**2\n        top = np.maximum(top, v)",
            "v / (1 - beta2**k)": "top / (1 - beta2**k)",
        },
    ),
    (
        "adam",
        "maximum_kept_from_zero",
        {
            "ws = []": "ws, top = [], np.zeros_like(v)",
            "g**2": "g**2\n        top = np.maximum(top, v)",
            "v / (1 - beta2**k)": "top / (1 - beta2**k)",
        },
    ),
    (
        "adam",
        "maximum_stored_in_v",
        {"beta2 * v + (1 - beta2) * g**2": "np.maximum(v, beta2 * v + (1 - beta2) * g**2)"},
    ),
    (
        "kl_divergence",
        "reversed_where_p_is",
        """
        def kl_divergence(p, z):
            log_q = z - np.logaddexp.reduce(z, axis=1, keepdims=True)
            q, there = np.exp(log_q), p > 0
            return (q[there] * (log_q[there] - np.log(p[there]))).sum() / len(p), (q - p) / len(p)
        """,
    ),
    (
        "kl_divergence",
        "reversed_log_of_zero",
        """
        def kl_divergence(p, z):
            log_q = z - np.logaddexp.reduce(z, axis=1, keepdims=True)
            q = np.exp(log_q)
            return (q * (log_q - np.log(p))).sum(axis=1).mean(), (q - p) / len(p)
        """,
    ),
    (
        "kl_divergence",
        "one_maximum",
        """
        def kl_divergence(p, z):
            e = np.exp(z - np.max(z))
            q = e / e.sum(axis=1, keepdims=True)
            some = p > 0
            return np.sum(p[some] * np.log(p[some] / q[some])) / len(p), (q - p) / len(p)
        """,
    ),
    (
        "kl_divergence",
        "one_maximum_in_logs",
        {
            "z - np.logaddexp.reduce(z, axis=1, keepdims=True)": LOG_OF_ROUNDED_SUM.replace("scores", "z"),
        },
    ),
    (
        "scaled_dot_product_attention_backward",
        "summed_over_queries",
        {"(dp * p).sum(axis=1, keepdims=True)": "(dp * p).sum(axis=0, keepdims=True)"},
    ),
    (
        "scaled_dot_product_attention_backward",
        "summed_over_everything",
        {"(dp * p).sum(axis=1, keepdims=True)": "np.sum(dp * p)"},
    ),
    ("scaled_dot_product_attention_backward", "weights_over_queries", OVER_QUERIES),
    (
        "scaled_dot_product_attention_backward",
        "softmax_over_queries",
        OVER_QUERIES | {"(dp * p).sum(axis=1, keepdims=True)": "(dp * p).sum(axis=0)"},
    ),
    (
        "scaled_dot_product_attention_backward",
        "one_maximum",
        {"s.max(axis=1, keepdims=True)": "s.max()"},
    ),
    ("scaled_dot_product_attention", "one_maximum", {"scores.max(axis=2, keepdims=True)": "scores.max()"}),
    ("causal_mask_attention", "one_maximum", {"scores.max(axis=2, keepdims=True)": "scores.max()"}),
    ("softmax_backward", "one_maximum", {"z.max(axis=-1, keepdims=True)": "z.max()"}),
    (
        "softmax_cross_entropy",
        "one_maximum",
        """
        def softmax_cross_entropy(scores, y):
            n = len(y)
            p = np.exp(scores - np.max(scores))
            p = p / np.sum(p, axis=1, keepdims=True)
            loss = -np.sum(np.log(p[range(n), y])) / n
            p[range(n), y] -= 1
            return loss, p / n
        """,
    ),
    ("softmax_cross_entropy", "one_maximum_in_logs", {"scores.max(axis=1, keepdims=True)": "scores.max()"}),
    ("label_smoothing_cross_entropy", "one_maximum", {LOG_SUM_EXP: LOG_OF_ROUNDED_SUM}),
    ("softmax_regression_gradient", "one_maximum_in_logs", {LOG_SUM_EXP: LOG_OF_ROUNDED_SUM}),
    (
        "softmax_regression_gradient",
        "one_maximum",
        """
        def softmax_regression_gradient(W, b, X, y, lam):
            scores = X @ W + b
            p = np.exp(scores - scores.max())
            p /= p.sum(axis=1, keepdims=True)
            n = np.arange(len(y))
            loss = -np.log(p[n, y]).mean() + lam / 2 * (W**2).sum()
            p[n, y] -= 1
            p /= len(y)
            return loss, X.T @ p + lam * W, p.sum(axis=0)
        """,
    ),
    ("two_layer_network", "one_maximum", {"scores.max(axis=1, keepdims=True)": "scores.max()"}),
    (
        "naive_bayes_log_posterior",
        "one_maximum",
        {"np.logaddexp.reduce(joint, axis=1)": "joint.max() + np.log(np.exp(joint - joint.max()).sum(axis=1))"},
    ),
    (
        "gaussian_mixture_em_step",
        "one_maximum",
        {"np.logaddexp.reduce(joint, axis=1)": "joint.max() + np.log(np.exp(joint - joint.max()).sum(axis=1))"},
    ),
    ("adam", "eps_left_out", {" + eps": ""}),
    ("adamw", "eps_left_out", {" + eps": ""}),
    ("amsgrad", "eps_left_out", {" + eps": ""}),
    ("adam_epsilon_hat", "eps_left_out", {" + eps": ""}),
    ("adagrad", "eps_left_out", {" + eps": ""}),
    ("adagrad_mxnet", "eps_left_out", {" + eps": ""}),
    ("rmsprop", "eps_left_out", {" + eps": ""}),
    ("rmsprop_mxnet", "eps_left_out", {" + eps": ""}),
    ("groupnorm_forward", "eps_left_out", {" + eps": ""}),
    ("groupnorm_backward", "eps_left_out", {" + eps": ""}),
    ("layernorm_backward", "eps_left_out", {" + eps": ""}),
    ("rmsnorm_forward", "eps_left_out", {" + eps": ""}),
    *((name, "weights_exchanged", EXCHANGED) for name in ("adam", "adamw", "adam_epsilon_hat")),
    *((name, "gradient_not_weighted", {"(1 - beta1) * g": "g"}) for name in ("adam", "adamw", "adam_epsilon_hat")),
    *((name, "root_forgotten", {"np.sqrt(v_hat)": "v_hat"}) for name in ("adam", "adamw")),
    *((name, "gradient_not_squared", {"g**2": "g"}) for name in (*ADAMS, *SQUARES)),
    ("conv_output_size", "stride_ignored", {" // stride": ""}),
    ("conv_output_size", "first_position_divided", {"- cover) // stride + 1": "- cover + 1) // stride"}),
    *((name, "averages_exchanged", CROSSED) for name in ("adam", "adamw")),
    *((name, "step_number_one_behind", {"t + i + 1": "t + i"}) for name in ("adamw", "adam_epsilon_hat")),
    ("adamw", "only_m_corrected", {"v / (1 - beta2**k)": "v"}),
    ("adamw", "uphill", {"wd * w + m_hat": "wd * w - m_hat"}),
    ("amsgrad", "root_forgotten", {"np.sqrt(top / (1 - beta2**k))": "top / (1 - beta2**k)"}),
    ("amsgrad", "only_m_corrected", {"top / (1 - beta2**k)": "top"}),
    ("amsgrad", "step_number_from_one", {"t + i + 1": "i + 1"}),
    *(
        (name, "first_learning_rate", {"in enumerate(lrs):": "in enumerate(lrs):\n        lr = lrs[0]"})
        for name in ("momentum", "momentum_keras", "nesterov", "nesterov_keras", "weight_decay_sgd", "amsgrad")
    ),
    (
        "rmsprop",
        "average_updated_too_late",
        """
        def rmsprop(w, s, grads, lrs, rho, eps):
            ws = []
            for g, lr in zip(grads, lrs):
                w = w - lr * g / (np.sqrt(s) + eps)
                s = rho * s + (1 - rho) * g * g
                ws.append(w)
            return np.array(ws), s
        """,
    ),
    (
        "rmsprop_mxnet",
        "average_updated_too_late",
        """
        def rmsprop_mxnet(w, n, grads, lrs, rho, eps):
            ws = []
            for g, lr in zip(grads, lrs):
                w = w - lr * g / np.sqrt(n + eps)
                n = rho * n + (1 - rho) * g * g
                ws.append(w)
            return np.array(ws), n
        """,
    ),
    (
        "groupnorm_backward",
        "eps_outside",
        {"np.sqrt(rows.var(axis=1, keepdims=True) + eps)": "(rows.std(axis=1, keepdims=True) + eps)"},
    ),
    (
        "groupnorm_backward",
        "sample_variance",
        {"rows.var(axis=1, keepdims=True)": "rows.var(axis=1, keepdims=True, ddof=1)"},
    ),
    ("layernorm_backward", "sample_variance", {"x.var(axis=1, keepdims=True)": "x.var(axis=1, keepdims=True, ddof=1)"}),
    ("batchnorm_forward", "not_centred", {"(x - mean)": "x"}),
    (
        "batchnorm_forward",
        "no_scale_and_shift",
        {"gamma * (x - mean)": "(x - mean)", "np.sqrt(var + eps) + beta": "np.sqrt(var + eps)"},
    ),
    (
        "batchnorm_backward",
        "dgamma_from_deviations",
        {"(dout * xhat).sum(axis=0)": "(dout * (x - x.mean(axis=0))).sum(axis=0)"},
    ),
    ("batchnorm_backward", "root_forgotten", {"dx = r * (": "dx = ("}),
    ("newton_step_logistic", "hessian_averaged", {"((p * q)[:, None] * X)": "((p * q)[:, None] * X) / len(y)"}),
    ("roc_auc", "gini_coefficient", {"(np.sign(difference) + 1) / 2": "np.sign(difference)"}),
    ("svm_loss_gradient", "squared_hinge", {"margins.sum() / len(n)": "(margins**2).sum() / len(n)"}),
    ("mean_squared_error", "absolute_error", {"np.mean(error**2)": "np.mean(np.abs(error))"}),
    ("sigmoid_backward", "one_factor", {"dout * a * (1 - a)": "dout * (1 - a)"}),
    ("k_fold_sizes", "training_sets_alike", {"N - sizes": "np.full(k, N - N // k)"}),
]


def answered(d: Derivation, answer: Edits | str) -> str:
    """The answer's source: the derivation's file with its reference edited, or what was written."""
    if isinstance(answer, str):
        return "import numpy as np\n" + textwrap.dedent(answer)
    tree = ast.parse(d.source_code)
    reference = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == d.id)
    right = ast.get_source_segment(d.source_code, reference)
    assert right
    wrong = right
    for old, new in answer.items():
        assert old in wrong
        wrong = wrong.replace(old, new)
    return d.source_code.replace(right, wrong)


@pytest.mark.parametrize(
    ("name", "mistake", "answer"),
    [
        pytest.param(name, mistake, answer, id=f"{name}-{mistake}", marks=[pytest.mark.slow] if i % USUAL else [])
        for i, (name, mistake, answer) in enumerate(ANSWERS)
    ],
)
@pytest.mark.parametrize("seed", [SEED, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2))])
def test_a_mistake_is_named_as_people_make_it(name: str, mistake: str, answer: Edits | str, seed: int) -> None:
    d = derivation(name)
    judgement = grade(prepare(d, seed), answered(d, answer), filename="answer.py")
    assert judgement.outcome != "correct"
    assert judgement.mistakes == (mistake,)
    assert judgement.says == d.mistakes[mistake]
    assert judgement.findings == ()
