"""The schema of the history, step by step. A step that was released is never edited; a new one is appended."""

APPLICATION_ID = 0x717A646C
"""`qzdl` in the file's header: tells a history from another program's database."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        f"PRAGMA application_id = {APPLICATION_ID}",
        """
        CREATE TABLE review (
          id TEXT PRIMARY KEY, at TEXT NOT NULL, session TEXT NOT NULL, question TEXT NOT NULL, fingerprint TEXT NOT NULL,
          kind TEXT NOT NULL, topic TEXT NOT NULL, subtopic TEXT NOT NULL, outcome TEXT NOT NULL, score REAL NOT NULL,
          answer TEXT NOT NULL, seed INTEGER NOT NULL, seconds REAL, "limit" REAL NOT NULL, hinted INTEGER NOT NULL,
          rating INTEGER, mistake TEXT
        ) STRICT
        """,
        "CREATE INDEX review_question ON review (question, at)",
        "CREATE INDEX review_at ON review (at)",
        """
        CREATE TABLE attempt (
          id TEXT PRIMARY KEY, at TEXT NOT NULL, derivation TEXT NOT NULL, topic TEXT NOT NULL, outcome TEXT NOT NULL,
          score REAL NOT NULL, mistakes TEXT NOT NULL, seed INTEGER NOT NULL, answer TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX attempt_derivation ON attempt (derivation, at)",
        # INSERT OR REPLACE deletes without asking the triggers on DELETE, so those on INSERT refuse an id that is there
        """
        CREATE TRIGGER review_is_kept BEFORE DELETE ON review
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
        """,
        """
        CREATE TRIGGER review_is_fixed BEFORE UPDATE ON review
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
        """,
        """
        CREATE TRIGGER review_is_unique BEFORE INSERT ON review WHEN EXISTS (SELECT 1 FROM review WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'the log is append-only: this id is in it'); END
        """,
        """
        CREATE TRIGGER attempt_is_kept BEFORE DELETE ON attempt
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
        """,
        """
        CREATE TRIGGER attempt_is_fixed BEFORE UPDATE ON attempt
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
        """,
        """
        CREATE TRIGGER attempt_is_unique BEFORE INSERT ON attempt WHEN EXISTS (SELECT 1 FROM attempt WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'the log is append-only: this id is in it'); END
        """,
        # a cache: a replay of the reviews makes it again
        """
        CREATE TABLE schedule (
          question TEXT PRIMARY KEY, due TEXT NOT NULL, stability REAL NOT NULL, difficulty REAL NOT NULL,
          state INTEGER NOT NULL, step INTEGER, last TEXT NOT NULL, reviews INTEGER NOT NULL, lapses INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE INDEX schedule_due ON schedule (due)",
    ),
    (
        # what is due is read from the index alone
        "DROP INDEX schedule_due",
        "CREATE INDEX schedule_due ON schedule (due, question, state)",
    ),
)
