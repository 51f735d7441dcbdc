from __future__ import annotations

import struct
import tracemalloc
from collections import OrderedDict, defaultdict, namedtuple
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizdl.sandbox.protocol import DEEPEST, DTYPES, MOST_DIMENSIONS, MOST_VALUES, ProtocolError, decode, encode
from tests.sandbox.values import alike, arrays, values

FEW = 20_000_000
"""Bytes; what refusing a message may take, however much the message claims to hold."""


def u32(number: int) -> bytes:
    return struct.pack("<I", number)


def u64(*numbers: int) -> bytes:
    return struct.pack(f"<{len(numbers)}Q", *numbers)


def array_head(dtype: str, *shape: int) -> bytes:
    return b"a" + bytes((DTYPES.index(dtype), len(shape))) + u64(*shape)


@given(values)
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    assert alike(decode(encode(value)), value)


@pytest.mark.parametrize("shape", [(), (1,), (3,), (2, 3), (0,), (1000, 0), (0, 1000, 3), (1,) * MOST_DIMENSIONS])
@pytest.mark.parametrize("dtype", DTYPES)
def test_every_dtype_and_shape_crosses_in_every_memory_layout(dtype: str, shape: tuple[int, ...]) -> None:
    array = np.arange(np.prod(shape)).reshape(shape).astype(dtype)
    big_endian = array.astype(array.dtype.newbyteorder(">"))
    for form in (array, array.copy(order="F"), big_endian, np.repeat(array[..., None], 2, axis=-1)[..., 0]):
        assert alike(decode(encode(form)), array)


@given(arrays)
def test_an_array_that_came_back_can_be_changed_and_a_scalar_cannot(array: np.ndarray[Any, Any]) -> None:
    back = decode(encode(array))
    if np.ndim(array):
        back[...] = 0
        assert not back.any()
    else:
        assert isinstance(back, np.generic)


Pair = namedtuple("Pair", "ws v")


