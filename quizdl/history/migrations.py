"""The schema of the history, step by step. A step that was released is never edited; a new one is appended."""

APPLICATION_ID = 0x717A646C
"""`qzdl` in the file's header: tells a history from another program's database."""

TIMED = "outcome IN ('correct', 'partial', 'wrong', 'timeout') AND seconds IS NOT NULL"
"""The answers of which the median time is shown; as the indexes say it, so that SQLite takes them."""
_SECONDS = "CAST(strftime('%s', {}) AS INTEGER)"
_COUNT = """
          INSERT INTO tally SELECT topic, subtopic, outcome, {0}, {0} * score, {0} * timed FROM counted WHERE id = {1}
            ON CONFLICT DO UPDATE SET reviews = reviews + excluded.reviews, score = score + excluded.score, timed = timed + excluded.timed
"""
_SAME_QUESTION = "question = (SELECT question FROM review WHERE id = NEW.target)"


def _append_only(table: str) -> tuple[str, ...]:
    """What keeps a table of the log as it was written. Part of steps that were released: these words stay as they are."""
    return (
        f"""
        CREATE TRIGGER {table}_is_kept BEFORE DELETE ON {table}
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
        """,
        f"""
        CREATE TRIGGER {table}_is_fixed BEFORE UPDATE ON {table}
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
        """,
        # INSERT OR REPLACE deletes without asking the triggers on DELETE, so this one refuses an id that is there
        f"""
        CREATE TRIGGER {table}_is_unique BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'the log is append-only: this id is in it'); END
        """,  # noqa: S608
    )


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
        *_append_only("review"),
        *_append_only("attempt"),
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
        # the page of progress is summed up from these alone
        "CREATE INDEX review_topic ON review (topic, at)",
        f"CREATE INDEX review_seconds ON review (topic, seconds, at) WHERE {TIMED}",
        f'CREATE INDEX review_share ON review (topic, seconds / "limit", at) WHERE {TIMED}',
        # caches that the triggers keep: the sums of all answers; …
        """
        CREATE TABLE tally (
          topic TEXT NOT NULL, subtopic TEXT NOT NULL, outcome TEXT NOT NULL, reviews INTEGER NOT NULL, score REAL NOT NULL,
          timed INTEGER NOT NULL, PRIMARY KEY (topic, subtopic, outcome)
        ) STRICT, WITHOUT ROWID
        """,
        f"INSERT INTO tally SELECT topic, subtopic, outcome, count(*), sum(score), sum({TIMED}) FROM review GROUP BY 1, 2, 3",  # noqa: S608
        f"""
        CREATE TRIGGER review_is_counted AFTER INSERT ON review
        BEGIN
          INSERT INTO tally SELECT topic, subtopic, outcome, 1, score, {TIMED} FROM review WHERE id = NEW.id
          ON CONFLICT DO UPDATE SET reviews = reviews + 1, score = score + excluded.score, timed = timed + excluded.timed;
        END
        """,  # noqa: S608
        # … and each answer to a question that was answered before, with when that was (seconds since 1970)
        """
        CREATE TABLE again (
          at INTEGER NOT NULL, id TEXT NOT NULL, before INTEGER NOT NULL, known INTEGER NOT NULL, topic TEXT NOT NULL,
          PRIMARY KEY (at, id)
        ) STRICT, WITHOUT ROWID
        """,
        f"""
        INSERT INTO again SELECT {_SECONDS.format("at")}, id, {_SECONDS.format("before")}, rating > 1, topic
        FROM (
          SELECT *, lag(at) OVER (PARTITION BY question ORDER BY at, id) AS before FROM review WHERE rating IS NOT NULL
        ) WHERE before IS NOT NULL ORDER BY 1, 2
        """,  # noqa: S608 - ours
        # a merged answer may be older than those that are there: then it is the one before the next
        f"""
        CREATE TRIGGER review_is_again AFTER INSERT ON review WHEN NEW.rating IS NOT NULL
        BEGIN
          DELETE FROM again WHERE (at, id) = (
            SELECT {_SECONDS.format("at")}, id FROM review
            WHERE question = NEW.question AND rating IS NOT NULL AND (at, id) > (NEW.at, NEW.id) ORDER BY at, id LIMIT 1
          );
          INSERT INTO again SELECT {_SECONDS.format("at")}, id, {_SECONDS.format("NEW.at")}, rating > 1, topic FROM review
            WHERE question = NEW.question AND rating IS NOT NULL AND (at, id) > (NEW.at, NEW.id) ORDER BY at, id LIMIT 1;
          INSERT INTO again SELECT {_SECONDS.format("NEW.at")}, NEW.id, {_SECONDS.format("at")}, NEW.rating > 1, NEW.topic FROM review
            WHERE question = NEW.question AND rating IS NOT NULL AND (at, id) < (NEW.at, NEW.id) ORDER BY at DESC, id DESC LIMIT 1;
        END
        """,  # noqa: S608
    ),
    (
        "ALTER TABLE review ADD COLUMN confidence REAL",
        """
        CREATE TABLE mark (
          id TEXT PRIMARY KEY, at TEXT NOT NULL, what TEXT NOT NULL, target TEXT NOT NULL, value TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX mark_target ON mark (target, at, id)",
        "CREATE INDEX mark_what ON mark (what, at, id)",
        *_append_only("mark"),
        # caches that the triggers keep: the answers that were taken back or disputed; …
        """
        CREATE TABLE amended (id TEXT PRIMARY KEY, what TEXT NOT NULL, at TEXT NOT NULL, topic TEXT NOT NULL) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX amended_at ON amended (what, at, topic)",
        # … the questions that are not asked (`until` a moment, or NULL: until they are restored); …
        "CREATE TABLE aside (question TEXT PRIMARY KEY, until TEXT, leech INTEGER NOT NULL) STRICT, WITHOUT ROWID",
        # … and those of which the schedule does not yet follow from the log, until they are replayed
        "CREATE TABLE stale (question TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
        # all of them: days are counted to the nearest since
        "INSERT INTO stale SELECT question FROM schedule",
        # the answers as they count
        f"""
        CREATE VIEW counted AS
        SELECT
          review.id, review.at, session, question, fingerprint, kind, review.topic, subtopic,
          CASE WHEN what IS NULL THEN outcome ELSE 'correct' END AS outcome, CASE WHEN what IS NULL THEN score ELSE 1.0 END AS score,
          answer, seed, seconds, "limit", hinted,
          CASE WHEN what IS NULL THEN rating WHEN hinted OR outcome = 'timeout' OR seconds >= 0.8 * "limit" THEN 2 ELSE 3 END AS rating,
          CASE WHEN what IS NULL THEN mistake END AS mistake, confidence, {TIMED} AS timed
        FROM review LEFT JOIN amended ON amended.id = review.id WHERE what IS NOT 'undo'
        """,  # noqa: S608 - ours
        "DROP TRIGGER review_is_counted",
        "DROP TRIGGER review_is_again",
        # a mark may have come before its answer; and an answer may be older than those that are there: then it is the one before the next
        f"""
        CREATE TRIGGER review_is_counted AFTER INSERT ON review
        BEGIN
          INSERT INTO amended SELECT NEW.id, what, NEW.at, NEW.topic FROM mark
            WHERE target = NEW.id AND what IN ('undo', 'dispute') ORDER BY at DESC, id DESC LIMIT 1;
          {_COUNT.format(1, "NEW.id")};
          DELETE FROM again WHERE (at, id) = (
            SELECT {_SECONDS.format("at")}, id FROM counted
            WHERE question = NEW.question AND rating IS NOT NULL AND (at, id) > (NEW.at, NEW.id) ORDER BY at, id LIMIT 1
          ) AND EXISTS (SELECT 1 FROM counted WHERE id = NEW.id AND rating IS NOT NULL);
          INSERT INTO again SELECT {_SECONDS.format("at")}, id, {_SECONDS.format("NEW.at")}, rating > 1, topic FROM counted
            WHERE question = NEW.question AND rating IS NOT NULL AND (at, id) > (NEW.at, NEW.id)
            AND EXISTS (SELECT 1 FROM counted WHERE id = NEW.id AND rating IS NOT NULL) ORDER BY at, id LIMIT 1;
          INSERT INTO again SELECT {_SECONDS.format("NEW.at")}, NEW.id, {_SECONDS.format("before.at")}, own.rating > 1, NEW.topic
            FROM counted AS own, counted AS before WHERE own.id = NEW.id AND own.rating IS NOT NULL
            AND before.question = NEW.question AND before.rating IS NOT NULL AND (before.at, before.id) < (NEW.at, NEW.id)
            ORDER BY before.at DESC, before.id DESC LIMIT 1;
        END
        """,  # noqa: S608
        # taken out as it counted, put in as it counts now
        f"""
        CREATE TRIGGER mark_amends AFTER INSERT ON mark
        WHEN NEW.what IN ('undo', 'dispute') AND EXISTS (SELECT 1 FROM review WHERE id = NEW.target)
        BEGIN
          {_COUNT.format(-1, "NEW.target")};
          DELETE FROM again WHERE (at, id) IN (SELECT {_SECONDS.format("at")}, id FROM review WHERE {_SAME_QUESTION});
          INSERT INTO amended SELECT NEW.target, mark.what, review.at, review.topic FROM mark JOIN review ON review.id = target
            WHERE target = NEW.target AND mark.what IN ('undo', 'dispute') ORDER BY mark.at DESC, mark.id DESC LIMIT 1
            ON CONFLICT DO UPDATE SET what = excluded.what;
          {_COUNT.format(1, "NEW.target")};
          DELETE FROM tally WHERE reviews = 0;
          INSERT INTO again SELECT {_SECONDS.format("at")}, id, {_SECONDS.format("before")}, rating > 1, topic
            FROM (
              SELECT *, lag(at) OVER (ORDER BY at, id) AS before FROM counted WHERE {_SAME_QUESTION} AND rating IS NOT NULL
            ) WHERE before IS NOT NULL;
          INSERT INTO stale SELECT question FROM review WHERE id = NEW.target ON CONFLICT DO NOTHING;
        END
        """,  # noqa: S608
        """
        CREATE TRIGGER mark_sets_aside AFTER INSERT ON mark WHEN NEW.what IN ('bury', 'suspend', 'restore')
        BEGIN
          DELETE FROM aside WHERE question = NEW.target;
          INSERT INTO aside SELECT target, CASE what WHEN 'bury' THEN json_extract(value, '$.until') END, value = 'leech' FROM (
            SELECT * FROM mark WHERE target = NEW.target AND what IN ('bury', 'suspend', 'restore') ORDER BY at DESC, id DESC LIMIT 1
          ) WHERE what <> 'restore';
        END
        """,
        """
        CREATE TRIGGER mark_fits AFTER INSERT ON mark WHEN NEW.what = 'parameters'
          AND NOT EXISTS (SELECT 1 FROM mark WHERE what = 'parameters' AND (at, id) > (NEW.at, NEW.id))
        BEGIN INSERT INTO stale SELECT question FROM schedule WHERE true ON CONFLICT DO NOTHING; END
        """,
        # what is known of shared folders: up to which rows all of the log is there, and which of its segments are in the log
        """
        CREATE TABLE shared (folder TEXT PRIMARY KEY, review INTEGER NOT NULL, attempt INTEGER NOT NULL, mark INTEGER NOT NULL)
        STRICT, WITHOUT ROWID
        """,
        "CREATE TABLE segment (folder TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (folder, name)) STRICT, WITHOUT ROWID",
    ),
)
