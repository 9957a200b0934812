"""The schema, as it grew. Append only: a released migration is never edited; its SQL is literal."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from tracker.errors import CaseFileError
from tracker.store.connection import Database, connect, version_of

APPLICATION_ID = 0x434C4D4C  # "CLML"


def _date(name: str) -> str:
    return (
        f"{name}_words TEXT NOT NULL DEFAULT '', {name}_edtf TEXT NOT NULL DEFAULT '', {name}_earliest INTEGER, "
        f"{name}_latest INTEGER, {name}_rule TEXT NOT NULL DEFAULT '', {name}_anchor INTEGER, "
        f"{name}_inferred INTEGER NOT NULL DEFAULT 0 CHECK ({name}_inferred IN (0, 1))"
    )


_REF = "REFERENCES {} (id) DEFERRABLE INITIALLY DEFERRED"
_ROW = "id INTEGER PRIMARY KEY, version INTEGER NOT NULL"


def _records(kind: str, columns: str) -> str:
    return f"CREATE TABLE {kind} ({_ROW}, {columns}) STRICT"


def _to(kind: str) -> str:
    return f"INTEGER {_REF.format(kind)}"


def _first(db: Database) -> None:
    for sql in (
        _records("case_info", "uid TEXT NOT NULL, name TEXT NOT NULL, summary TEXT NOT NULL"),
        _records(
            "actor",
            "name TEXT NOT NULL CHECK (name <> ''), kind TEXT NOT NULL, protected INTEGER NOT NULL CHECK (protected "
            "IN (0, 1)), pseudonym TEXT NOT NULL, description TEXT NOT NULL, note TEXT NOT NULL",
        ),
        _records("actor_name", f"actor_id {_to('actor')} NOT NULL, name TEXT NOT NULL"),
        _records("role", f"actor_id {_to('actor')} NOT NULL, title TEXT NOT NULL, {_date('held')}"),
        _records(
            "source",
            "title TEXT NOT NULL, kind TEXT NOT NULL, authors TEXT NOT NULL, publisher TEXT NOT NULL, url TEXT NOT "
            f"NULL, language TEXT NOT NULL, {_date('published')}, accessed TEXT NOT NULL, reliability TEXT NOT NULL "
            "CHECK (reliability IN ('', 'A', 'B', 'C', 'D', 'E', 'F')), text TEXT NOT NULL, note TEXT NOT NULL",
        ),
        _records(
            "derivation", f"source_id {_to('source')} NOT NULL, origin_id {_to('source')} NOT NULL, note TEXT NOT NULL"
        ),
        _records(
            "capture",
            f"source_id {_to('source')} NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL, media_type TEXT NOT "
            "NULL, captured TEXT NOT NULL, captured_by TEXT NOT NULL, tool TEXT NOT NULL, origin TEXT NOT NULL, "
            "text_sha256 TEXT NOT NULL",
        ),
        _records(
            "anchor",
            f"source_id {_to('source')} NOT NULL, exact TEXT NOT NULL, prefix TEXT NOT NULL, suffix TEXT NOT NULL, "
            'start INTEGER NOT NULL, "end" INTEGER NOT NULL, text_sha256 TEXT NOT NULL',
        ),
        _records(
            "claim",
            "number INTEGER NOT NULL UNIQUE, statement TEXT NOT NULL CHECK (statement <> ''), kinds TEXT NOT NULL, "
            f"{_date('about')}, {_date('due')}, value TEXT NOT NULL, unit TEXT NOT NULL, {_date('as_of')}, "
            "verdict TEXT NOT NULL, review TEXT NOT NULL, note TEXT NOT NULL, signed_hash TEXT NOT NULL, "
            "signed_by TEXT NOT NULL, signed_at TEXT NOT NULL",
        ),
        _records("tag", "name TEXT NOT NULL UNIQUE CHECK (name <> '')"),
        _records("claim_tag", f"claim_id {_to('claim')} NOT NULL, tag_id {_to('tag')} NOT NULL"),
        _records(
            "attribution",
            f"claim_id {_to('claim')} NOT NULL, actor_id {_to('actor')}, described TEXT NOT NULL, "
            f"source_id {_to('source')}, {_date('said')}, mode TEXT NOT NULL, record TEXT NOT NULL, "
            f"quote TEXT NOT NULL, anchor_id {_to('anchor')}",
        ),
        _records(
            "hop",
            f"attribution_id {_to('attribution')} NOT NULL, position INTEGER NOT NULL, actor_id {_to('actor')}, "
            f"source_id {_to('source')}, described TEXT NOT NULL",
        ),
        _records(
            "evidence",
            f"claim_id {_to('claim')} NOT NULL, source_id {_to('source')} NOT NULL, stance TEXT NOT NULL CHECK "
            f"(stance IN ('supports', 'refutes', 'context')), shows TEXT NOT NULL, anchor_id {_to('anchor')}, "
            "credibility INTEGER CHECK (credibility BETWEEN 1 AND 6), note TEXT NOT NULL",
        ),
        _records(
            "relation",
            f"claim_id {_to('claim')} NOT NULL, other_id {_to('claim')} NOT NULL, kind TEXT NOT NULL, "
            "note TEXT NOT NULL, CHECK (claim_id <> other_id)",
        ),
        _records(
            "event",
            f"title TEXT NOT NULL CHECK (title <> ''), {_date('when')}, actor_id {_to('actor')}, "
            f"source_id {_to('source')}, anchor_id {_to('anchor')}, note TEXT NOT NULL",
        ),
        _records(
            "reply",
            f"claim_id {_to('claim')} NOT NULL, actor_id {_to('actor')}, described TEXT NOT NULL, channel TEXT NOT "
            f"NULL, question TEXT NOT NULL, {_date('asked')}, {_date('deadline')}, outcome TEXT NOT NULL, answer TEXT "
            f"NOT NULL, {_date('answered')}, answer_claim_id {_to('claim')}",
        ),
        _records("saved_search", "name TEXT NOT NULL, query TEXT NOT NULL, position INTEGER NOT NULL"),
        (
            "CREATE TABLE step (n INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, kind TEXT NOT NULL CHECK (kind IN "
            "('create', 'do', 'undo', 'redo')), name TEXT NOT NULL, author TEXT NOT NULL, at TEXT NOT NULL, reason TEXT "
            "NOT NULL, target INTEGER, undo_top INTEGER NOT NULL, redo_top INTEGER NOT NULL, prev TEXT NOT NULL, "
            "hash TEXT NOT NULL) STRICT"
        ),
        (
            "CREATE TABLE change (step INTEGER NOT NULL REFERENCES step (n), seq INTEGER NOT NULL, kind TEXT NOT NULL, "
            "record_id INTEGER NOT NULL, before TEXT, after TEXT, PRIMARY KEY (step, seq)) STRICT, WITHOUT ROWID"
        ),
        "CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID",
        (
            "CREATE TABLE chunk (sha256 TEXT NOT NULL, n INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (sha256, n)) "
            "STRICT, WITHOUT ROWID"
        ),
        "CREATE INDEX change_record ON change (kind, record_id)",
        "CREATE INDEX step_target ON step (target, n) WHERE target IS NOT NULL",
        "CREATE INDEX claim_review ON claim (review)",
        "CREATE INDEX claim_verdict ON claim (verdict)",
        "CREATE INDEX attribution_source ON attribution (source_id)",
        "CREATE INDEX evidence_source ON evidence (source_id)",
        "CREATE INDEX actor_name_actor ON actor_name (actor_id)",
        "CREATE INDEX role_actor ON role (actor_id)",
        "CREATE INDEX derivation_source ON derivation (source_id)",
        "CREATE INDEX derivation_origin ON derivation (origin_id)",
        "CREATE INDEX capture_source ON capture (source_id)",
        "CREATE INDEX anchor_source ON anchor (source_id)",
        "CREATE INDEX claim_tag_claim ON claim_tag (claim_id)",
        "CREATE INDEX claim_tag_tag ON claim_tag (tag_id)",
        "CREATE INDEX attribution_claim ON attribution (claim_id)",
        "CREATE INDEX attribution_actor ON attribution (actor_id)",
        "CREATE INDEX hop_attribution ON hop (attribution_id)",
        "CREATE INDEX evidence_claim ON evidence (claim_id)",
        "CREATE INDEX relation_claim ON relation (claim_id)",
        "CREATE INDEX relation_other ON relation (other_id)",
        "CREATE INDEX reply_claim ON reply (claim_id)",
        *(
            f"CREATE VIRTUAL TABLE {kind}_words USING fts5 (body, content='', contentless_delete=1, prefix='2 3', "
            "tokenize='unicode61')"
            for kind in ("claim", "source", "actor", "event")
        ),
    ):
        db.execute(sql)


def _second(db: Database) -> None:
    """The table of packed facts of claims (filled by the store after the migration), and indexes for large cases."""
    for sql in (
        "CREATE TABLE claim_facts (id INTEGER PRIMARY KEY, packed BLOB NOT NULL) STRICT",
        "CREATE INDEX change_removed ON change (kind) WHERE after IS NULL",
        "CREATE INDEX attribution_described ON attribution (described, claim_id) WHERE actor_id IS NULL",
        "DROP INDEX attribution_actor",
        "CREATE INDEX attribution_actor ON attribution (actor_id, claim_id)",
        "DROP INDEX attribution_source",
        "CREATE INDEX attribution_source ON attribution (source_id, claim_id)",
        "DROP INDEX evidence_source",
        "CREATE INDEX evidence_source ON evidence (source_id, claim_id)",
    ):
        db.execute(sql)


def _third(db: Database) -> None:
    """Words of claims by the claims' numbers, which are small; mergers, custody, the desk's own (the store fills index and
    facts).
    """
    for sql in (
        "DROP TABLE claim_words",
        (
            "CREATE VIRTUAL TABLE claim_words USING fts5 (body, content='', contentless_delete=1, prefix='1 2 3', "
            "tokenize='unicode61')"
        ),
        "DROP TABLE claim_facts",
        "CREATE TABLE claim_facts (id INTEGER PRIMARY KEY, number INTEGER NOT NULL, packed BLOB NOT NULL) STRICT",
        _records(
            "merger", "kind TEXT NOT NULL, kept_id INTEGER NOT NULL, gone_id INTEGER NOT NULL, gone_name TEXT NOT NULL"
        ),
        *(
            f"ALTER TABLE capture ADD COLUMN {name} TEXT NOT NULL DEFAULT ''"
            for name in ("url", "final_url", "headers")
        ),
        _records(
            "custody",
            f'capture_id {_to("capture")}, what TEXT NOT NULL, at TEXT NOT NULL, "by" TEXT NOT NULL, result TEXT NOT '
            "NULL, note TEXT NOT NULL",
        ),
        "CREATE INDEX custody_capture ON custody (capture_id)",
        _records("member", "name TEXT NOT NULL UNIQUE CHECK (name <> ''), initials TEXT NOT NULL, role TEXT NOT NULL"),
        _records(
            "policy",
            ", ".join(
                f"{rule} INTEGER NOT NULL CHECK ({rule} IN (0, 1))"
                for rule in ("four_eyes", "needs_reason", "needs_attribution", "needs_evidence")
            ),
        ),
        _records("assignment", f"claim_id {_to('claim')} NOT NULL UNIQUE, who TEXT NOT NULL, {_date('due')}"),
        _records(
            "comment",
            f"claim_id {_to('claim')} NOT NULL, parent_id {_to('comment')}, on_kind TEXT NOT NULL, on_id INTEGER NOT "
            "NULL, text TEXT NOT NULL CHECK (text <> ''), author TEXT NOT NULL, at TEXT NOT NULL, resolved_by TEXT NOT "
            "NULL",
        ),
        "CREATE INDEX comment_claim ON comment (claim_id)",
        "CREATE INDEX merger_kept ON merger (kept_id)",
        "CREATE INDEX merger_gone ON merger (gone_id)",
    ):
        db.execute(sql)


def _fourth(db: Database) -> None:
    """A set of verdicts of the case's own; designs of dossiers; two more rules for signing off."""
    for sql in (
        _records(
            "design",
            "name TEXT NOT NULL UNIQUE CHECK (name <> ''), profile TEXT NOT NULL, language TEXT NOT NULL, \"order\" TEXT NOT "
            "NULL, without TEXT NOT NULL, query TEXT NOT NULL, numbers TEXT NOT NULL",
        ),
        _records(
            "verdict",
            "key TEXT NOT NULL UNIQUE CHECK (key <> ''), label TEXT NOT NULL, mark TEXT NOT NULL, rating INTEGER NOT NULL "
            "CHECK (rating BETWEEN 0 AND 5), code INTEGER NOT NULL CHECK (code BETWEEN 0 AND 255), position INTEGER NOT NULL",
        ),
        *(
            f"ALTER TABLE policy ADD COLUMN {rule} INTEGER NOT NULL DEFAULT 0 CHECK ({rule} IN (0, 1))"
            for rule in ("submit_first", "needs_reply")
        ),
    ):
        db.execute(sql)


