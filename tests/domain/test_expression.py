from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from quizdl.domain.evaluation import evaluate, evaluate_arrays
from quizdl.domain.expression import (
    CONSTANTS,
    FUNCTIONS,
    Binary,
    Call,
    ExpressionError,
    Name,
    Negative,
    Node,
    Number,
    names,
)
from quizdl.domain.parser import parse
from tests.conftest import times

DECLARED = ("N", "X", "w", "y", "z", "lr", "eps", "beta1", "lam", "A")
GRAMMAR = "0123456789.eENXwyzA +-*/@^()|,<>='·√βσλεηᵀ²⁻¹₁‖−;_\tT"


def value(text: str, **variables: float) -> float:
    return evaluate(parse(text, variables), variables)


def bracketed(node: Node) -> str:
    """A tree as text with every bracket that there could be."""
    match node:
        case Number(number):
            return repr(number)
        case Name(name):
            return name
        case Negative(operand):
            return f"(-{bracketed(operand)})"
        case Binary(sign, left, right):
            one, other = bracketed(left), bracketed(right)
            return f"(({one}) ({other}))" if sign == " " else f"({one} {sign} {other})"
        case Call(function, arguments):
            return f"{function}({', '.join(map(bracketed, arguments))})"


def called(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    def of(function: str) -> st.SearchStrategy[Node]:
        least, most = FUNCTIONS[function]
        arguments = st.lists(children, min_size=least, max_size=least + 2 if most is None else most)
        return arguments.map(lambda found: Call(function, tuple(found)))

    return st.sampled_from(sorted(FUNCTIONS)).flatmap(of)


numbers = st.integers(0, 999) | st.floats(1e-6, 1e6)
leaves: st.SearchStrategy[Node] = numbers.map(Number) | st.sampled_from([*DECLARED, *CONSTANTS]).map(Name)
trees: st.SearchStrategy[Node] = st.recursive(
    leaves,
    lambda children: (
        children.map(Negative)
        | st.builds(Binary, st.sampled_from([*"+-*/@^ ><", ">=", "<="]), children, children)
        | called(children)
    ),
    max_leaves=12,
)
arithmetic = st.recursive(
    st.integers(0, 30).map(str) | st.floats(0.01, 30).map(lambda number: f"{number:.3f}"),
    lambda children: st.one_of(
        st.tuples(children, st.sampled_from(["+", "-", "*", "/", " - ", "*-", "+-"]), children).map("".join),
        children.map("({})".format),
        children.map("-{}".format),
        st.tuples(children, st.sampled_from(["^2", "^-1", "^0.5", "^3^2"])).map("".join),
    ),
    max_leaves=8,
)


@settings(max_examples=times(300))
@given(st.text(max_size=520) | st.text(GRAMMAR, max_size=60))
@example("|" * 500)
@example("x" + "'" * 499)
@example("(" * 500)
@example("٣ + ²")
@example("X \x1e")
def test_any_text_is_read_or_refused_with_an_expression_error(text: str) -> None:
    try:
        node = parse(text, DECLARED, {"eta": "lr"})
    except ExpressionError as error:
        assert str(error)
        assert error.position is None or 0 <= error.position <= len(text)
    else:
        assert set(names(node)) <= {*DECLARED, *CONSTANTS}


@settings(max_examples=times(300))
@given(trees)
def test_a_tree_written_with_all_its_brackets_is_read_back_as_it_was(tree: Node) -> None:
    text = bracketed(tree)
    assume(len(text) <= 500)
    try:
        read = parse(text, DECLARED)
    except ExpressionError as error:
        assert "nested too deeply" in str(error)
        return
    assert read == tree


@settings(max_examples=times(300))
@given(arithmetic)
def test_arithmetic_binds_as_python_binds_it(text: str) -> None:
    assume(len(text) <= 500)
    try:
        ours = value(text)
    except ExpressionError:
        assume(False)
    assert ours == pytest.approx(eval(text.replace("^", "**")), rel=1e-9)  # noqa: S307 - digits and signs of our own


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1/2 N", 5),
        ("1/2N", 0.05),
        ("1 / 2 N", 5),
        ("1/2*N", 5),
        ("6/2(3)", 9),
        ("2N^2", 200),
        ("1/2N^2", 1 / 200),
        ("-N^2", -100),
        ("2^-2", 0.25),
        ("2^3^2", 512),
        ("2**3", 8),
        ("-2 N", -20),
        ("2 - -3", 5),
        ("2 * -3", -6),
        ("N (N - 1)/2", 45),
        ("(N - 1)(N + 1)", 99),
        ("2 sqrt(N + 6)", 8),
        ("3 > 2 + 2", 0),
        ("2 + 2 >= 4", 1),
        ("1 < 2", 1),
        ("|2 - N| N", 80),
        ("|2 - N||3 - N|", 56),
        ("|1 - |2 - N||", 7),
        ("||3||^2", 9),
        ("√4 N", 20),
        ("√(N - 1)", 3),
    ],
)
def test_the_signs_bind_as_on_a_blackboard(text: str, expected: float) -> None:
    assert value(text, N=10) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Xᵀ y", "X^T y"),
        ("X^⊤ y", "X^T y"),
        ("X' y", "X^T y"),
        ("X’ y", "X^T y"),
        ("X.T y", "X^T y"),
        ("X.T@y", "X^T @ y"),
        ("X**T y", "X^T y"),
        ("XᵀX", "X^T X"),
        ("X^TX w", "X^T X w"),
        ("X^TXw", "X^T (X w)"),
        ("(XᵀX)⁻¹Xᵀy", "(X^T X)^(-1) X^T y"),
        ("A⁻¹ᵀ", "(A^(-1))^T"),
        ("A^-1^T", "(A^(-1))^T"),
        ("A^2'", "(A^2)^T"),
        ("w²", "w^2"),
        ("w⁻²", "w^(-2)"),
        ("w¹²", "w^12"),
        ("w^²", "w^2"),
        ("1/w²z", "1/w^2 z"),
        ("1/w^2z", "1/w^2 z"),
        ("10⁻³", "10^(-3)"),
        ("β₁ w", "beta1 w"),
        ("β1 w", "beta1 w"),
        ("λ w", "lam w"),
        ("lambda w", "lam w"),
        ("ε + ϵ", "eps + eps"),
        ("epsilon", "eps"),
        ("learning_rate w", "lr w"),
        ("η w", "lr w"),
        ("eta*w", "lr * w"),
        ("σ(z)", "sigmoid(z)"),
        ("ReLU(z)", "relu(z)"),
        ("ln(z)", "log(z)"),
        ("Σ(w)", "sum(w)"),
        ("∑(w)", "sum(w)"),
        ("tr(A)", "trace(A)"),
        ("np.exp(z)", "exp(z)"),
        ("np.linalg.norm(w)", "norm(w)"),
        ("‖w‖²", "norm(w)^2"),
        ("||w||_2^2", "norm(w)^2"),
        ("‖w‖₂²", "norm(w)^2"),
        ("w ⊙ z", "w * z"),
        ("w ∘ z", "w * z"),
        ("w × z", "w * z"),
        ("w · z", "w @ z"),
        ("A^-T w", "(A^-1)^T w"),
        ("A^-Tw", "(A^-1)^T w"),
        ("A⁻ᵀ w", "(A^-1)^T w"),
        ("A^-ᵀw", "(A^-1)^T w"),
        ("A**-T w", "(A^-1)^T w"),
        ("sum(X, axis=0)", "sum(X, 0)"),
        ("dw = np.mean(X, axis = -1)", "mean(X, -1)"),
        ("X.sum()", "sum(X)"),
        ("X.sum(0)", "sum(X, 0)"),
        ("(X*A).sum(axis=0)", "sum(X*A, 0)"),
        ("-w X.mean(1)^2", "-w mean(X, 1)^2"),
        ("X.T.dot(w)", "dot(X^T, w)"),
        ("X.max()", "amax(X)"),
        ("X.max(1)", "amax(X, 1)"),
        ("max(X, axis=1)", "amax(X, 1)"),
        ("np.min(X, axis=1)", "amin(X, 1)"),
        ("np.maximum(X, 0)", "max(X, 0)"),
        ("w . sum(z)", "w @ sum(z)"),
        ("w.z", "w @ z"),
        ("w − z", "w - z"),
        ("w ÷ N", "w / N"),
        ("z ≥ 0", "z >= 0"),
        ("z≤0", "z <= 0"),
        ("Xw", "X w"),
        ("lrXw", "lr X w"),
        ("dw = X w", "X w"),
        ("w <- w - lr z", "w - lr z"),
        ("w ← w - lr z", "w - lr z"),
        ("w := X w;", "X w"),
        ("X w.", "X w"),
        ("  X\tw\n", "X w"),
    ],
)
def test_another_way_of_writing_is_the_same_expression(written: str, plain: str) -> None:
    aliases = {"eta": "lr"}
    assert parse(written, DECLARED, aliases) == parse(plain, DECLARED, aliases)


