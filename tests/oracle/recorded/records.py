"""What libraries that are not installed with the tests gave for the derivations' cases, recorded once.

`record_<library>.py` in this folder made `<library>.json`: run it with a Python that has the library, from the root of the project.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np


class Record(NamedTuple):
    """One case of a derivation: its arguments, and the outputs (some or all) that the library gave for it."""

    derivation: str
    case: str
    arguments: dict[str, Any]
    outputs: dict[str, Any]


def records(library: str) -> Iterator[Record]:
    """The records of one library."""
    text = Path(__file__).with_name(f"{library}.json").read_text(encoding="utf-8")
    for record in json.loads(text)["records"]:
        outputs = {name: decoded(value) for name, value in record["outputs"].items()}
        yield Record(record["derivation"], record["case"], decoded(record["arguments"]), outputs)


def decoded(value: Any) -> Any:
    """From JSON: arrays stand there as {"array": nested lists, "dtype": name}."""
    if isinstance(value, dict):
        if set(value) == {"array", "dtype"}:
            return np.array(value["array"], dtype=value["dtype"])
        return {key: decoded(part) for key, part in value.items()}
    return [decoded(part) for part in value] if isinstance(value, list) else value


def encoded(value: Any) -> Any:
    """To JSON, as `decoded` reads it."""
    if isinstance(value, np.ndarray):
        return {"array": value.tolist(), "dtype": str(value.dtype)}
    if isinstance(value, dict):
        return {key: encoded(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [encoded(part) for part in value]
    return value.item() if isinstance(value, np.generic) else value


def cases(derivation: str, seed: int = 20261122, largest: int = 60) -> Iterator[tuple[str, dict[str, Any]]]:
    """The derivation's own cases but the largest and those in float32, for a recorder, which cannot import quizdl."""
    path = next(Path("question_bank/derivations").glob(f"*/{derivation}.py"))
    module: dict[str, Any] = {}
    exec(path.read_text(encoding="utf-8"), module)  # noqa: S102  the recorder's user trusts the project's own bank
    for name, arguments in module["inputs"](np.random.default_rng(seed)):
        size = sum(np.size(value) for value in arguments.values() if isinstance(value, np.ndarray))
        if size <= largest and "float32" not in name:
            yield name, arguments


def write(library: str, version: str, found: list[Record]) -> None:
    """Stores what was recorded."""
    lines = [json.dumps(encoded(record._asdict()), ensure_ascii=False) for record in found]
    text = f'{{"library": "{library}", "version": "{version}", "records": [\n' + ",\n".join(lines) + "\n]}\n"
    Path(__file__).with_name(f"{library}.json").write_text(text, encoding="utf-8")
