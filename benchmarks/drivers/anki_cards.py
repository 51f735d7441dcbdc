"""Runs in Anki's environment: `anki_cards.py fill COLLECTION CARDS.json REVIEWS DAYS`, then `anki_cards.py answer COLLECTION COUNT`.

The first makes a collection of cards with their reviews; the second opens it, answers so many cards, and prints the seconds taken as JSON.
"""

import json
import sqlite3
import sys
import time
from typing import Any

from anki.collection import Collection


def fill(path: str, cards: str, reviews: str, days: str) -> None:
    """Makes a collection; each card of the JSON is null (new) or [days until due, interval, stability, difficulty, lapses]."""
    collection = Collection(path)
    collection.set_config("fsrs", True)
    note = collection.new_note(collection.models.by_name("Basic"))
    collection.add_note(note, 1)
    model = note.mid
    collection.remove_notes([note.id])
    collection.close()
    with open(cards) as file:  # noqa: PTH123
        wanted: list[Any] = json.load(file)
    now = int(time.time())
    first = (now - int(days) * 86400) * 1000
    known = [number for number, card in enumerate(wanted, 1) if card is not None]
    database = sqlite3.connect(path)
    database.execute("UPDATE col SET crt = crt - ?", (int(days) * 86400,))
    database.executemany(
        "INSERT INTO notes VALUES (?, ?, ?, ?, -1, '', ?, ?, 0, 0, '')",
        (
            (first + i, str(i), model, now, f"question {i}\x1fanswer {i}", f"question {i}")
            for i in range(1, len(wanted) + 1)
        ),
    )
    database.executemany(
        "INSERT INTO cards VALUES (?, ?, 1, 0, ?, -1, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, ?)",
        (_card(first + i, now, i, card, int(days), int(reviews) // len(known)) for i, card in enumerate(wanted, 1)),
    )
    step = int(days) * 86_400_000 // int(reviews)
    database.executemany(
        "INSERT INTO revlog VALUES (?, ?, -1, 3, 10, 5, 2500, 4000, 1)",
        ((first + i * step, first + known[i % len(known)]) for i in range(int(reviews))),
    )
    database.commit()
    database.close()


def _card(name: int, now: int, number: int, card: Any, today: int, reviews: int) -> tuple[Any, ...]:
    if card is None:
        return (name, name, now, 0, 0, number, 0, 0, 0, 0, "{}")
    due, interval, stability, difficulty, lapses = card
    memory = json.dumps({"s": round(stability, 4), "d": round(difficulty, 3), "dr": 0.9, "decay": 0.1542})
    return (name, name, now, 2, 2, max(0, today + due), max(1, interval), 2500, reviews, lapses, memory)


def answer(path: str, count: str) -> None:
    """Opens the collection, then so many times takes the next card and answers it, as Anki's reviewer does."""
    from anki.cards import Card

    started = time.perf_counter()
    collection = Collection(path)
    opened = time.perf_counter() - started
    nexts, answers = [], []
    for _ in range(int(count)):
        started = time.perf_counter()
        queued = collection.sched.get_queued_cards().cards[0]
        card = Card(collection, backend_card=queued.card)
        card.start_timer()
        taken = time.perf_counter()
        given = collection.sched.build_answer(card=card, states=queued.states, rating=2)  # good
        collection.sched.answer_card(given)
        answers.append(time.perf_counter() - taken)
        nexts.append(taken - started)
    due = list(collection.sched.counts())
    collection.close()
    print(json.dumps({"open": [opened], "next": nexts, "answer": answers, "left": due}))


if __name__ == "__main__":
    if sys.argv[1] == "fill":
        fill(*sys.argv[2:])
    else:
        answer(*sys.argv[2:])