def test_keepdims_keeps_the_axis() -> None:
    assert parse("X.sum(1, keepdims=True)", ["X"]) == Call("sum", (Name("X"), Number(1), Number(1)))
    assert parse("max(X, axis=1, keepdims=False)", ["X"]) == Call("amax", (Name("X"), Number(1), Number(0)))
    assert parse("sum(X, keepdims=True)", ["X"]) == Call("sum", (Name("X"),))


def test_a_name_before_the_equals_sign_is_no_argument() -> None:
    assert parse("axis = 0") == Number(0)


def test_a_variable_of_its_own_wins_over_the_transposition_the_function_and_the_constant() -> None:
    assert parse("2^T", ["T"]) == Binary("^", Number(2), Name("T"))
    assert parse("xᵀ", ["T", "x"]) == Call("T", (Name("x"),))
    assert parse("σ(x)", ["sigma", "x"]) == Binary(" ", Name("sigma"), Name("x"))
    assert parse("e", ["e"]) == Name("e")
    assert parse("2^-T", ["T"]) == Binary("^", Number(2), Negative(Name("T")))
    assert parse("x.sum(x)", ["x", "sum"]) == Binary(" ", Binary("@", Name("x"), Name("sum")), Name("x"))
    assert parse("x^Tmax", ["x", "Tmax"]) == Binary("^", Name("x"), Name("Tmax"))


