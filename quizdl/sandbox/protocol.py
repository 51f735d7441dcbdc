"""How values cross between the parent and a worker: a tag, sizes, raw bytes. Nothing is ever unpickled.

The worker loads this file by its path, so it imports nothing of quizdl. The parent treats every byte that it decodes as hostile: sizes
are checked against what is there before anything is allocated, and bytes left over are refused.
"""

from __future__ import annotations

import struct
from typing import Any

DEEPEST = 12
MOST_DIMENSIONS = 16
DTYPES = ("|b1", "|i1", "<i2", "<i4", "<i8", "|u1", "<u2", "<u4", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16")
"""The closed list of element types; the index in it is the code that crosses."""

_U32 = struct.Struct("<I")
_U64 = struct.Struct("<Q")
_F64 = struct.Struct("<d")


class ProtocolError(ValueError):
    """A value that cannot be sent, or bytes that are no value."""


def encode(value: Any) -> bytes:
    """The bytes of a value.

    Raises:
        ProtocolError: it is of a type that does not cross; says which.
    """
    parts: list[bytes] = []
    _encode(value, parts, 0)
    return b"".join(parts)


def _encode(value: Any, parts: list[bytes], depth: int) -> None:
    if depth > DEEPEST:
        raise ProtocolError("nested too deeply")
    kind = type(value)
    if value is None:
        parts.append(b"N")
    elif kind is bool:
        parts.append(b"T" if value else b"F")
    elif kind is int:
        raw = value.to_bytes(value.bit_length() // 8 + 1, "little", signed=True)
        parts += (b"i", _U32.pack(len(raw)), raw)
    elif kind is float:
        parts += (b"f", _F64.pack(value))
    elif kind is str:
        raw = value.encode("utf-8", "backslashreplace")
        parts += (b"s", _U32.pack(len(raw)), raw)
    elif kind in (bytes, bytearray):
        parts += (b"b", _U64.pack(len(value)), bytes(value))
    elif kind in (list, tuple):
        parts += (b"l" if kind is list else b"t", _U32.pack(len(value)))
        for item in value:
            _encode(item, parts, depth + 1)
    elif kind is dict:
        parts += (b"d", _U32.pack(len(value)))
        for key, item in value.items():
            _encode(key, parts, depth + 1)
            _encode(item, parts, depth + 1)
    else:
        _encode_array(value, parts)


def _encode_array(value: Any, parts: list[bytes]) -> None:
    import numpy as np

    if not isinstance(value, np.ndarray | np.generic | complex):
        raise ProtocolError(f"a value of type {type(value).__name__}")
    array = np.array(value, order="C", subok=False)
    dtype = array.dtype.newbyteorder("<")
    if dtype.str not in DTYPES:
        raise ProtocolError(f"an array of dtype {array.dtype}")
    if array.ndim > MOST_DIMENSIONS:
        raise ProtocolError(f"an array of {array.ndim} dimensions")
    parts += (b"a", bytes((DTYPES.index(dtype.str), array.ndim)))
    parts += (_U64.pack(size) for size in array.shape)
    parts.append(array.astype(dtype, copy=False).tobytes())


def decode(raw: bytes) -> Any:
    """The value of some bytes, whoever wrote them.

    Raises:
        ProtocolError: they are not exactly one value.
    """
    try:
        value, end = _decode(memoryview(raw), 0, 0)
    except (struct.error, IndexError, UnicodeDecodeError, TypeError) as error:
        raise ProtocolError(f"broken bytes ({error})") from None
    if end != len(raw):
        raise ProtocolError(f"{len(raw) - end} bytes left over")
    return value


def _decode(raw: memoryview, at: int, depth: int) -> tuple[Any, int]:
    if depth > DEEPEST:
        raise ProtocolError("nested too deeply")
    tag, at = raw[at : at + 1].tobytes(), at + 1
    match tag:
        case b"N":
            return None, at
        case b"T" | b"F":
            return tag == b"T", at
        case b"f":
            return _F64.unpack_from(raw, at)[0], at + 8
        case b"i":
            data, at = _take(raw, at + 4, _U32.unpack_from(raw, at)[0])
            return int.from_bytes(data, "little", signed=True), at
        case b"s":
            data, at = _take(raw, at + 4, _U32.unpack_from(raw, at)[0])
            return str(data, "utf-8"), at
        case b"b":
            data, at = _take(raw, at + 8, _U64.unpack_from(raw, at)[0])
            return bytes(data), at
        case b"l" | b"t":
            (count,) = _U32.unpack_from(raw, at)
            at += 4
            if count > len(raw) - at:
                raise ProtocolError("a list longer than its bytes")
            items = []
            for _ in range(count):
                item, at = _decode(raw, at, depth + 1)
                items.append(item)
            return (items if tag == b"l" else tuple(items)), at
        case b"d":
            (count,) = _U32.unpack_from(raw, at)
            at += 4
            if count > len(raw) - at:
                raise ProtocolError("a dict longer than its bytes")
            found = {}
            for _ in range(count):
                key, at = _decode(raw, at, depth + 1)
                found[key], at = _decode(raw, at, depth + 1)
            return found, at
        case b"a":
            return _decode_array(raw, at)
    raise ProtocolError(f"unknown tag {tag!r}")


def _decode_array(raw: memoryview, at: int) -> tuple[Any, int]:
    import numpy as np

    code, ndim = raw[at], raw[at + 1]
    at += 2
    if code >= len(DTYPES) or ndim > MOST_DIMENSIONS:
        raise ProtocolError("an array of unknown dtype or too many dimensions")
    shape = struct.unpack_from(f"<{ndim}Q", raw, at)
    at += 8 * ndim
    dtype = np.dtype(DTYPES[code])
    size = dtype.itemsize
    for length in shape:
        size *= length
        if size > len(raw):
            raise ProtocolError("an array larger than its bytes")
    if any(length > len(raw) for length in shape):
        raise ProtocolError("an array with a dimension larger than its bytes")
    data, at = _take(raw, at, size)
    return np.frombuffer(data, dtype=dtype).reshape(shape).copy(), at


def _take(raw: memoryview, at: int, size: int) -> tuple[memoryview, int]:
    if size > len(raw) - at:
        raise ProtocolError("cut short")
    return raw[at : at + size], at + size
