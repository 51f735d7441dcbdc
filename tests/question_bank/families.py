"""The families of generated questions that the bank owes, by their numbers, with the templates of each."""

from __future__ import annotations

FAMILIES: dict[int, tuple[str, ...]] = {
    1: ("dl-conv-output-size",),  # conv output size
    2: ("dl-gen-same-size",),  # conv SAME output
    3: ("dl-gen-transposed-conv-size",),  # transposed conv size
    4: (
        "dl-gen-pool-ceil-size",
        "dl-gen-pool-default-stride",
    ),  # pool size, floor vs ceil
    5: ("dl-conv-params",),  # conv parameters
    6: ("dl-gen-mlp-params",),  # MLP parameters
    7: ("dl-gen-conv-flops",),  # conv FLOPs / MACs
    8: (
        "dl-gen-separable-ratio",
        "dl-gen-separable-params",
    ),  # depthwise-separable ratio
    9: (
        "dl-gen-receptive-field",
        "dl-gen-receptive-field-dilated",
    ),  # receptive field
    10: ("la-gen-matmul-flops",),  # matmul shape and FLOPs
    11: (
        "la-gen-broadcast-size",
        "la-gen-broadcast-fits",
        "la-gen-broadcast-or-error",
    ),  # broadcasting shape or error
    12: (
        "la-gen-transposed-element",
        "la-gen-reshape-element",
        "la-gen-transpose-strides",
    ),  # reshape/transpose shape, element position
    13: (
        "la-gen-det-2x2",
        "la-gen-det-3x3",
    ),  # determinant 2x2, 3x3
    14: (
        "la-gen-eigenvalue-larger",
        "la-gen-eigenvalue-other",
    ),  # eigenvalues 2x2
    15: ("la-gen-inverse-entry",),  # inverse 2x2
    16: (
        "la-gen-norm-l1",
        "la-gen-norm-l2",
        "la-gen-cosine",
    ),  # norms L1, L2, Linf, cosine
    17: ("la-gen-projection",),  # projection
    18: (
        "la-gen-partial-x",
        "la-gen-partial-y",
    ),  # partial derivative of a polynomial at a point
    19: ("sl-gd-one-step",),  # one GD step on (wx-y)^2
    20: (
        "op-momentum-two-steps",
        "op-gen-momentum-lr-inside",
        "op-gen-nag-torch",
        "op-gen-nag-keras",
        "op-gen-nag-lookahead",
    ),  # one step of momentum / Nesterov (two conventions)
    21: (
        "op-gen-adagrad-step",
        "op-gen-rmsprop-step",
    ),  # one step of AdaGrad / RMSprop
    22: (
        "op-gen-adam-first-step",
        "op-gen-adam-corrected-step",
    ),  # one Adam step, first step = lr*sign(g)
    23: ("op-gen-adam-bias-factor",),  # Adam bias correction factor
    24: (
        "op-schedules-step-lr",
        "op-gen-schedules-cosine",
        "op-gen-schedules-warmup",
        "op-gen-schedules-polynomial",
        "op-gen-schedules-exponential",
    ),  # schedule value (step, exp, cosine, poly, warm-up)
    25: (
        "op-gen-lr-linear",
        "op-gen-lr-sqrt",
    ),  # linear / sqrt lr scaling
    26: (
        "sl-met-precision",
        "sl-met-recall",
        "sl-gen-met-f1",
        "sl-gen-met-accuracy",
        "sl-gen-met-specificity",
    ),  # precision, recall, F1, accuracy, specificity
    27: (
        "sl-gen-auc",
        "sl-gen-auc-tie",
    ),  # AUC of <= 6 scores
    28: ("sl-gen-bayes-posterior",),  # Bayes posterior
    29: ("sl-gen-softmax-ln",),  # softmax of 2-3 numbers (ln multiples)
    30: (
        "dl-gen-cross-entropy-bits",
        "dl-gen-entropy-bits",
        "dl-gen-kl-bits",
    ),  # cross-entropy, entropy, KL of 2-4 outcomes
    31: (
        "sl-gen-tree-gini",
        "sl-gen-tree-split-gini",
        "sl-gen-tree-information-gain",
    ),  # Gini, information gain
    32: (
        "dl-gen-sigmoid-backward",
        "dl-gen-tanh-backward",
        "dl-gen-leaky-relu-backward",
    ),  # sigmoid/tanh/ReLU derivative at a point
    33: (
        "dl-gen-backprop-square",
        "dl-gen-backprop-fork",
    ),  # gradient through a 3-node graph
    34: ("dl-gen-batchnorm-four",),  # batch norm of 4 numbers
    35: (
        "dl-gen-bn-running-torch",
        "dl-gen-bn-running-keras",
    ),  # running mean after k updates
    36: (
        "dl-gen-dropout-scale",
        "dl-gen-dropout-expected",
    ),  # dropout expectation, scale
    37: (
        "dl-gen-init-he",
        "dl-gen-init-xavier",
    ),  # He / Xavier std or limit
    38: ("dl-gen-sigmoid-chain",),  # sigmoid-chain bound
    39: (
        "dl-gen-im2col-size",
        "dl-gen-im2col-memory",
    ),  # im2col matrix shape and bytes
    40: (
        "fw-gen-adam-training-memory",
        "fw-gen-weights-memory",
        "fw-gen-activation-memory",
    ),  # memory: params, Adam states, activations
    41: ("fw-allreduce-bytes",),  # all-reduce bytes and time
    42: ("fw-gen-unequal-shards",),  # data-parallel gradient with unequal shards
    43: (
        "fw-recordio-file-size",
        "fw-gen-tfrecord-file-size",
    ),  # RecordIO / TFRecord byte counts
    44: (
        "pr-rent-or-buy",
        "fw-gen-gflops-per-dollar",
        "pr-gen-training-cost",
    ),  # cost and throughput: Gflops per $, hours to rent = buy
    45: (
        "pr-gen-ctc-collapse",
        "dl-gen-lstm-params-torch",
        "dl-gen-lstm-params-keras",
        "dl-gen-attention-params",
    ),  # CTC collapse, LSTM / attention parameter count
}