@pytest.mark.parametrize(
    ("word", "declared", "parts"),
    [
        ("Xw", "X w", "X w"),
        ("aab", "a ab", "a ab"),
        ("aab", "a aa ab", "a ab"),
        ("aab", "a aa b", "aa b"),
        ("abc", "a b c abc", "abc"),
    ],
)
def test_a_word_is_the_product_of_the_longest_names_that_make_it_up(word: str, declared: str, parts: str) -> None:
    assert list(names(parse(word, declared.split()))) == parts.split()


@pytest.mark.parametrize(
    ("text", "position", "says"),
    [
        ("X q", 2, "'q' is not one of the names here"),
        ("Xᵀ q", 3, "'q'"),
        ("dw = Xᵀ (X w - q)", 15, "'q'"),
        ("z ≥ q", 4, "'q'"),
        ("w⁻² q", 4, "'q'"),
        ("(X w", 4, "expected ')'"),
        ("X w)", 3, "did not expect ')'"),
        ("X ? w", 2, "cannot read '?'"),
        ("  ?", 2, "cannot read '?'"),
        ("‖w‖₁", 3, "cannot read '₁'"),
        ("w +", 3, "it stops too early"),
        ("w²+", 3, "it stops too early"),
        ("w + * z", 4, "did not expect '*'"),
        ("[]", 1, "did not expect ']' here"),
        (r"\frac{w", 7, "expected ')'"),
        (r"\frac{w}", 8, "it stops too early"),
        (r"w \qux z", 2, "cannot read"),
        ("log w/z", 0, "log needs its argument in brackets"),
        ("a = b = c", 6, "more than one equals sign"),
        ("exp w/z", 0, "exp needs its argument in brackets"),
        ("w + clip(z)", 4, "clip takes 3 argument(s), not 1"),
        ("sum(w, 0, 1)", 0, "sum takes 1 to 2 argument(s), not 3"),
        ("w + 1e999", 4, "too large"),
        ("2 3", 2, "did not expect '3'"),
        ("w²3", 2, "did not expect '3'"),
        ("1.2.3", 0, "cannot read '1'"),
        ("|w", 2, "expected '|'"),
        ("exp(X, axis=0)", 7, "did not expect axis here"),
        ("sum(X, axis=0, axis=1)", 15, "did not expect axis here"),
        ("sum(X, 0, axis=1)", 0, "sum takes one axis"),
        ("sum(axis=0, X)", 12, "an argument with a name comes last"),
        ("sum(axis=0)", 0, "sum takes 1 to 2 argument(s), not 0"),
        ("X.sum(0, 1)", 2, "sum takes 1 to 2 argument(s), not 3"),
        ("X.sum(", 6, "it stops too early"),
        ("X.sum(,)", 6, "did not expect ','"),
        ("a = sum(X, axis=0) = b", 19, "more than one equals sign"),
        ("a != b", 2, "cannot read '!'"),
        ("X^-Tq", 3, "'Tq' is not one of the names here"),
        ("X^Tq", 2, "'Tq' is not one of the names here"),
    ],
)
def test_an_error_says_what_and_where_in_the_text_as_it_was_typed(text: str, position: int, says: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text, DECLARED)
    assert says in str(caught.value)
    assert caught.value.position == position


