"""Queries for lists and forms, one statement each; the long texts of sources are never read.

`ids` is the ids of the sources or claims to read, None for all of them.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from tracker.domain.case import SavedSearch
from tracker.domain.dates import UNDATED, FuzzyDate
from tracker.domain.review import START
from tracker.store.claims.packed import described_code
from tracker.store.reader import Reader, cached_until_changed
from tracker.store.rows import fuzzy
from tracker.store.search import fold

_AT_ONCE = 500


class SourceLine(NamedTuple):
    """A source as a list shows it; `logged` and `proving` count the claims logged from it and those it is evidence for."""

    id: int
    title: str
    publisher: str
    published: str
    logged: int
    proving: int
    preserved: int  # 1 or 0


def source_lines(store: Reader) -> list[SourceLine]:
    """Every source, newest first."""
    sql = (
        "SELECT s.id, s.title, s.publisher, s.published_edtf, "
        "(SELECT count(DISTINCT claim_id) FROM attribution a WHERE a.source_id = s.id), "
        "(SELECT count(DISTINCT claim_id) FROM evidence e WHERE e.source_id = s.id), "
        "EXISTS (SELECT 1 FROM capture c WHERE c.source_id = s.id) FROM source s ORDER BY s.id DESC"
    )
    return [SourceLine(*row) for row in store.db.execute(sql)]


@cached_until_changed("source")
def source_titles(store: Reader) -> dict[int, str]:
    """The title of every source by its id, newest first."""
    return dict(store.db.execute("SELECT id, title FROM source ORDER BY id DESC").fetchall())


def names(store: Reader, kind: str, ids: Collection[int]) -> dict[int, str]:
    """The names or titles of sources, actors or events, by id."""
    column = "name" if kind == "actor" else "title"
    return dict(_rows(store, f"SELECT id, {column} FROM {kind}", "id", ids))


def titles(store: Reader) -> list[tuple[int, str, str]]:
    """(id, title, publisher and address) of every source, the texts folded."""
    rows = store.db.execute("SELECT id, title, publisher || ' ' || url FROM source")
    return [(source_id, called(title), fold(rest)) for source_id, title, rest in rows]


def claimants(store: Reader) -> list[tuple[int | None, str, str]]:
    """(actor id, words, folded words) of all possible claimants, those described in words included."""
    described = store.db.execute("SELECT DISTINCT described FROM attribution WHERE actor_id IS NULL").fetchall()
    return [
        *((line.id, line.name, called(line.name)) for line in actor_lines(store)),
        *((None, words, called(words or "unnamed")) for (words,) in described),
    ]


@cached_until_changed("saved_search")
def saved_searches(store: Reader) -> tuple[SavedSearch, ...]:
    """The saved searches from top to bottom."""
    return tuple(sorted(store.all(SavedSearch), key=lambda search: (search.position, search.id)))


def verdicts_in_use(store: Reader) -> Counter[str]:
    """How many claims have each verdict, by its key."""
    return Counter(dict(store.db.execute("SELECT verdict, count(*) FROM claim GROUP BY verdict").fetchall()))


@cached_until_changed("source", "actor", "event")
def counts(store: Reader) -> dict[str, int]:
    """How many sources, actors and events the case contains."""
    kinds = ("source", "actor", "event")
    sql = ", ".join(f"(SELECT count(*) FROM {kind})" for kind in kinds)
    return dict(zip(kinds, store.db.execute(f"SELECT {sql}").fetchone(), strict=True))


def published(store: Reader, ids: Collection[int] | None = None) -> dict[int, FuzzyDate]:
    """When each source was published."""
    names = [f"published_{part}" for part in ("words", "edtf", "earliest", "latest", "rule", "anchor", "inferred")]
    rows = _rows(store, f"SELECT id, {', '.join(names)} FROM source", "id", ids)
    return {row[0]: fuzzy(row[1:]) for row in rows}


def preserved(store: Reader, ids: Collection[int] | None = None) -> set[int]:
    """The sources that have preserved bytes."""
    return {row[0] for row in _rows(store, "SELECT source_id FROM capture", "source_id", ids)}


def tags_of_claims(store: Reader, ids: Collection[int] | None = None) -> dict[int, list[tuple[str, int]]]:
    """(name, id) of the tags of each claim in the order of the alphabet."""
    tags_by_claim: dict[int, list[tuple[str, int]]] = defaultdict(list)
    sql = "SELECT claim_id, name, tag_id FROM claim_tag JOIN tag ON tag.id = tag_id"
    for claim_id, name, tag_id in _rows(store, sql, "claim_id", ids):
        tags_by_claim[claim_id].append((name, tag_id))
    return {claim_id: sorted(tags) for claim_id, tags in tags_by_claim.items()}


def called(name: str) -> str:
    """A name as it can occur in a query: folded, without quotation marks."""
    return " ".join(fold(name).replace('"', " ").split())


def claims_tagged(store: Reader, folded: str) -> str:
    """Ids of the claims with a tag of that name, given folded; a text with commas, as below."""
    tags = [tag for tag, name in store.db.execute("SELECT id, name FROM tag") if called(name) == folded]
    return _claims_where(store, "claim_tag", "tag_id", tags)


def claims_assigned(store: Reader, folded: str) -> str:
    """Ids of the claims assigned to somebody whose name contains the words, given folded."""
    names = [who for (who,) in store.db.execute("SELECT DISTINCT who FROM assignment") if folded in called(who)]
    return _claims_where(store, "assignment", "who", names)


def claims_commented(store: Reader) -> str:
    """Ids of the claims with a thread that is open."""
    sql = "SELECT group_concat(claim_id) FROM comment WHERE parent_id IS NULL AND resolved_by = ''"
    return store.db.execute(sql).fetchone()[0] or ""


def claims_calling(store: Reader, folded: str) -> str:
    """Ids of the claims with open threads that mention a person: @ and the name, or its first word, given folded."""
    if not folded:
        return ""
    sql = (
        "SELECT c.claim_id, c.text FROM comment c LEFT JOIN comment first ON first.id = c.parent_id "
        "WHERE coalesce(first.resolved_by, c.resolved_by) = ''"
    )
    called_ = re.compile("|".join(rf"@{re.escape(name)}(?!\w)" for name in (folded, folded.split(maxsplit=1)[0])))
    return ",".join(str(claim_id) for claim_id, text in store.db.execute(sql) if called_.search(fold(text)))


def assignees(store: Reader) -> list[str]:
    """Everybody who has a claim assigned."""
    return [who for (who,) in store.db.execute("SELECT DISTINCT who FROM assignment ORDER BY who")]


def claims_by(store: Reader, actors: Collection[int], described: Collection[str] = ()) -> str:
    """Ids of the claims made by one of the actors, or by somebody described in one of those words."""
    parts = (
        _claims_where(store, "attribution", "actor_id", actors),
        _claims_where(store, "attribution", "described", described, "actor_id IS NULL AND "),
    )
    return ",".join(part for part in parts if part)


def claims_read_in(store: Reader, sources: Collection[int]) -> str:
    """Ids of the claims that were read in one of the sources, or have evidence from one."""
    parts = (_claims_where(store, kind, "source_id", sources) for kind in ("attribution", "evidence"))
    return ",".join(part for part in parts if part)


def _claims_where(store: Reader, table: str, column: str, values: Collection[Any], where: str = "") -> str:
    """The claim ids of some rows as one text with commas: much faster than a list where there are very many."""
    texts, ordered = [], sorted(values)
    for start in range(0, len(ordered), _AT_ONCE):
        part = ordered[start : start + _AT_ONCE]
        marks = ", ".join("?" * len(part))
        sql = f"SELECT group_concat(claim_id) FROM {table} WHERE {where}{column} IN ({marks})"
        texts.append(store.db.execute(sql, part).fetchone()[0])
    return ",".join(part for part in texts if part)


def claims_of_actors(store: Reader) -> dict[int, int]:
    """How many claims each actor made."""
    sql = "SELECT actor_id, count(DISTINCT claim_id) FROM attribution WHERE actor_id IS NOT NULL GROUP BY actor_id"
    return dict(store.db.execute(sql).fetchall())


def claims_of(store: Reader, actor_id: int) -> set[int]:
    """Ids of the claims an actor made."""
    rows = store.db.execute("SELECT claim_id FROM attribution WHERE actor_id = ?", [actor_id])
    return {claim_id for (claim_id,) in rows}


class Statement(NamedTuple):
    """A claim as shown in a label."""

    id: int
    number: int
    text: str
    due: FuzzyDate  # of a prediction without a verdict; UNDATED for any other claim


def statements(store: Reader, ids: Collection[int] | None = None) -> Iterator[Statement]:
    """The statements of claims, with the due dates of open predictions; None for all claims."""
    due = ", ".join(f"due_{part}" for part in ("words", "edtf", "earliest", "latest", "rule", "anchor", "inferred"))
    open_ = f"verdict = '{START}' AND kinds LIKE '%\"prediction\"%'"
    sql = f"SELECT id, number, statement, {open_}, {due} FROM claim"
    for claim_id, number, text, is_open, *parts in _rows(store, sql, "id", ids):
        yield Statement(claim_id, number, text, fuzzy(parts) if is_open else UNDATED)


def source_names(store: Reader) -> dict[int, tuple[str, str]]:
    """(title, publisher) of every source by its id."""
    rows = store.db.execute("SELECT id, title, publisher FROM source")
    return {source_id: (title, publisher) for source_id, title, publisher in rows}


class ActorLine(NamedTuple):
    """An actor as shown in a lane or a list."""

    id: int
    name: str
    kind: str
    protected: int  # 1 or 0
    description: str


@cached_until_changed("actor")
def actor_lines(store: Reader) -> list[ActorLine]:
    return [ActorLine(*row) for row in store.db.execute("SELECT id, name, kind, protected, description FROM actor")]


_JOINS = {
    "actor": "SELECT DISTINCT claim_id, actor_id AS other FROM attribution WHERE actor_id IS NOT NULL",
    "tag": "SELECT DISTINCT claim_id, tag_id AS other FROM claim_tag",
    "source": (
        "SELECT claim_id, source_id AS other FROM attribution WHERE source_id IS NOT NULL "
        "UNION SELECT claim_id, source_id FROM evidence"
    ),
}


def joined_claims(store: Reader, kind: str) -> tuple[str, str]:
    """Claims and the actors, tags or sources they are joined to, as two texts with commas; each pair once."""
    sql = f"SELECT coalesce(group_concat(claim_id), ''), coalesce(group_concat(other), '') FROM ({_JOINS[kind]})"
    claims, others = store.db.execute(sql).fetchone()
    return claims, others


@cached_until_changed("tag")
def tags(store: Reader) -> dict[int, str]:
    return dict(store.db.execute("SELECT id, name FROM tag").fetchall())


_CALLED = {"claim": "printf('C-%03d', number)", "source": "title", "actor": "name", "event": "title", "tag": "name",
           "saved_search": "name", "member": "name"}  # fmt: skip
_OF_CLAIM = ("attribution", "evidence", "relation", "reply", "claim_tag", "assignment", "comment")


def numbers_of_claims(store: Reader) -> dict[int, int]:
    """The id of the claim with each number."""
    return dict(store.db.execute("SELECT number, id FROM claim").fetchall())


def record_name(store: Reader, kind: str, record_id: int) -> str:
    """The name of a record; "" for one that is removed or has no name."""
    if kind not in _CALLED:
        return ""
    row = store.db.execute(f"SELECT {_CALLED[kind]} FROM {kind} WHERE id = ?", [record_id]).fetchone()
    return row[0] if row else ""


def claim_of(store: Reader, kind: str, record_id: int) -> int | None:
    """The claim that a record belongs to; None if it is removed or belongs to none."""
    if kind not in _OF_CLAIM:
        return None
    row = store.db.execute(f"SELECT claim_id FROM {kind} WHERE id = ?", [record_id]).fetchone()
    return int(row[0]) if row else None


def names_of_tags(store: Reader) -> list[str]:
    """Every tag, in the order of the alphabet."""
    return [name for (name,) in store.db.execute("SELECT name FROM tag ORDER BY name")]


def claimant_names(store: Reader) -> dict[int, str]:
    """The names of claimants: actors by their ids, those described in words by their negative codes."""
    actors = {line.id: line.name for line in actor_lines(store)}
    return actors | {-described_code(words): words for words in described_claimants(store)}


def relations(store: Reader) -> list[tuple[int, int, str]]:
    """(claim, other claim, kind) of every relation."""
    return store.db.execute("SELECT claim_id, other_id, kind FROM relation ORDER BY id").fetchall()


def described_claimants(store: Reader) -> list[str]:
    """The words for claimants that are no actors."""
    sql = "SELECT DISTINCT described FROM attribution WHERE actor_id IS NULL AND described != ''"
    return [words for (words,) in store.db.execute(sql)]


def derived_from(store: Reader, ids: Collection[int] | None = None) -> dict[int, list[int]]:
    """Source id to the ids of the sources it is derived from, for the given sources and all their origins."""
    origins: dict[int, list[int]] = defaultdict(list)
    if ids is None:
        pairs = store.db.execute("SELECT source_id, origin_id FROM derivation ORDER BY 1, id")
    else:
        sql = (
            "WITH RECURSIVE behind (id) AS (SELECT value FROM json_each(?) UNION SELECT origin_id FROM derivation JOIN "
            "behind ON source_id = behind.id) SELECT source_id, origin_id FROM derivation JOIN behind ON source_id = "
            "behind.id ORDER BY 1, derivation.id"
        )
        pairs = store.db.execute(sql, [json.dumps(sorted(ids))])
    for source_id, origin_id in pairs:
        origins[source_id].append(origin_id)
    return dict(origins)


def _rows(store: Reader, sql: str, column: str, ids: Collection[int] | None) -> Iterator[tuple[Any, ...]]:
    """The rows of a query, all or those with one of the ids in a column."""
    if ids is None:
        yield from store.db.execute(f"{sql} ORDER BY 1")
        return
    ordered = sorted(ids)
    for start in range(0, len(ordered), _AT_ONCE):
        part = ordered[start : start + _AT_ONCE]
        yield from store.db.execute(f"{sql} WHERE {column} IN ({', '.join('?' * len(part))}) ORDER BY 1", part)
