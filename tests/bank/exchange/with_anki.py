"""Runs in Anki's environment: `with_anki.py read PACKAGE` prints its notes as JSON once Anki has imported it; `with_anki.py write FOLDER` makes packages.

Those that are made hold one note of each type of Anki's own, answered once, in both forms that Anki writes.
"""

import json
import sys
import tempfile
from pathlib import Path

from anki.collection import Collection, ExportAnkiPackageOptions, ImportAnkiPackageOptions, ImportAnkiPackageRequest

NOTES = {
    "Basic": ["What is 6 x 7?", "42"],
    "Basic (and reversed card)": ["The capital of<br><b>France</b>", "Paris<img src=paris.jpg>"],
    "Basic (optional reversed card)": ["A power of two &lt; 5", "2<sup>2</sup>", ""],
    "Basic (type in the answer)": ["Who wrote Emma?", "Jane Austen"],
    "Cloze": ["{{c1::Adam::an optimizer}} keeps {{c2::two}} moments", "not one"],
}


def read(package: str) -> None:
    """Imports a package into a new collection, and prints what is there then."""
    with tempfile.TemporaryDirectory() as folder:
        collection = Collection(str(Path(folder) / "collection.anki2"))
        options = ImportAnkiPackageOptions()
        collection.import_anki_package(ImportAnkiPackageRequest(package_path=package, options=options))
        notes = []
        for name in collection.find_notes(""):
            note = collection.get_note(name)
            deck = collection.decks.name(note.cards()[0].did)
            answers = [card.render_output().answer_text for card in note.cards()]
            notes.append(
                {"guid": note.guid, "fields": dict(note.items()), "tags": note.tags, "deck": deck, "answers": answers}
            )
        collection.close()
    sys.stdout.write(json.dumps(notes))


def write(folder: str) -> None:
    """Makes a collection with all of NOTES, answers a card, and exports it in both forms."""
    collection = Collection(str(Path(folder) / "collection.anki2"))
    deck = collection.decks.id("Course::First part")
    for kind, fields in NOTES.items():
        note = collection.new_note(collection.models.by_name(kind))
        note.fields = fields
        collection.add_note(note, deck)
    collection.decks.select(deck)
    card = collection.sched.getCard()
    card.start_timer()
    collection.sched.answerCard(card, 3)
    for name, legacy in {"new": False, "old": True}.items():
        options = ExportAnkiPackageOptions(
            with_scheduling=True, with_media=True, with_deck_configs=False, legacy=legacy
        )
        collection.export_anki_package(out_path=str(Path(folder) / f"{name}.apkg"), options=options, limit=None)
    collection.close()


if __name__ == "__main__":
    {"read": read, "write": write}[sys.argv[1]](sys.argv[2])
