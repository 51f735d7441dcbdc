from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizdl.domain.expression import ExpressionError
from quizdl.domain.numbers import close, shown, typed_number


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
    ],
)
def test_a_number_is_understood_in_the_forms_that_people_type(text: str, expected: float) -> None:
    assert typed_number(text) == pytest.approx(expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "many",
        "0,25",
        "0,125",
        "12,34",
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
        ("60%", "bytes", 0.6),
        ("3 tokens  per word", "tokens per word", 3),
        ("3 m^2", "m^2", 3),
        ("20 °C", "°C", 20),
        ("log2(8) bits", "bits", 3),
    ],
)
def test_a_number_may_have_its_unit_or_a_byte_unit_of_another_size(text: str, unit: str, expected: float) -> None:
    assert typed_number(text, unit) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "unit"), [("3 GB", "hours"), ("3 m", "ms"), ("3 mib", "MB"), ("3 h", "hours"), ("3 ms", "s")]
)
def test_another_unit_is_refused_and_the_right_one_named(text: str, unit: str) -> None:
    with pytest.raises(ExpressionError, match=f"the unit here is {unit}"):
        typed_number(text, unit)


@settings(max_examples=300)
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
