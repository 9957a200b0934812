"""Questions that lists and forms ask of a case, each one query; the long texts of sources are never read.

`ids` is the sources or claims asked about, None for all of them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from tracker.domain.dates import FuzzyDate
from tracker.store.rows import fuzzy
from tracker.store.search import fold
from tracker.store.store import Store

_AT_ONCE = 500


class SourceLine(NamedTuple):
    """A source as a list shows it; `logged` and `proving` count the claims it is read for and stands as evidence in."""

    id: int
    title: str
    publisher: str
    published: str
    logged: int
    proving: int
    preserved: int  # 1 or 0


def source_lines(store: Store) -> list[SourceLine]:
    """Every source, newest first."""
    sql = (
        "SELECT s.id, s.title, s.publisher, s.published_edtf, "
        "(SELECT count(DISTINCT claim_id) FROM attribution a WHERE a.source_id = s.id), "
        "(SELECT count(DISTINCT claim_id) FROM evidence e WHERE e.source_id = s.id), "
        "EXISTS (SELECT 1 FROM capture c WHERE c.source_id = s.id) FROM source s ORDER BY s.id DESC"
    )
    return [SourceLine(*row) for row in store.db.execute(sql)]


def source_titles(store: Store) -> dict[int, str]:
    """The title of every source by its id, newest first."""
    return dict(store.db.execute("SELECT id, title FROM source ORDER BY id DESC").fetchall())


def sources_called(store: Store, words: str) -> set[int]:
    """Ids of the sources whose title, publisher or address holds the words, whatever the script or case."""
    wanted = fold(words).strip()
    rows = store.db.execute("SELECT id, title || ' ' || publisher || ' ' || url FROM source")
    return {source_id for source_id, text in rows if wanted in fold(text)}


def counts(store: Store) -> dict[str, int]:
    """How many claims, sources, actors and events the case holds."""
    kinds = ("claim", "source", "actor", "event")
    return {kind: store.db.execute(f"SELECT count(*) FROM {kind}").fetchone()[0] for kind in kinds}


def published(store: Store, ids: Collection[int] | None = None) -> dict[int, FuzzyDate]:
    """When each source was published."""
    names = [f"published_{part}" for part in ("words", "edtf", "earliest", "latest", "rule", "anchor", "inferred")]
    rows = _rows(store, f"SELECT id, {', '.join(names)} FROM source", "id", ids)
    return {row[0]: fuzzy(row[1:]) for row in rows}


def preserved(store: Store, ids: Collection[int] | None = None) -> set[int]:
    """The sources that have preserved bytes."""
    return {row[0] for row in _rows(store, "SELECT source_id FROM capture", "source_id", ids)}


def tag_names(store: Store, ids: Collection[int] | None = None) -> dict[int, list[str]]:
    """The tags of each claim in the order of the alphabet."""
    found: dict[int, list[str]] = defaultdict(list)
    for claim_id, name in _rows(
        store, "SELECT claim_id, name FROM claim_tag JOIN tag ON tag.id = tag_id", "claim_id", ids
    ):
        found[claim_id].append(name)
    return {claim_id: sorted(names) for claim_id, names in found.items()}


def derived_from(store: Store, ids: Collection[int] | None = None) -> dict[int, list[int]]:
    """Source id to the ids of the sources it goes back to, for the sources asked about and all behind them."""
    found: dict[int, list[int]] = {}
    asked = ids
    while True:
        fresh: dict[int, list[int]] = defaultdict(list)
        for source_id, origin_id in _rows(store, "SELECT source_id, origin_id FROM derivation", "source_id", asked):
            fresh[source_id].append(origin_id)
        found |= fresh
        asked = {origin for origins in fresh.values() for origin in origins} - found.keys()
        if ids is None or not asked:
            return found


def _rows(store: Store, sql: str, column: str, ids: Collection[int] | None) -> Iterator[tuple[Any, ...]]:
    """The rows of a query, all or those whose column holds one of the ids."""
    if ids is None:
        yield from store.db.execute(f"{sql} ORDER BY 1")
        return
    wanted = sorted(ids)
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        yield from store.db.execute(f"{sql} WHERE {column} IN ({', '.join('?' * len(part))}) ORDER BY 1", part)
