from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizdl.domain.expression import ExpressionError
from quizdl.domain.numbers import close, shown, typed_number
from tests.conftest import times


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.25", 0.25),
        (".25", 0.25),
        ("1/4", 0.25),
        ("2^-2", 0.25),
        ("2⁻²", 0.25),
        ("25%", 0.25),
        ("25 %", 0.25),
        ("1e-3", 0.001),
        ("1E3", 1000),
        ("10^-3", 0.001),
        ("10**3", 1000),
        ("-3", -3),
        ("−3", -3),
        ("+3", 3),
        ("x = 3", 3),
        ("= 3", 3),
        ("~3", 3),
        ("≈ 3", 3),
        ("3.", 3),
        ("1,000", 1000),
        ("1,000,000.5", 1_000_000.5),
        ("1 000 000", 1_000_000),
        ("1_000", 1000),
        ("-12,345", -12345),
        ("3,000/1,000", 3),
        ("sqrt(2)/2", 0.5**0.5),
        ("2 pi", 6.283185307179586),
        ("3 * 4 + 1", 13),
        ("1/3", 1 / 3),
        ("10^{-3}", 0.001),
        (r"2 \times 10^{-3}", 0.002),
        (r"\frac{1}{3}", 1 / 3),
        (r"\tfrac12", 0.5),
        (r"$\sqrt{2}$", 2**0.5),
        ("ln 2", 0.6931471805599453),
        ("log_2(8)", 3),
        ("log₂ 8", 3),
        ("1/sqrt 4", 0.5),
        ("½", 0.5),
        ("-1½", -1.5),
        ("1 1/2", 1.5),
        ("10⁻³", 0.001),
        ("3×10⁵", 300_000),
        ("3x10^5", 300_000),
        ("1.5e 3", 1500),
        ("1.5 e3", 1500),
        ("0,5", 0.5),
        ("12,34", 12.34),
        ("0,125", 0.125),
        ("1'000", 1000),
        ("1\u00a0000", 1000),
        ("12.5 percent", 0.125),
        (r"25\%", 0.25),
        ("1 ‰", 0.001),
        ("1 in 4", 0.25),
        ("3 out of 4", 0.75),
        ("five", 5),
        ("three quarters", 0.75),
        ("1.5M", 1_500_000),
        ("2 thousand", 2000),
        ("2.5x", 2.5),
        ("3 times", 3),
        ("about 3", 3),
        ("minus 3", -3),
        ("sqrt2", 2**0.5),
        ("ln2", 0.6931471805599453),
        ("log_e(2)", 0.6931471805599453),
        ("answer: 3", 3),
        ("０．５", 0.5),
        ("-1 1/2", -1.5),
    ],
)
def test_a_number_is_understood_in_the_forms_that_people_type(text: str, expected: float) -> None:
    assert typed_number(text) == pytest.approx(expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "many",
        "1,50,0",
        "1e 3 4",
        "0x10",
        "3!",
        "1,0000",
        "1,000,00",
        "1 0000",
        "1,000 000",
        "2 MiB",
        "1/0",
        "1e400",
        "3 4",
        "%",
    ],
)
def test_what_is_no_number_is_refused_and_never_taken_for_another_one(text: str) -> None:
    with pytest.raises(ExpressionError):
        typed_number(text)


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("3", "MiB", 3),
        ("3 MiB", "MiB", 3),
        ("3mib", "MiB", 3),
        ("2 GiB", "MiB", 2048),
        ("2 GB", "MB", 2000),
        ("1 MiB", "MB", 1.048576),
        ("512 B", "kB", 0.512),
        ("2 kB", "bytes", 2000),
        ("2 KiB", "bytes", 2048),
        ("48 byte", "bytes", 48),
        ("48 B", "bytes", 48),
        ("1e3 bytes", "bytes", 1000),
        ("2^10 bytes", "bytes", 1024),
        ("2*(3+4) bytes", "bytes", 14),
        ("1,000 dollars", "dollars", 1000),
        ("1 dollar", "dollars", 1),
        ("5 ms", "ms", 5),
        ("5s", "s", 5),
        ("5 mV", "mV", 5),
        ("x = 5 hours", "hours", 5),
        ("60 %", "%", 60),
        ("60", "%", 60),
        ("60 percent", "%", 60),
        ("1 MiB", "KiB", 1024),
        ("8 Gbit", "GB", 1),
        ("2 kilobytes", "bytes", 2000),
        ("0.4 TFLOP/s", "Gflops", 400),
        ("3 ms", "s", 0.003),
        ("1.5 s", "ms", 1500),
        ("250 µs", "ms", 0.25),
        ("250 us", "ms", 0.25),
        ("2 min", "s", 120),
        ("3 h", "hours", 3),
        ("5 V", "mV", 5000),
        ("$5", "dollars", 5),
        ("5 USD", "dollars", 5),
        ("½ s", "ms", 500),
        ("2·10^3 bytes", "bytes", 2000),
        ("1,5 ms", "ms", 1.5),
        ("3 tokens  per word", "tokens per word", 3),
        ("3 m^2", "m^2", 3),
        ("20 °C", "°C", 20),
        ("log2(8) bits", "bits", 3),
    ],
)
def test_a_number_may_have_its_unit_or_a_byte_unit_of_another_size(text: str, unit: str, expected: float) -> None:
    assert typed_number(text, unit) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "unit"),
    [("3 GB", "hours"), ("3 m", "ms"), ("3 ms", "MB"), ("60%", "bytes"), ("5 MV", "mV"), ("3 K", "KiB")],
)
def test_another_unit_is_refused_and_the_right_one_named(text: str, unit: str) -> None:
    with pytest.raises(ExpressionError, match=f"the unit here is {unit}"):
        typed_number(text, unit)