@pytest.mark.parametrize(
    ("value", "arrives"),
    [
        (Pair(1.0, [2]), (1.0, [2])),
        (OrderedDict(b=1, a=2), {"b": 1, "a": 2}),
        (defaultdict(list, dw=[1]), {"dw": [1]}),
        (bytearray(b"ab"), b"ab"),
        (2 + 3j, np.complex128(2 + 3j)),
        (np.longdouble(1.5), np.float64(1.5)),
        (np.arange(3, dtype=np.clongdouble), np.arange(3, dtype=np.complex128)),
        (np.ma.masked_array([1.0, 2.0], mask=[True, False]), np.array([1.0, 2.0])),
        (np.arange(2).view(np.recarray), np.arange(2)),
        ("lone \ud800", "lone \\ud800"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_relatives_of_the_plain_types_arrive_as_plain_values(value: Any, arrives: Any) -> None:
    back = decode(encode(value))
    assert type(back) is type(arrives)
    assert alike(back, arrives)


def test_a_subclass_of_ndarray_leaves_its_lies_behind() -> None:
    class Liar(np.ndarray[Any, Any]):  # noqa: PLW1641 - it is never hashed
        def __eq__(self, other: object) -> Any:
            return np.ones(self.shape, dtype=bool)

        def tobytes(self, *_: Any) -> bytes:
            return bytes(self.nbytes)

    back = decode(encode(np.array([1.0, 2.0]).view(Liar)))
    assert type(back) is np.ndarray
    assert back.tolist() == [1.0, 2.0]


def nested(depth: int) -> Any:
    return [nested(depth - 1)] if depth else None


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (np.array([1, None], dtype=object), "an array of dtype object"),
        (np.array(["a"]), "an array of dtype <U1"),
        (np.array("2026-11-22", dtype="M8[D]"), r"an array of dtype datetime64\[D\]"),
        (np.zeros(2, dtype=[("a", "<f8")]), r"an array of dtype \[\('a', '<f8'\)\]"),
        (np.zeros((1,) * (MOST_DIMENSIONS + 1)), f"an array of {MOST_DIMENSIONS + 1} dimensions"),
        (Fraction(1, 2), "a value of type Fraction"),
        ({1, 2}, "a value of type set"),
        (iter([]), "a value of type list_iterator"),
        (len, "a value of type builtin_function_or_method"),
        ([{"dw": [object()]}], "a value of type object"),
        ({1: 2}, "a dict with a key of type int"),
        (nested(DEEPEST + 1), "nested too deeply"),
        ([0] * MOST_VALUES, f"lists of more than {MOST_VALUES} values"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_what_does_not_cross_is_refused_with_its_type(value: Any, says: str) -> None:
    with pytest.raises(ProtocolError, match=says):
        encode(value)


@pytest.mark.parametrize("value", [nested(DEEPEST), [0] * (MOST_VALUES - 1)], ids=["deepest", "longest"])
def test_the_deepest_and_the_longest_allowed_value_cross(value: Any) -> None:
    assert decode(encode(value)) == value


@given(values, st.binary(min_size=1, max_size=20))
def test_trailing_bytes_are_refused(value: Any, more: bytes) -> None:
    with pytest.raises(ProtocolError, match=f"{len(more)} bytes left over"):
        decode(encode(value) + more)


@given(values)
def test_no_beginning_of_a_message_is_a_message(value: Any) -> None:
    raw = encode(value)
    for end in {0, 1, len(raw) // 2, len(raw) - 1} - {len(raw)}:
        with pytest.raises(ProtocolError):
            decode(raw[:end])


@given(st.binary(max_size=200))
def test_any_bytes_are_a_value_or_a_protocol_error(raw: bytes) -> None:
    assert_value_or_protocol_error(raw)


@given(values, st.data())
def test_a_damaged_message_is_a_value_or_a_protocol_error(value: Any, data: st.DataObject) -> None:
    raw = bytearray(encode(value))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 2))] = data.draw(st.binary(max_size=2))
        if not raw:
            break
    assert_value_or_protocol_error(bytes(raw))


def assert_value_or_protocol_error(raw: bytes) -> None:
    try:
        value = decode(raw)
    except ProtocolError:
        return
    assert alike(decode(encode(value)), value)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"x",
        b"i" + u32(2**32 - 1),
        b"s" + u32(2**32 - 1) + b"text",
        b"b" + u64(2**64 - 1) + b"bytes",
        b"b" + u64(2**40),
        b"l" + u32(2**32 - 1),
        b"t" + u32(2**32 - 1) + b"N" * 1_000_000,
        b"l" + u32(200_000) + (b"l" + u32(0)) * 200_000,
        b"d" + u32(2**32 - 1) + (b"s" + u32(0) + b"N") * 100,
        (b"l" + u32(1)) * 1_000_000 + b"N",
        (b"d" + u32(1) + b"s" + u32(0)) * 1_000_000 + b"N",
        b"d" + u32(1) + b"i" + u32(1) + b"\1" + b"N",
        b"s" + u32(2) + b"\xff\xfe",
        b"a" + bytes((len(DTYPES), 0)),
        b"a" + bytes((0, MOST_DIMENSIONS + 1)) + u64(*[1] * (MOST_DIMENSIONS + 1)) + b"\1",
        b"a" + bytes((0, 3)) + u64(1),
        array_head("<f8", 2**40),
        array_head("<f8", 2**63, 2**63, 2**63),
        array_head("<f8", 2**32, 2**32) + bytes(64),
        array_head("|i1", 2**64 - 1, 2**64 - 1) + b"\1",
        array_head("<f8", 0, 2**63),
        array_head("<f8", 2**40, 0, 2**40),
        array_head("<f8", 4) + bytes(31),
    ],
    ids=lambda raw: repr(raw[:16]),
)
def test_sizes_that_lie_are_refused_without_making_room_for_them(raw: bytes) -> None:
    np.zeros(1)  # NumPy is loaded before memory is measured
    tracemalloc.start()
    try:
        with pytest.raises(ProtocolError):
            decode(raw)
        assert tracemalloc.get_traced_memory()[1] < FEW
    finally:
        tracemalloc.stop()
