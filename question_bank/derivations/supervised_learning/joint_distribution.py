"""Joint distribution and posterior of a chain A → B → C

A, B and C are discrete, with I, J and K values. The graphical model A → B → C is given by three tables:

* `p_a`, of shape (I,): p_a[i] = P(A = i)
* `p_b_given_a`, of shape (I, J): p_b_given_a[i, j] = P(B = j | A = i), so that each row sums to 1
* `p_c_given_b`, of shape (J, K): p_c_given_b[j, k] = P(C = k | B = j), so that each row sums to 1

Return `joint`, of shape (I, J, K), with joint[i, j, k] = P(A = i, B = j, C = k), and `p_a_given_c`, of shape (K, I),
with p_a_given_c[k, i] = P(A = i | C = k). Every value of C has a positive probability; other entries may be 0.
"""

import numpy as np

SUBTOPIC = "sl.graphical"
LEVEL = 1
MINUTES = 7
RETURNS = ("joint", "p_a_given_c")
INVARIANTS = {"joint": ("sums to 1", "not negative"), "p_a_given_c": ("rows sum to 1", "not negative")}
HINTS = (
    "A graphical model says how the joint factorizes: one factor for each variable, given its parents.",
    "joint = P(A) P(B | A) P(C | B), by broadcasting over three axes. For the posterior, first sum out B.",
    "P(A = i, C = k) = Σ_j joint[i, j, k], and P(C = k) is the sum of that over i; divide, and put C first.",
)
SOLUTION = """By the chain rule of probability P(A, B, C) = P(A) P(B | A) P(C | A, B). In the chain A → B → C, the
parent of C is B alone: once B is known, A says nothing more about C. So the last factor is P(C | B), and

    joint[i, j, k] = p_a[i] · p_b_given_a[i, j] · p_c_given_b[j, k]

The index letters show how the tables broadcast: i on the first axis, j on the second, k on the third. Each factor sums
to 1 over its own variable, so the whole sums to 1: sum over k first, then j, then i.

For the posterior, sum out what is not asked, P(A = i, C = k) = Σ_j joint[i, j, k]; then Bayes' rule divides by the
evidence P(C = k) = Σ_i P(A = i, C = k). For each k the result is a distribution over i, so the rows of the table, with
C first, sum to 1. Instead of one table of IJK numbers the chain needs three, with I + IJ + JK: far fewer where the
variables have many values.
"""
SOURCE = "Goodfellow, Bengio and Courville 2016, Deep Learning, section 3.14 (structured probabilistic models)"
COVERS = ("11f",)
REVIEWED = "2026-11-22 fixed"


def joint_distribution(p_a, p_b_given_a, p_c_given_b):
    """Joint distribution of the chain, and the posterior of its first variable given the last.

    p_a: (I,) probabilities of A
    p_b_given_a: (I, J) probabilities of B, a row for each value of A
    p_c_given_b: (J, K) probabilities of C, a row for each value of B
    returns joint: (I, J, K), p_a_given_c: (K, I)
    """
    joint = p_a[:, None, None] * p_b_given_a[:, :, None] * p_c_given_b
    p_ca = np.einsum("ijk->ki", joint)
    return joint, p_ca / p_ca.sum(axis=1, keepdims=True)


def _table(rng, rows, columns):
    table = rng.uniform(0.1, 1.0, size=(rows, columns)) ** 2
    return table / table.sum(axis=1, keepdims=True)


