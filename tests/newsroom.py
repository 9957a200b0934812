"""A small newsroom that tests borrow: a case in a file of its own, and the words of its trade."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tracker.commands import actors, claims, sources
from tracker.domain.actor import Actor
from tracker.domain.attribution import Attribution
from tracker.domain.claim import Claim
from tracker.domain.dates import parse_iso, read_date
from tracker.domain.evidence import Evidence
from tracker.domain.query import Query
from tracker.domain.source import Source
from tracker.store import Store, create_case, open_case
from tracker.store.claims.facts import Facts
from tracker.store.claims.index import ClaimIndex

TODAY = parse_iso("2026-01-12")
ARTICLE = "楊立昆承認結果被動過手腳。\nMeta denies it. 他說分數沒有問題。\n"


class Clock:
    """A clock that moves a second with every look at it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def new_case(path: Path | None = None) -> Store:
    return create_case(path, "Llama 4", author="Reporter", clock=Clock())


def reopened(store: Store) -> Store:
    """The same case after the program was closed and started again."""
    assert store.path is not None
    store.close()
    return open_case(store.path, author="Reporter", clock=Clock())


def logged(store: Store, statement: str = "The scores were fudged", **fields: object) -> Claim:
    return claims.log_claim(store, Claim(number=0, statement=statement, **fields))  # type: ignore[arg-type]


def read(store: Store, title: str = "Overview", text: str = ARTICLE, published: str = "2026-01-12") -> Source:
    source = Source(title=title, text=text, published=read_date(published))
    return sources.add_source(store, source, sources.Original(text.encode()) if text else None)


def person(store: Store, name: str, *names: str, protected: bool = False) -> Actor:
    return actors.add_actor(store, name, names=names, protected=protected)


def said(store: Store, claim: Claim, **fields: object) -> Attribution:
    return claims.attribute(store, Attribution(claim_id=claim.id, **fields))  # type: ignore[arg-type]


def supported(store: Store, claim: Claim, source: Source, **fields: object) -> Evidence:
    return claims.link_evidence(store, Evidence(claim_id=claim.id, source_id=source.id, **fields))  # type: ignore[arg-type]


def found(store: Store, query: str) -> list[str]:
    """The statements that a query finds."""
    return [facts.claim.statement for facts in ClaimIndex(store, TODAY).select(Query.parse(query))]


def facts_of(store: Store, claim: Claim) -> Facts:
    return ClaimIndex(store, TODAY).facts[claim.id]


def content(store: Store) -> dict[str, list[object]]:
    """All records of the case, by kind, without their versions."""
    from tracker.store.rows import KINDS

    return {kind: list(store.all(record)) for kind, record in KINDS.items()}
