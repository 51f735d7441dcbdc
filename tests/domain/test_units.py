from __future__ import annotations

import pytest

from quizdl.domain.units import ambiguous, factor, is_unit


@pytest.mark.parametrize(
    ("typed", "unit", "size"),
    [
        ("GiB", "MiB", 1024),
        ("GB", "MB", 1000),
        ("GiB", "GB", 2**30 / 1e9),
        ("gb", "GB", 1),
        ("gigabytes", "GB", 1),
        ("byte", "bits", 8),
        ("Gbit", "MB", 125),
        ("s", "ms", 1000),
        ("µs", "ms", 0.001),
        ("MS", "ms", 1),
        ("minutes", "s", 60),
        ("V", "mV", 1000),
        ("MHz", "GHz", 0.001),
        ("TFLOPS", "Gflops", 1000),
        ("GFLOP/s", "Gflops", 1),
        ("$", "dollars", 1),
        ("token", "tokens", 1),
        ("Tokens  per word", "tokens per word", 1),
    ],
)
def test_a_unit_is_so_many_of_another(typed: str, unit: str, size: float) -> None:
    assert factor(typed, unit) == pytest.approx(size)


@pytest.mark.parametrize(
    ("typed", "unit"),
    [("s", "MB"), ("m", "ms"), ("K", "KiB"), ("MV", "mV"), ("layers", "tokens"), ("", "s"), ("flops", "s")],
)
def test_units_with_nothing_in_common_have_no_factor(typed: str, unit: str) -> None:
    assert factor(typed, unit) is None


def test_bits_or_bytes_are_only_open_where_the_question_does_not_write_them_so() -> None:
    assert ambiguous("Gb", "GB")
    assert not ambiguous("Gb", "Gb")
    assert not ambiguous("gb", "GB")
    assert not ambiguous("GB", "GB")


def test_a_word_for_something_counted_is_no_unit() -> None:
    assert is_unit("bytes")
    assert is_unit("kHz")
    assert not is_unit("steps")
