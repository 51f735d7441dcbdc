from __future__ import annotations

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from quizdl.kinds import _terms
from quizdl.kinds._words import matching


@pytest.mark.parametrize(
    ("typed", "spelling"),
    [
        ("NESTEROV", "Nesterov"),
        ("k means", "k-means"),
        ("kmeans", "k-means"),
        ("K‑Means", "k-means"),
        ("drop-out", "dropout"),
        ("back propagation", "backpropagation"),
        ("top 5", "top-5"),
        ("GPT2", "GPT-2"),
        ("y hat", "y_hat"),
        ("Bayes rule", "Bayes' rule"),
        ("'early stopping'.", "early stopping"),
        ("residual connections", "residual connection"),
        ("residual connection", "residual connections"),
        ("losses", "loss"),
        ("backward()", "backward"),
        ("hybridise()", "hybridize"),
        ("p-y", "p - y"),
        ("p − y", "p - y"),
        ("0.25", "1/4"),
        ("25%", "0.25"),
        ("2^-2", "0.25"),
        ("1,000", "1000"),
        ("1e-3", "0.001"),
        ("a simpler model", "simpler model"),
        ("the learning rate", "learning rate"),
        ("early stopping", "an early stopping"),
        ("batchnormalisation", "batch normalization"),
        ("nearest neighbours", "nearest neighbor"),
        ("SV", "SVs"),
        ("two", "2"),
        ("2", "two"),
        ("half", "0.5"),
        ("γ", "gamma"),
        ("ε", "epsilon"),
        (r"\gamma", "gamma"),
        ("σ²", "sigma^2"),
        (r"\sigma^{2}", "sigma^2"),
        ("Cᵀ", "C^T"),
        (r"C^{\top}", "C^T"),
        ("C'", "C^T"),
        ("2ⁿ", "2^n"),
        ("2^{n}", "2**n"),
        ("2·n", "2 n"),
        ("n₁", "n_1"),
    ],
)
def test_the_same_word_or_number_in_another_form_is_the_same(typed: str, spelling: str) -> None:
    assert matching(typed, ["something else", spelling]) == (spelling, False)


def test_a_letter_before_a_symbol_is_no_article() -> None:
    assert matching("x", ["A x"]) is None


@pytest.mark.parametrize(
    ("typed", "spelling"),
    [
        ("nestorov", "Nesterov"),
        ("dorpout", "dropout"),
        ("dropuot", "dropout"),
        ("early stoping", "early stopping"),
        ("backpropogation", "back-propagation"),
        ("initalisation", "initialization"),
        ("kulback liebler", "Kullback-Leibler"),
        ("stocastic gradient decent", "stochastic gradient descent"),
        ("seperable convolutions", "separable convolution"),
    ],
)
def test_a_slip_is_forgiven_with_the_spelling_that_was_meant(typed: str, spelling: str) -> None:
    assert matching(typed, ["something else", spelling]) == (spelling, True)


@pytest.mark.parametrize(
    ("typed", "spelling"),
    [
        ("L1", "L2"),
        ("L1 norm", "L2 norm"),
        ("Adam", "AdamW"),
        ("AdamW", "Adam"),
        ("Nadam", "RAdam"),
        ("row", "raw"),
        ("type I error", "type II error"),
        ("max pooling", "min pooling"),
        ("increases", "decreases"),
        ("maximization", "minimization"),
        ("maximizes", "minimizes"),
        ("supervised", "unsupervised"),
        ("symmetric", "asymmetric"),
        ("variance", "covariance"),
        ("normalized", "unnormalized"),
        ("regular", "irregular"),
        ("overfitting", "underfitting"),
        ("upsampling", "subsampling"),
        ("convex", "concave"),
        ("encoder", "decoder"),
        ("resnet50", "resnet56"),
        ("-1", "1"),
        ("1", "-1"),
        ("-lr", "lr"),
        ("1e3", "1e-3"),
        ("2^2", "2^-2"),
        ("x1", "x-1"),
        ("12", "1-2"),
        ("0", "1e-20"),
        ("0.25", "0.26"),
        ("", "s"),
        ("1s", "1"),
        ("RM", "RMS"),
        ("0.75", "three quarters"),
        ("C", "C'"),
        ("C", "C^T"),
        ("23", "2*3"),
        ("2^-n", "2^n"),
        ("0.75", "75 %"),
        ("micro", "macro"),
        ("micro average", "macro average"),
        ("resnext", "resnet"),
        ("validation", "variation"),
        ("prevision", "precision"),
        ("interclass variance", "intraclass variance"),
        ("beta", "theta"),
        ("β", "gamma"),
        (".", "es"),
        ("gradient descent momentum", "gradient descent"),
    ],
)
def test_another_word_is_never_taken_for_a_slip(typed: str, spelling: str) -> None:
    assert matching(typed, [spelling]) is None


def test_a_spelling_that_is_right_as_it_stands_wins_over_one_with_a_slip() -> None:
    assert matching("resnet", ["resnext", "resnet"]) == ("resnet", False)
    assert matching("gradients", ["gradienta", "gradient"]) == ("gradient", False)


words = st.text(string.ascii_lowercase, min_size=1, max_size=14)


@given(st.lists(words, min_size=1, max_size=4).map(" ".join))
def test_a_spelling_matches_itself_in_any_case_and_with_any_spaces(spelling: str) -> None:
    assert matching(f" {spelling.upper().replace(' ', '  ')} ", [spelling]) == (spelling, False)


@given(words, st.data())
def test_one_letter_changed_is_a_slip_only_in_a_long_word_and_after_its_first_letter(
    word: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    assume(letter != word[place])
    typed = word[:place] + letter + word[place + 1 :]
    forgiven = len(word) >= 5 and place > 0
    assert matching(typed, [word]) == ((word, True) if forgiven else None)


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=30), max_size=5))
def test_any_text_is_matched_with_any_spellings_or_none(text: str, spellings: list[str]) -> None:
    match = matching(text, spellings)
    assert match is None or match[0] in spellings


@pytest.mark.parametrize("group", _terms._NEIGHBOURS.split())
def test_a_listed_term_lies_near_another_one_and_does_not_pass_for_it(group: str) -> None:
    words = group.split("/")
    for word in words:
        others = [other for other in words if other != word]
        assert min(OSA.distance(word, other) for other in others) <= 3
        assert matching(word, others) is None
