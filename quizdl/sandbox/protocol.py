"""How values cross between the parent and a worker: a tag, sizes, raw bytes. Nothing is ever unpickled.

The worker loads this file by its path, so it imports nothing of quizdl. The parent treats every byte that it decodes as hostile: sizes
are checked against what is there before anything is allocated, and bytes left over are refused. Keys of a dict are text: the hashes
of numbers can be chosen so that a dict of them takes hours to build.
"""

from __future__ import annotations

import struct
from math import prod
from typing import Any

DEEPEST = 12
MOST_VALUES = 100_000
"""Values in one message, each number in a list and each array being one; more belong into an array."""
MOST_DIMENSIONS = 16
DTYPES = ("|b1", "|i1", "<i2", "<i4", "<i8", "|u1", "<u2", "<u4", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16")
"""The closed list of element types; the index in it is the code that crosses."""
LONG = {"g": "<f8", "G": "<c16"}
"""Long doubles have another size on every machine; they cross as doubles."""

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
        raise ProtocolError("lists nested too deeply")
    if len(parts) >= MOST_VALUES:
        raise ProtocolError(f"lists of more than {MOST_VALUES} values")
    kind = type(value)
    if value is None:
        parts.append(b"N")
    elif kind is bool:
        parts.append(b"T" if value else b"F")
    elif kind is int:
        raw = value.to_bytes(value.bit_length() // 8 + 1, "little", signed=True)
        parts.append(b"i" + _U32.pack(len(raw)) + raw)
    elif kind is float:
        parts.append(b"f" + _F64.pack(value))
    elif kind is str:
        parts.append(_text(value))
    elif kind in (bytes, bytearray):
        parts.append(b"b" + _U64.pack(len(value)) + value)
    elif isinstance(value, list | tuple):
        parts.append((b"l" if isinstance(value, list) else b"t") + _U32.pack(len(value)))
        for item in value:
            _encode(item, parts, depth + 1)
    elif isinstance(value, dict):
        parts.append(b"d" + _U32.pack(len(value)))
        for key, item in value.items():
            if type(key) is not str:
                raise ProtocolError(f"a dict with a key of type {type(key).__name__}")
            parts.append(_text(key))
            _encode(item, parts, depth + 1)
    else:
        parts.append(_array(value))


def _text(value: str) -> bytes:
    raw = value.encode("utf-8", "backslashreplace")
    return b"s" + _U32.pack(len(raw)) + raw


def _array(value: Any) -> bytes:
    import numpy as np

    if not isinstance(value, np.ndarray | np.generic | complex):
        raise ProtocolError(f"a value of type {type(value).__name__}")
    array = value if type(value) is np.ndarray else np.array(value, order="C", subok=False)
    if (name := array.dtype.str) not in DTYPES:
        dtype = np.dtype(LONG.get(array.dtype.char, array.dtype)).newbyteorder("<")
        if (name := dtype.str) not in DTYPES:
            raise ProtocolError(f"an array of dtype {array.dtype}")
        array = array.astype(dtype)
    if array.ndim > MOST_DIMENSIONS:
        raise ProtocolError(f"an array of {array.ndim} dimensions")
    head = struct.pack(f"<cBB{array.ndim}Q", b"a", DTYPES.index(name), array.ndim, *array.shape)
    return head + array.tobytes()


def decode(raw: bytes) -> Any:
    """The value of some bytes, whoever wrote them.

    Raises:
        ProtocolError: they are not exactly one value.
    """
    reader = _Reader(bytes(raw))
    try:
        value = reader.value(0)
    except (struct.error, UnicodeDecodeError) as error:
        raise ProtocolError(f"broken bytes ({error})") from None
    if reader.at != reader.end:
        raise ProtocolError(f"{reader.end - reader.at} bytes left over")
    return value


class _Reader:
    """Reads values off some bytes, from front to back."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.end = len(raw)
        self.at = 0
        self.values = 0

    def take(self, size: int) -> bytes:
        start = self.at
        if size > self.end - start:
            raise ProtocolError("cut short")
        self.at = end = start + size
        return self.raw[start:end]

    def number(self, kind: struct.Struct) -> Any:
        return kind.unpack(self.take(kind.size))[0]

    def value(self, depth: int) -> Any:
        if depth > DEEPEST:
            raise ProtocolError("nested too deeply")
        self.values += 1
        if self.values > MOST_VALUES:
            raise ProtocolError(f"more than {MOST_VALUES} values")
        match tag := self.take(1):
            case b"a":
                return self.array()
            case b"N":
                return None
            case b"T" | b"F":
                return tag == b"T"
            case b"f":
                return self.number(_F64)
            case b"i":
                return int.from_bytes(self.take(self.number(_U32)), "little", signed=True)
            case b"s":
                return self.text()
            case b"b":
                return self.take(self.number(_U64))
            case b"l":
                return [self.value(depth + 1) for _ in range(self.number(_U32))]
            case b"t":
                return tuple([self.value(depth + 1) for _ in range(self.number(_U32))])
            case b"d":
                return {self.key(): self.value(depth + 1) for _ in range(self.number(_U32))}
        raise ProtocolError(f"unknown tag {tag!r}")

    def key(self) -> str:
        if self.take(1) != b"s":
            raise ProtocolError("a dict with a key that is no text")
        return self.text()

    def text(self) -> str:
        return str(self.take(self.number(_U32)), "utf-8")

    def array(self) -> Any:
        """An array; one without dimensions becomes a scalar, which cannot be changed in place."""
        import numpy as np

        code, ndim = self.take(2)
        if code >= len(DTYPES) or ndim > MOST_DIMENSIONS:
            raise ProtocolError("an array of unknown dtype or too many dimensions")
        shape = struct.unpack(f"<{ndim}Q", self.take(8 * ndim))
        dtype = np.dtype(DTYPES[code])
        flat = self.take(dtype.itemsize * prod(shape))
        try:
            array = np.ndarray(shape, dtype, flat).copy()
        except ValueError as error:  # no elements, but dimensions that NumPy does not have
            raise ProtocolError(f"an array of impossible shape ({error})") from None
        return array if ndim else array[()]