def _case(rng, i, j, k):
    return {"p_a": _table(rng, 1, i)[0], "p_b_given_a": _table(rng, i, j), "p_c_given_b": _table(rng, j, k)}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(2, 8)))
    yield "three binary variables", _case(rng, 2, 2, 2)
    yield "all sizes different", _case(rng, a, b, c)
    yield "as many values each", _case(rng, d, d, d)
    yield "A has a single value", _case(rng, 1, e, f)
    yield "B has a single value, so A and C are independent", _case(rng, c, 1, b)
    sure = _case(rng, e, e, d)
    sure["p_b_given_a"] = np.eye(e)[rng.permutation(e)]
    yield "B is a function of A", sure
    rare = _case(rng, f, a, b)
    rare["p_a"][0], rare["p_a"][1] = 1e-12, rare["p_a"][1] + rare["p_a"][0] - 1e-12
    yield "a very rare value of A", rare
    never = _case(rng, d, c, a)
    never["p_a"] = np.append(0.0, _table(rng, 1, d - 1)[0])
    yield "a value of A that never occurs", never
    eighths = rng.multinomial(61, np.ones(3) / 3, size=7) + 1.0  # in float32, sums of 64ths are exact
    half = {"p_a": eighths[0], "p_b_given_a": eighths[1:4], "p_c_given_b": eighths[4:7]}
    yield "in float32", {name: (value / 64).astype(np.float32) for name, value in half.items()}


def naive(p_a, p_b_given_a, p_c_given_b):
    i_max, j_max = p_b_given_a.shape
    k_max = p_c_given_b.shape[1]
    joint, posterior = np.zeros((i_max, j_max, k_max)), np.zeros((k_max, i_max))
    for k in range(k_max):
        evidence = 0.0
        for i in range(i_max):
            for j in range(j_max):
                joint[i, j, k] = p_a[i] * p_b_given_a[i, j] * p_c_given_b[j, k]
                posterior[k, i] += joint[i, j, k]
                evidence += joint[i, j, k]
        for i in range(i_max):
            posterior[k, i] /= evidence
    return joint, posterior


def large(rng):
    return _case(rng, 60, 80, 90)


def _posterior(joint):
    p_ca = joint.sum(axis=1).T
    return p_ca / p_ca.sum(axis=1, keepdims=True)


def mistake_product_of_marginals(p_a, p_b_given_a, p_c_given_b):
    """You multiplied the three marginals, as if the variables were independent. Each factor has to be conditioned on
    its parent.
    """
    p_b = p_a @ p_b_given_a
    joint = p_a[:, None, None] * p_b[:, None] * (p_b @ p_c_given_b)
    return joint, _posterior(joint)


def mistake_c_not_conditioned(p_a, p_b_given_a, p_c_given_b):
    """You multiplied P(A, B) by the marginal P(C), as if C did not depend on B. The last factor is P(C | B)."""
    p_ab = p_a[:, None] * p_b_given_a
    joint = p_ab[:, :, None] * (p_ab.sum(axis=0) @ p_c_given_b)
    return joint, _posterior(joint)


def mistake_prior_forgotten(p_a, p_b_given_a, p_c_given_b):
    """You left P(A) out. Each row of P(B | A) sums to 1, so your joint sums to the number of values of A."""
    joint = p_b_given_a[:, :, None] * p_c_given_b
    return joint, _posterior(joint)


def mistake_not_divided_by_evidence(p_a, p_b_given_a, p_c_given_b):
    """Your posterior is P(A, C). Given C = k, the probabilities of A must sum to 1: divide by P(C = k)."""
    joint, _ = joint_distribution(p_a, p_b_given_a, p_c_given_b)
    return joint, joint.sum(axis=1).T


def mistake_likelihood_for_posterior(p_a, p_b_given_a, p_c_given_b):
    """You returned P(C | A), which sums to 1 over C. Asked is P(A | C): weight by P(A), and normalize over A."""
    joint, _ = joint_distribution(p_a, p_b_given_a, p_c_given_b)
    return joint, (p_b_given_a @ p_c_given_b).T


def mistake_likelihood_normalized(p_a, p_b_given_a, p_c_given_b):
    """You normalized P(C | A) over A. That is Bayes' rule with equal priors; here A has the prior P(A)."""
    joint, _ = joint_distribution(p_a, p_b_given_a, p_c_given_b)
    likelihood = (p_b_given_a @ p_c_given_b).T
    return joint, likelihood / likelihood.sum(axis=1, keepdims=True)


def mistake_posterior_turned_round(p_a, p_b_given_a, p_c_given_b):
    """Your numbers are right, but A comes first. The table has a row for each value of C, which is what is given."""
    joint, posterior = joint_distribution(p_a, p_b_given_a, p_c_given_b)
    return joint, posterior.T
