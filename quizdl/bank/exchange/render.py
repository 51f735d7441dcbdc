"""A question as a card with a front and a back, for programs that do not grade."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import MISSING, fields
from typing import Any

from quizdl.bank.exchange.note import Card
from quizdl.domain.question import Question

_COMMON = ("id", "subtopic", "level", "explanation", "source")
_EMPTY: tuple[Any, ...] = ({}, [], None)


def to_card(question: Question, deck: Sequence[str] = (), tags: Sequence[str] = ()) -> Card:
    """The card of a question: its front, with the options below it, and the answer as it is shown, reasons in the explanation."""
    kind = type(question).__module__.rpartition(".")[2]
    own: dict[str, Any] = {field.name: getattr(question, field.name) for field in fields(question)}
    front, back, options = question.prompt, question.expected(), dict[str, str]()
    match kind:
        case "choice":
            options = {option: reason or "" for option, reason in own["choices"].items()}
        case "multiple_choice":
            options = {option: reason or "" for option, reason in own["choices"].items()}
            back = "\n".join(own["answer"])
        case "true_false":
            options = {"true": "", "false": ""}
        case "recall":
            back = "\n".join(f"- {item}" for item in own["answer"])
        case "order":
            front += "\n" + "\n".join(f"- {item}" for item in sorted(own["answer"]))
            back = "\n".join(f"{number}. {item}" for number, item in enumerate(own["answer"], 1))
        case "cloze":
            back = ""
    data = {
        field.name: own[field.name]
        for field in fields(question)
        if field.name not in _COMMON
        and own[field.name] not in _EMPTY
        and not (field.default is not MISSING and own[field.name] == field.default)
    }
    return Card(
        line=0,
        guid=f"quizdl {question.id}",
        front=front,
        back=back,
        options=options,
        explanation=question.explanation,
        source=question.source,
        deck=tuple(deck),
        id=question.id,
        data=json.dumps({"kind": kind, **data}, ensure_ascii=False),
        tags=tuple(tags),
        level=question.level,
    )
