"""The schema for editors: held against every file that there is, and against what it must underline."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from quizdl import kinds
from quizdl.bank.find import CONTENTS, topic_files
from quizdl.bank.json_schema import FILE, MODELINE, schema_of_files, schema_of_kind, written
from tests.bank.small import FILES
from tests.conftest import BANK

SCHEMA = jsonschema.Draft202012Validator(schema_of_files())


class Loader(yaml.SafeLoader):
    """YAML 1.2, as editors read it: it knows no dates."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in known if not tag.endswith(":timestamp")]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): as_json(item) for name, item in value.items()}
    return [as_json(item) for item in value] if isinstance(value, list) else value


def complaints(text: str) -> list[str]:
    data = as_json(yaml.load(text, Loader))  # noqa: S506 - a safe one
    return [f"{error.json_path}: {error.message}" for error in SCHEMA.iter_errors(data)]


@pytest.mark.parametrize("path", [BANK / CONTENTS, *topic_files(BANK)], ids=lambda path: path.name)
def test_the_built_in_files_fit_it_and_name_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith(MODELINE)
    assert complaints(text) == []


def test_the_file_beside_the_built_in_bank_is_in_step() -> None:
    jsonschema.Draft202012Validator.check_schema(schema_of_files())
    fresh = written(schema_of_files())
    assert (BANK / FILE).read_text(encoding="utf-8") == fresh, f"quizdl bank schema > question_bank/{FILE}"


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".yaml")])
def test_what_a_check_lets_pass_it_lets_pass(name: str) -> None:
    assert complaints(FILES[name]) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("optimization.yaml", "kind: choice", "kind: choise", "'choise' is not one of ["),
        ("optimization.yaml", "level: 2", "level: 4", "4 is greater than the maximum of 3"),
        ("optimization.yaml", "prompt: Half of 3?", "prommt: Half of 3?", "'prommt' was unexpected"),
        ("optimization.yaml", "    answer: 3 / 2\n", "", "'answer' is a required property"),
        ("optimization.yaml", "variables:\n      lam: positive scalar\n      w: D", "variables: [lam, w]", "is not of type 'object'"),
        ("optimization.yaml", "      a: 2..9\n      b: [1, 2, 4]", "      a: {from: 2}", "is not valid under any of"),
        ("optimization.yaml", "questions:", "question:", "'question' was unexpected"),
        ("bank.yaml", "title: A small bank", "titel: A small bank", "'titel' was unexpected"),
        ("bank.yaml", "    title: Optimization\n", "", "'title' is a required property"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_underlined(name: str, old: str, new: str, said: str) -> None:
    assert FILES[name].count(old) == 1
    assert any(said in line for line in complaints(FILES[name].replace(old, new)))


@pytest.mark.parametrize("kind", kinds.names())
def test_each_kind_has_a_schema_that_its_example_fits(kind: str) -> None:
    schema = json.loads(written(schema_of_kind(kind)))
    common = {"id": "x", "kind": kind, "subtopic": "s", "level": 1, "explanation": "e", "source": "s"}
    question = json.loads(json.dumps({**common, **kinds.example(kind).fields}))
    jsonschema.Draft202012Validator(schema).validate(question)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(question | {"nonsense": 1})
