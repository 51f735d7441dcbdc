"""Edits of bytes that mean something: lines moved and copied, words exchanged, numbers and signs put where nobody expects them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

NASTY = tuple(
    word.encode()
    for word in (
        "", "0", "-1", "1e400", "1e-400", "nan", "inf", "9" * 400, "10^10^10", "-0.0", "2..1", "0..999999999999999", "1..1",
        "~", "null", "true", "[", "]", "[]", "{", "}", "{}", "{{", "}}", "{{a|}}", "{a}", "{answer}", "{1/0}", "|", ">-", "&a", "*a",
        "!!python/object:os.system", "!x", "? ", "- ", ": ", "#", "---", "...", '"', "'", "\\", "\t", "\r", "\n", "\n\n", "  ",
        "\x00", "\x1b[2J", "\u2028", "\ufeff", "\x85", "\u202e", "\u0660", "²", "ᵀ", "λ", "Σ", "İ", "ß", "🎲", "'''", '"""', "\\N{x}", "%",
        "(", ")", "((((", "))))", "^", "^T", "**", "|", "||", ",", "=", ".", "axis=0", "a" * 300, "9**9**9", "lambda: 0", "*x", "**x",
    )
)  # fmt: skip
BYTES = (b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x00", b"\x7f", b"\x80")
_WORD = re.compile(rb"\w+|[^\w\s]|\s+")
LARGEST = 200_000
"""Bytes that a mutated input has at most; what is larger only takes longer to make."""


def mutated(rng: Random, text: bytes, others: Sequence[bytes], nasty: Sequence[bytes] = NASTY) -> bytes:
    """The text after one to six edits; some of them take parts of the others."""
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 6))):
        text = rng.choice(_EDITS)(rng, text, rng.choice(others), nasty)[:LARGEST]
    return text


def _words(rng: Random, text: bytes, other: bytes, nasty: Sequence[bytes]) -> bytes:
    """One word replaced, removed, doubled, or exchanged for one of another text."""
    words, theirs = _WORD.findall(text), _WORD.findall(other)
    if not words:
        return rng.choice(nasty)
    i = rng.randrange(len(words))
    new = (rng.choice(nasty), b"", words[i] * 2, rng.choice(words), rng.choice(theirs or words))
    words[i] = rng.choice(new)
    return b"".join(words)


def _lines(rng: Random, text: bytes, other: bytes, nasty: Sequence[bytes]) -> bytes:
    """A line removed, doubled, moved, indented, cut, or taken from another text."""
    lines, theirs = text.splitlines(keepends=True), other.splitlines(keepends=True)
    if not lines:
        return other
    i, j = rng.randrange(len(lines)), rng.randrange(len(lines))
    line = lines[i]
    head, colon, _ = line.partition(b":")
    match rng.randrange(8):
        case 0:
            del lines[i]
        case 1:
            lines.insert(j, line)
        case 2:
            lines[i], lines[j] = lines[j], line
        case 3:
            lines[i] = b" " * rng.randrange(1, 9) + line
        case 4:
            lines[i] = line.lstrip()
        case 5:
            lines[i] = head + colon + b"\n"
        case 6:
            lines[i] = head + colon + b" " + rng.choice(nasty) + b"\n"
        case _:
            lines[i:j] = [rng.choice(theirs or lines)]
    return b"".join(lines)


def _bytes(rng: Random, text: bytes, _: bytes, nasty: Sequence[bytes]) -> bytes:
    """A byte changed or put in, or the text cut short."""
    i = rng.randrange(len(text) + 1)
    match rng.randrange(5):
        case 0:
            return text[:i]
        case 1:
            return text[:i] + rng.choice(BYTES) + text[i:]
        case 2:
            return text[:i] + bytes([rng.randrange(256)]) + text[i + 1 :]
        case 3:
            return text[:i] + rng.choice(nasty) + text[i:]
        case _:
            return text[:i] + text[i + rng.randrange(1, 40) :]


def _repeated(rng: Random, text: bytes, _: bytes, nasty: Sequence[bytes]) -> bytes:
    """A piece, or a sign, again and again: deep nesting, long lists, long words."""
    i = rng.randrange(len(text) + 1)
    piece = rng.choice((text[i : i + rng.randrange(1, 200)], rng.choice(nasty), bytes([rng.choice(b"([{-|9a \n.^'")])))
    return text[:i] + piece * rng.choice((2, 10, 50, 1000, 20_000)) + text[i:]


_EDITS: tuple[Callable[[Random, bytes, bytes, Sequence[bytes]], bytes], ...] = (
    *[_words] * 6,
    *[_lines] * 6,
    *[_bytes] * 4,
    _repeated,
)
