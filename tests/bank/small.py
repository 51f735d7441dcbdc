"""The files of a small bank without findings, by their names."""

FILES = {
    "bank.yaml": """\
format: 1
title: A small bank
topics:
  optimization:
    title: Optimization
    subtopics:
      op.sgd: SGD
      op.adam: Adam
  deep_learning:
    title: Deep learning
    subtopics:
      dl.activations: activations
tracks:
  backprop:
    title: Backpropagation
    derivations:
      - relu_backward
      - double
ignore:
  BANK002: its explanations are as short as can be
  BANK005: a formula without mistakes is tested, too
  BANK007: a bank for tests has no second reader
""",
    "optimization.yaml": """\
topic: optimization
questions:
  - id: op-first-step
    kind: choice
    subtopic: op.adam
    level: 2
    prompt: How large is Adam's first step, if eps is negligible?
    answer: lr
    choices:
      lr:
      lr * |g|: Dividing by the root of v takes the size of g away.
    explanation: The step is lr * g / |g|.
    source: Kingma and Ba 2015, section 2.1
    covers: [18e]

  - id: op-half
    kind: numeric
    subtopic: op.sgd
    level: 1
    prompt: Half of 3?
    answer: 3 / 2
    mistakes:
      doubled:
        value: 3 * 2
        says: That is twice as much.
    explanation: Divide by 2.
    source: A book, chapter 1

  - id: op-penalty
    kind: formula
    subtopic: op.sgd
    level: 1
    prompt: Gradient of lam/2 sum(w^2)?
    variables:
      lam: positive scalar
      w: D
    answer: lam w
    explanation: The 2 cancels.
    source: A book, chapter 2

templates:
  - id: op-gen-quotient
    kind: numeric
    subtopic: op.sgd
    level: 1
    parameters:
      a: 2..9
      b: [1, 2, 4]
    where: [a > b]
    prompt: What is {a} / {b}?
    answer: a / b
    mistakes:
      turned:
        value: b / a
        says: That is {b} / {a}.
    key: [a, b]
    explanation: It is {answer}.
    source: A book, chapter 3
""",
    "deep_learning.yaml": """\
topic: deep_learning
questions:
  - id: dl-relu-slope
    kind: true_false
    subtopic: dl.activations
    level: 1
    prompt: The slope of ReLU at z = 2 is 1.
    answer: true
    reason: For z > 0 it is the identity.
    reasons:
      For z > 0 it is the identity.:
      Its slope is z / 2.: Its slope does not depend on how large z is.
    explanation: It is the identity for z > 0.
    source: A book, chapter 4
""",
    "derivations/deep_learning/relu_backward.py": '''\
"""Backward pass of ReLU

Given dout, return dz.
"""

import numpy as np

SUBTOPIC = "dl.activations"
LEVEL = 1
MINUTES = 3
RETURNS = ("dz",)
GRADIENTS = {"dz": "z"}
RTOL = 1e-7
HINTS = ("Look at the sign.",)
SOURCE = "A book, chapter 5"


def relu_backward(dout, z):
    """dz, of the shape of z."""
    return dout * (z > 0)


def inputs(rng):
    yield "one row", {"dout": rng.normal(size=(1, 5)), "z": rng.normal(size=(1, 5))}


def loss(dout, z):
    return np.sum(dout * np.maximum(z, 0))


def mistake_mask_on_dout(dout, z):
    """You masked where dout > 0; the mask is where z was positive."""
    return dout * (dout > 0)
''',
    "derivations/deep_learning/double.py": '''\
"""Twice as much

Return 2 x.
"""

SUBTOPIC = "dl.activations"
LEVEL = 1
MINUTES = 1
RETURNS = ("y",)
HINTS = ("Add it to itself.",)
SOURCE = "A book, chapter 6"


def double(x):
    """y, of the shape of x."""
    return 2 * x


def inputs(rng):
    yield "one", {"x": rng.normal(size=3)}
''',
}
