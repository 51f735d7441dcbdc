"""Units that people mix: memory (`GB`, `GiB`, `Gbit`), time (`s`, `µs`), volts, flops and dollars, each in any size."""

from __future__ import annotations

from quizdl.domain.pattern import pattern

_KINDS = {
    "byte": r"b|bytes?|octets?",
    "bit": r"bits?",
    "flops": r"flops?(?:/(?:s(?:ec(?:ond)?)?)?)?",
    "s": r"s|secs?|seconds?",
    "V": r"v|volts?",
    "Hz": r"hz|hertz",
    "dollar": r"\$|usd|us\$|dollars?",
}
_LARGE = {
    "k": 1e3,
    "m": 1e6,
    "g": 1e9,
    "t": 1e12,
    "p": 1e15,
    "kilo": 1e3,
    "mega": 1e6,
    "giga": 1e9,
    "tera": 1e12,
    "peta": 1e15,
}
_BINARY = {
    "ki": 2**10,
    "mi": 2**20,
    "gi": 2**30,
    "ti": 2**40,
    "kibi": 2**10,
    "mebi": 2**20,
    "gibi": 2**30,
    "tebi": 2**40,
}
_SMALL = {"milli": 1e-3, "m": 1e-3, "micro": 1e-6, "u": 1e-6, "µ": 1e-6, "μ": 1e-6, "nano": 1e-9, "n": 1e-9}
_SIZES: dict[str, dict[str, float]] = {
    "byte": _LARGE | _BINARY,
    "bit": _LARGE | _BINARY,
    "flops": _LARGE,
    "s": _SMALL,
    "V": _SMALL | {"k": 1e3},
    "Hz": _LARGE,
    "dollar": {"k": 1e3},
}
_LONGER: dict[str, float] = {"min": 60, "minute": 60, "h": 3600, "hr": 3600, "hour": 3600, "day": 86400}
_UNIT = {
    kind: pattern(rf"({'|'.join(sorted(sizes, key=len, reverse=True))})?[ -]?(?:{_KINDS[kind]})")
    for kind, sizes in _SIZES.items()
}
_EITHER = pattern(r"[KMGT]i?b|b")
"""Bits to some, bytes to others."""


def factor(typed: str, unit: str) -> float | None:
    """How many of a unit one of another is: 1024 for GiB in MiB, 1 for what is the same; None where they have nothing in common."""
    one, other = _known(typed), _known(unit)
    if one is None and other is None:
        return 1 if _plain(typed) == _plain(unit) else None
    return one[1] / other[1] if one and other and one[0] == other[0] else None


def ambiguous(typed: str, unit: str) -> bool:
    """Whether the case of a letter leaves bits and bytes open: `Mb`."""
    return typed != unit and _EITHER.fullmatch(typed) is not None


def is_unit(word: str) -> bool:
    """Whether a word is the name of a unit that has others beside it."""
    return _known(word) is not None


def _plain(unit: str) -> str:
    """A unit without case, spare spaces and plural."""
    written = " ".join(unit.casefold().split()).rstrip(".")
    return written.removesuffix("s") if len(written) > 2 else written


def _known(unit: str) -> tuple[str, float] | None:
    """The dimension of a unit, and its size."""
    written = _plain(unit)
    if written in _LONGER:
        return "s", _LONGER[written]
    for kind, one in _UNIT.items():
        if found := one.fullmatch(written):
            size = _SIZES[kind][found[1]] if found[1] else 1
            if kind == "V" and unit.strip().startswith("M"):
                return None  # the one where case tells
            return ("byte", size / 8) if kind == "bit" else (kind, size)
    return None