@pytest.mark.parametrize("text", ["", "  ", ";", "x =", "="])
def test_nothing_to_read_asks_for_an_expression(text: str) -> None:
    with pytest.raises(ExpressionError, match="write an expression"):
        parse(text, ["x"])


def test_without_names_an_unknown_word_is_no_number() -> None:
    with pytest.raises(ExpressionError, match="'many' is not a number"):
        parse("many")


HOSTILE = {
    "a word of two overlapping names": ("ab" * 249 + "z", ("a", "b", "ab", "ba")),
    "a word of one name": ("a" * 499 + "z", ("a", "aa")),
    "brackets": ("(" * 500, ("x",)),
    "closed brackets": ("(" * 249 + "x" + ")" * 249, ("x",)),
    "a tower of powers": ("9^" * 249 + "9", ()),
    "bars": ("|" * 500, ("x",)),
    "signs": ("-" * 499 + "x", ("x",)),
    "transpositions": ("x" + "'" * 499, ("x",)),
    "roots": ("√" * 499 + "x", ("x",)),
    "a long sum": ("x+" * 249 + "x", ("x",)),
    "a long product": ("x " * 249 + "x", ("x",)),
    "huge powers multiplied": ("*".join(["9^4000"] * 60), ()),
    "a huge power": ("9^9^9^9", ()),
    "a power of a power": ("((2^4096)^4096)^4096", ()),
    "a huge number": ("9" * 500, ()),
    "outer products": ("outer(" * 12 + "x" + ",x)" * 12, ("x",)),
    "outer products of outer products": ("outer(outer(outer(x,x),outer(x,x)),outer(outer(x,x),outer(x,x)))", ("x",)),
    "a large diagonal": ("diag(sum(outer(outer(x,x),outer(x,x)),1))", ("x",)),
    "too long": ("x" * 501, ("x",)),
    "much too long": ("(x)" * 100_000, ("x",)),
}


@pytest.mark.parametrize(("text", "declared"), HOSTILE.values(), ids=HOSTILE)
def test_no_text_takes_longer_than_a_second(text: str, declared: tuple[str, ...]) -> None:
    started = time.process_time()
    try:
        node = parse(text, declared)
        if declared:
            for columns in (False, True):
                evaluate_arrays(node, dict.fromkeys(declared, np.full(12, 1.5)), columns=columns)
        else:
            evaluate(node, {})
    except ExpressionError:
        pass
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("text", "says"),
    [("x" * 501, "longer than 500"), ("(" * 41 + "x" + ")" * 41, "too deeply"), ("9^" * 45 + "9", "deep")],
)
def test_the_limits_of_length_and_depth_are_told(text: str, says: str) -> None:
    with pytest.raises(ExpressionError, match=says):
        parse(text, ["x"])


def test_a_tree_as_deep_as_the_limits_allow_is_still_computed() -> None:
    deep = parse("x" + "'" * 499, ["x"])
    assert list(names(deep)) == ["x"]
    assert evaluate(deep, {"x": 3}) == 3
    assert evaluate_arrays(deep, {"x": np.ones((2, 3))}).shape == (3, 2)
