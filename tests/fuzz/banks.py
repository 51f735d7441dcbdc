"""Files of a bank: topic files, bank.yaml, derivations. Findings are what a broken file gets; whatever passes can be asked."""

from __future__ import annotations

import json
import re
import tempfile
import warnings
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random

from quizdl import kinds
from quizdl.bank.check import Checked
from quizdl.bank.editorial import editorial
from quizdl.bank.schema import Item
from quizdl.bank.template import Template
from tests.conftest import BANK
from tests.fuzz.mutator import NASTY, mutated
from tests.fuzz.target import Target

TOPIC = "optimization"
_BLOCK = re.compile(rb"^  - id:.*\n(?:(?:    .*)?\n)*", re.MULTILINE)
_KIND = re.compile(rb"^    kind: (\w+)$", re.MULTILINE)
FEW = 3
"""Questions of each kind, and templates of each kind, that are taken from the real bank."""
NASTY_HERE = (
    *NASTY,
    *(
        piece * (1900 // len(piece))
        for piece in (b"9", b"a-", b"a.", b"a/", b"{{a|b}} ", b"{a}", b"( ", b"^a", b"a b ", b"'", b"1,000 ")
    ),
    *b"outer(a,a) det(a) 10^4096 4096^4096 a/0 sum(a,1) where(a,b) 1e308*1e308 floor(1e300) [1,2] {a:b} yes 1..3 -5..5 0.999999".split(),
    *b"choice multiple_choice true_false numeric formula cloze recall order positive probability scalar N D".split(),
)
"""What stands in place of a value, beside what does anywhere: long texts of one pattern, expressions, kinds."""
CONTENTS = b"""\
format: 1
title: A small bank
topics:
  optimization:
    title: Optimization
    subtopics:
      op.sgd: SGD
tracks:
  updates:
    title: Updates
    derivations: [sgd]
outline:
  1a: learning rates
unasked:
  2b: needs a drawing
ignore:
  BANK007: one author only
"""


@cache
def _blocks() -> tuple[list[bytes], list[bytes]]:
    """Some questions and some templates of each kind, as they stand in the real bank."""
    found: tuple[dict[bytes, list[bytes]], dict[bytes, list[bytes]]] = {}, {}
    for path in sorted(BANK.glob("*.yaml")):
        head, _, tail = path.read_bytes().partition(b"\ntemplates:\n")
        for sort, text in zip(found, (head, tail), strict=True):
            for block in _BLOCK.findall(text):
                if kind := _KIND.search(block):
                    sort.setdefault(kind[1], []).append(re.sub(rb"subtopic: .*", b"subtopic: op.sgd", block))
    questions, templates = (
        [block for of in sort.values() for block in of[:: max(1, len(of) // FEW)]] for sort in found
    )
    return questions, templates


@cache
def _derivations() -> list[bytes]:
    return [path.read_bytes() for path in sorted((BANK / "derivations").glob("*/*.py"))[::4]]


def _topic_file(rng: Random) -> bytes:
    questions, templates = _blocks()
    own = b"topic: optimization\n"
    if chosen := rng.sample(questions, rng.choice((0, 1, 1, 2))):
        own += b"questions:\n" + b"".join(chosen)
    if chosen := rng.sample(templates, rng.choice((0, 0, 1)) if chosen else 1):
        own += b"templates:\n" + b"".join(chosen)
    return mutated(rng, own, (*questions, *templates), NASTY_HERE)


def _contents(rng: Random) -> bytes:
    return mutated(rng, CONTENTS, (CONTENTS, *_blocks()[0]), NASTY_HERE)


def _derivation(rng: Random) -> bytes:
    seeds = _derivations()
    own = rng.choice(seeds)
    name = re.search(rb"^def ([a-z]\w*)", own, re.MULTILINE)
    renamed = re.sub(rb"\b%b\b" % name[1], b"sgd", own) if name else own
    return mutated(rng, renamed, seeds)


def _check_bank(files: Mapping[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("error")
        for name, raw in files.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(raw)
        checked = Checked(Path(folder))
        findings = checked.findings + editorial(checked)
        assert all(finding.line >= 1 and finding.message for finding in findings), findings
        for items in checked.items.values():
            for item in items:
                _check_item(item)
        for derivation in checked.derivations.values():
            derivation.starter()


def _check_item(item: Item) -> None:
    """What passed can be kept, read back, asked and graded."""
    data = json.loads(json.dumps(item.fields))
    if item.generated:
        template = Template(**data)
        draw = template.draw(Random(1))
        question = template.question(draw)
        template.same(draw)
    else:
        question = kinds.kind(item.kind)(**data)
    asked = question.ask(Random(1))
    assert asked.seconds > 0
    assert asked.reading_seconds > 0
    assert question.fingerprint
    for text in ("", "1", "x + s", "a, b", question.expected()):
        asked.grade(text)


def _check_topic_file(raw: bytes) -> None:
    _check_bank({"bank.yaml": CONTENTS, f"{TOPIC}.yaml": raw})


def _check_contents(raw: bytes) -> None:
    _check_bank({"bank.yaml": raw, f"{TOPIC}.yaml": b"topic: optimization\nquestions:\n" + _blocks()[0][0]})


def _check_derivation(raw: bytes) -> None:
    _check_bank({"bank.yaml": CONTENTS, f"derivations/{TOPIC}/sgd.py": raw})


TARGETS = {
    "topics": Target(_topic_file, _check_topic_file, 75_000),
    "contents": Target(_contents, _check_contents, 5_000),
    "derivations": Target(_derivation, _check_derivation, 20_000),
}