@pytest.mark.parametrize("text", ["8 Gb", "8 Mb", "8b"])
def test_a_unit_that_may_be_bits_or_bytes_is_asked_about(text: str) -> None:
    with pytest.raises(ExpressionError, match="may be bits or bytes"):
        typed_number(text, "bytes")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("16 steps", 16),
        ("16 SGD steps", 16),
        ("2 step", 2),
        ("86 billion", 86e9),
        ("86 billion steps", 86e9),
        ("step 16", 16),
        ("Step -3", -3),
        ("16 px", 16),
        ("16px", 16),
        ("16 pixels", 16),
    ],
)
def test_what_is_counted_may_stand_beside_the_number_when_the_question_names_it(text: str, expected: float) -> None:
    assert typed_number(text, None, ["sgd", "steps", "half", "mb"]) == expected


def test_millions_that_the_question_asks_for_are_its_unit() -> None:
    assert typed_number("138 million", None, ["in", "millions"]) == 138
    assert typed_number("138 million", None, ["of", "million"]) == 138e6


@pytest.mark.parametrize(
    "text", ["16 layers", "16 half", "16 MB", "16 steps more", "layer 16", "half 16", "not 16", "step", "px"]
)
def test_other_words_beside_a_number_are_refused(text: str) -> None:
    with pytest.raises(ExpressionError, match="not read as a number"):
        typed_number(text, None, ["sgd", "steps", "half", "mb", "not"])


@settings(max_examples=times(300))
@given(st.text(max_size=30) | st.text("0123456789.,eE+-*/^()% MiBbytes=~_", max_size=20))
@pytest.mark.parametrize("unit", [None, "MiB", "%", "tokens per word"])
def test_any_text_is_a_number_or_refused(unit: str | None, text: str) -> None:
    try:
        number = typed_number(text, unit)
    except ExpressionError as error:
        assert str(error)
    else:
        assert shown(number)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3, "3"),
        (3.0, "3"),
        (-0.0, "0"),
        (0.1 + 0.2, "0.3"),
        (1 / 3, "0.333333"),
        (1e-7, "1e-07"),
        (2**64, "18446744073709551616"),
        (1e16, "1e+16"),
        (10**30, "1e+30"),
        (1234567.5, "1.23457e+06"),
    ],
)
def test_a_number_is_shown_as_a_person_writes_it(value: float, text: str) -> None:
    assert shown(value) == text


@given(
    st.integers(-(10**20), 10**20) | st.floats(allow_nan=False, allow_infinity=False, max_value=1e300, min_value=-1e300)
)
def test_a_number_is_shown_so_that_it_can_be_typed(value: float) -> None:
    assert typed_number(shown(value)) == pytest.approx(value, rel=1e-5)


@pytest.mark.parametrize(
    ("value", "expected", "tolerance", "same"),
    [
        (1.009, 1, 0.01, True),
        (1.02, 1, 0.01, False),
        (0.3, 0.1 + 0.2, 0, True),
        (15, 16, 0, False),
        (1e-13, 0, 0.01, True),
        (1e-3, 0, 0.01, False),
        (0, 1.2e-38, 0.01, False),
        (2.2e-16, 1.1e-16, 0.01, False),
        (-1, 1, 0.01, False),
        (10**300, 10**300 + 1, 0, True),
    ],
)
def test_a_number_is_close_by_its_relative_difference(
    value: float, expected: float, tolerance: float, same: bool
) -> None:
    assert close(value, expected, tolerance) is same