MIGRATIONS: list[Callable[[Database], None]] = [_first, _second, _third, _fourth]
VERSION = len(MIGRATIONS)


def create(db: Database) -> None:
    """Make the tables of the newest version; to be called inside a transaction."""
    for migration in MIGRATIONS:
        migration(db)
    db.execute(f"PRAGMA application_id={APPLICATION_ID}")
    db.execute(f"PRAGMA user_version={VERSION}")


Shape = dict[tuple[str, str], str]
# The tables that FTS5 makes for the index; their SQL comes from SQLite.
_SHADOWS = frozenset(
    ("table", f"{kind}_words_{part}")
    for kind in ("claim", "source", "actor", "event")
    for part in ("data", "idx", "docsize", "config")
)


def shape(db: Database) -> Shape:
    """(type, name) of every object of the schema to its SQL, the index's own tables left out."""
    rows = db.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {(kind, name): sql for kind, name, sql in rows if (kind, name) not in _SHADOWS}


def upgrade(db: Database) -> None:
    """Upgrade the tables of an older format to the newest; to be called inside a transaction."""
    for migration in MIGRATIONS[version_of(db) :]:
        migration(db)
    db.execute(f"PRAGMA user_version={VERSION}")


@cache
def expected_shape(version: int = VERSION) -> Shape:
    db = connect(None)
    db.execute("BEGIN")
    for migration in MIGRATIONS[:version]:
        migration(db)
    expected = shape(db)
    db.close()
    return expected


