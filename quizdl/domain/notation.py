r"""How mathematics is typed: unicode and LaTeX signs, brought into the plain ones of the expression language.

`10⁻³`, `½`, `√2`, `Xᵀ` and `β₁` come from a clipboard; `10^{-3}`, `\frac{1}{N}`, `W^\top`, `\|w\|_2` and `\alpha` from people
who write papers. Each piece keeps its place, so that a complaint can point at what was typed.
"""

from __future__ import annotations

import re
import unicodedata

from quizdl.domain.pattern import pattern

GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "eps", "ζ": "zeta", "η": "eta", "θ": "theta", "ι": "iota",
    "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "υ": "upsilon",
    "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "Δ": "Delta", "Ω": "Omega",
}  # fmt: skip
_SIGNS = (
    dict.fromkeys("−–‐‑—⁻", "-")
    | dict.fromkeys("×∗⨯✕✖⊙∘", "*")
    | dict.fromkeys("⋅∙•", "·")
    | dict.fromkeys("÷⁄∕", "/")
    | dict.fromkeys("[{", "(")
    | dict.fromkeys("]}", ")")
    | dict.fromkeys("’′ᵀ⊤", "'")
    | dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺ⁿ", "0123456789+n", strict=True))
    | {"≥": ">=", "≤": "<=", "‖": "||", "ϵ": "ε", "ϕ": "φ", "µ": "μ", "∑": "Σ"}
)
_INDEX = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_COMMANDS = {
    **{name: name for name in GREEK.values()},
    **{name: name for name in ["exp", "log", "ln", "min", "max", "sin", "cos", "tanh", "det", "epsilon", "lambda"]},
    **{f"var{name}": name for name in ("phi", "theta", "rho", "sigma")},
    **dict.fromkeys(("varepsilon",), "eps"),
    **dict.fromkeys(("times", "ast", "odot", "circ"), "*"),
    **dict.fromkeys(
        ("left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "displaystyle", "quad", "qquad"), " "
    ),
    **dict.fromkeys(("lVert", "rVert", "Vert"), "||"),
    **dict.fromkeys(("lvert", "rvert", "vert"), "|"),
    **dict.fromkeys(("le", "leq"), "<="),
    **dict.fromkeys(("ge", "geq"), ">="),
    **dict.fromkeys(("gets", "leftarrow"), "<-"),
    **dict.fromkeys(("frac", "dfrac", "tfrac"), "\\frac"),
    "cdot": "·",
    "div": "/",
    "gt": ">",
    "lt": "<",
    "sqrt": "√",
    "%": "%",
    "{": "(",
    "}": ")",
    "|": "||",
}
_NOTATION = frozenset("\\\\{}[]|$")
"""What an expression of a bank has none of: it is plain as it stands."""
_FONT = r"\\(?:math(?:bf|rm|sf|it|cal|bb)|text(?:bf|rm|sf|it)?|operatorname|boldsymbol|bm|vec)"
_T = r"(?:[ᵀ⊤]|\\(?:top|intercal)(?![A-Za-z]))"
_PIECE = pattern(
    rf"""
      \^?(?P<power>[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ]+)                     # x⁻²
    | \^\{{\s*(?P<braced>[-+−]?\s*(?:\d+|[A-Za-z]+))\s*\}}       # x^{{-2}}, X^{{T}}
    | (?P<inverse>\^\{{\s*[⁻−-]\s*{_T}\s*\}}|(?:\^[⁻−-]|⁻){_T})     # A⁻ᵀ, A^{{-\top}}
    | (?P<transpose>\^\{{\s*(?:{_T}|{_FONT}\{{T\}}|\\prime)\s*\}}|\^?{_T}|\^\\prime|\^{_FONT}\{{T\}})
    | (?<=[^\W_])(?P<index>[₀₁₂₃₄₅₆₇₈₉]+)                       # β₁
    | (?<=[^\W_])_\{{\s*(?P<lower>[^\W_]+)\s*\}}                 # w_{{1}}
    | (?P<norm>(?:\|\||‖|\\\||\\[lr]?Vert\s*)(?:_[2F]|_\{{[2F]\}}|₂))  # ‖w‖₂, ||W||_F
    | (?P<vulgar>(?:(?<![\d.,])\d+\s*)?[¼½¾⅐-⅞])                # ½, 1½
    | (?P<sum>(?:\\sum(?![A-Za-z])|[Σ∑])(?:_(?:\{{[^{{}}]*\}}|\w))(?:\^(?:\{{[^{{}}]*\}}|\w))?)  # limits say nothing here
    | {_FONT}\s*\{{\s*(?P<word>[A-Za-z]+|1)\s*\}}                # \mathbf{{w}}
    | (?:\\(?P<accent>hat|bar|tilde)\s*\{{\s*(?P<under>[A-Za-z])\s*\}}|(?P<letter>[A-Za-z])\u0302)
    | \\(?P<command>[A-Za-z]+|[%{{}}|])
    | (?P<space>\\[,;:!\ ]|\.astype\([a-z0-9.]*\)|\A\s*(?:\$+|\\[(\[])|(?:\$+|\\[)\]])\s*\Z)
    | (?P<sign>.)
    """,
    re.DOTALL | re.VERBOSE,
)


def plainly(text: str) -> tuple[str, list[int]]:
    """A text in the signs of the grammar, and for each of them the place it had."""
    if text.isascii() and not _NOTATION.intersection(text) and ".astype" not in text:
        return text, list(range(len(text)))
    written, places = "", list[int]()
    for found in _PIECE.finditer(text):
        plain = _plain(found)
        if plain[:1].isalpha() and len(found[0]) > 1 and written[-1:].isalpha():
            plain = f" {plain}"  # \alpha after a letter is a name of its own
        written += plain
        places += [found.start()] * len(plain)
    return written, places


def _plain(found: re.Match[str]) -> str:
    kind = next(name for name, value in found.groupdict().items() if value is not None)
    piece = found[kind]
    match kind:
        case "power":
            digits = "".join(_SIGNS[sign] for sign in piece)
            return f"^{digits} " if digits.lstrip("+-").isdigit() or digits == "n" else f"^({digits})"
        case "braced":
            return f"^{piece.replace('−', '-').replace(' ', '')} "
        case "inverse":
            return "^-1'"
        case "transpose":
            return "'"
        case "index":
            return piece.translate(_INDEX)
        case "lower":
            return f"_{piece}"
        case "norm":
            return "||"
        case "vulgar":
            upper, _, lower = unicodedata.normalize("NFKC", piece[-1]).partition("⁄")
            whole = piece[:-1].strip()
            return f"({whole} + {upper}/{lower})" if whole else f"({upper}/{lower})"
        case "sum":
            return "Σ"
        case "word":
            return piece
        case "accent":
            return f"{found['under']}{piece}"
        case "letter":
            return f"{piece}hat"
        case "command":
            return _COMMANDS.get(piece, found[0])
        case "space":
            return " "
    return _SIGNS.get(piece) or _upright(piece)


def _upright(sign: str) -> str:
    """Letters and digits of full width or in a mathematical font as those of a keyboard."""
    if "\uff01" <= sign <= "\uff5e" or "\U0001d400" <= sign <= "\U0001d7ff":
        return unicodedata.normalize("NFKC", sign)
    return sign