def inspect_header(path: Path) -> None:
    """Refuse a file that is not a case, by its first 100 bytes, before SQLite opens it.

    SQLite file format, section 1.3: user_version at byte 60, application_id at 68, page count at 28. Raises
    CaseFileError with a sentence.
    """
    try:
        if not path.exists():
            raise CaseFileError(f"There is no case at {path}.")
        if not path.is_file():
            raise CaseFileError(f"{path} is not a file.")
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise CaseFileError(f"{path.name} cannot be read: {error.strerror}.") from error
    if header[:16] != b"SQLite format 3\0" or len(header) < 100:
        raise CaseFileError(f"{path.name} is not a Claimline case, or its beginning is damaged.")
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise CaseFileError(f"{path.name} is a database of another program, not a Claimline case.")
    version = int.from_bytes(header[60:64], "big")
    if version > VERSION:
        raise CaseFileError(
            f"{path.name} was made by a newer Claimline (format {version}); this one reads up to format {VERSION}."
        )
    if header[18:20] != b"\1\1":
        raise CaseFileError(f"{path.name} was switched to a write-ahead log by another program. It was not opened.")
    page = int.from_bytes(header[16:18], "big")
    page = 65536 if page == 1 else page
    journal = path.with_name(path.name + "-journal")
    if int.from_bytes(header[28:32], "big") * page > path.stat().st_size and not journal.exists():
        raise CaseFileError(f"{path.name} is damaged: its end is missing. Open a backup of it.")


def compare_shape(db: Database, name: str) -> None:
    """Refuse a file whose tables, indexes or triggers differ from those of its format: they could return false data or run code.

    Raises: CaseFileError.
    """
    actual, expected = shape(db), expected_shape(version_of(db))
    odd = sorted(" ".join(key) for key in actual.keys() | expected.keys() if actual.get(key) != expected.get(key))
    if odd:
        raise CaseFileError(f"{name} has been altered by another program: {', '.join(odd[:5])}. It was not opened.")
