"""The demo case: what was said about Llama 4's scores, written for the demo and built by the program's own commands.

The story is in resources/demo. People and companies are named as in public reporting; every text there was written
for the demo, and the protected source, like the wire "Demo Wire", does not exist.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tracker.commands import actors, cases, claims, events, sources
from tracker.commands.claims import Via
from tracker.domain.actor import Actor
from tracker.domain.attribution import Attribution
from tracker.domain.claim import Claim
from tracker.domain.dates import UNDATED, FuzzyDate, parse_iso, read_date
from tracker.domain.event import Event
from tracker.domain.evidence import Evidence
from tracker.domain.reply import Reply
from tracker.domain.source import Source
from tracker.paths import resource
from tracker.store import Store, create_case

_NAME = "Llama 4 benchmarks"
_DAY = parse_iso("2026-01-12")  # the day of the story; relative dates without a source are read relative to it
Table = dict[str, Any]  # one table of the story


def build(path: Path | None, *, author: str) -> None:
    """Write the demo case to a new file."""
    store = create_case(path, _NAME, author=author)
    try:
        _Story(store).write()
    finally:
        store.close()


def _tables(file: str, name: str) -> Iterator[Table]:
    """The tables of a name in a file of the story, in their order."""
    yield from tomllib.loads(resource(f"demo/{file}.toml").read_text("utf-8"))[name]


class _Story:
    """Writes the story into a case; `people` and `read` map its keys to records, `claims` numbers to ids."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.people: dict[str, Actor] = {}
        self.read: dict[str, Source] = {}
        self.claims: dict[int, int] = {}

    def write(self) -> None:
        cases.describe_case(
            self.store, name=_NAME,
            summary="What was said about Llama 4's scores, who passed it on, and the evidence for it. A demonstration.",
        )  # fmt: skip
        self._people()
        self._sources()
        self._claims()
        self._work()
        self._events()
        self._review()
        cases.save_search(self.store, "LeCun, open questions", "by:LeCun -review:signed-off")
        cases.save_search(self.store, "Money", "kind:number")

    def _people(self) -> None:
        for table in _tables("people", "actor"):
            roles = [(role["title"], read_date(role["held"])) for role in table.pop("roles", ())]
            key, name = table.pop("key"), table.pop("name")
            self.people[key] = actors.add_actor(self.store, name, roles=roles, **table)

    def _sources(self) -> None:
        for table in _tables("sources", "source"):
            key, text, published = table.pop("key"), table.pop("text", ""), read_date(table.pop("published"))
            original = sources.Original(text.encode(), origin=f"{key}.txt") if text else None
            source = Source(text=text, published=published, **table)
            self.read[key] = sources.add_source(self.store, source, original)
        for table in _tables("sources", "derived"):
            sources.derive(self.store, self.read[table["source"]].id, self.read[table["from"]].id, table["note"])

    def _claims(self) -> None:
        for table in _tables("claims", "claim"):
            place = self.read[table.pop("source")]
            anchor = sources.anchor_day(place)
            by = table.pop("by", None)
            attribution = Attribution(
                claim_id=0, actor_id=self.people[by].id if by else None, source_id=place.id,
                said=_date(table.pop("said", ""), anchor), **_take_fields(table, "described", "mode", "record", "quote"),
            )  # fmt: skip
            relay, tags = [self._via(hop) for hop in table.pop("relay", ())], table.pop("tags", ())
            claim = Claim(
                number=0, kinds=tuple(table.pop("kinds", ("factual",))), about=_date(table.pop("about", ""), anchor),
                due=_date(table.pop("due", ""), anchor), **table,
            )  # fmt: skip
            logged = claims.log_claim(self.store, claim, attribution=attribution, relay=relay, tags=tags)
            self.claims[logged.number] = logged.id

    def _via(self, hop: Table) -> Via:
        if "source" in hop:
            return Via(source_id=self.read[hop["source"]].id)
        return Via(actor_id=self.people[hop["actor"]].id)

    def _work(self) -> None:
        for table in _tables("work", "evidence"):
            self._evidence(table)
        for table in _tables("work", "relation"):
            claims.relate(self.store, self.claims[table["claim"]], table["kind"], self.claims[table["other"]])
        for table in _tables("work", "reply"):
            claim_id, actor_id = self.claims[table.pop("claim")], self.people[table.pop("actor")].id
            days: Table = {name: _date(table.pop(name)) for name in ("asked", "deadline", "answered") if name in table}
            claims.request_reply(self.store, Reply(claim_id=claim_id, actor_id=actor_id, **days, **table))

    def _evidence(self, table: Table) -> None:
        quote = table.pop("quote", "")
        claim_id, source_id = self.claims[table.pop("claim")], self.read[table.pop("source")].id
        claims.link_evidence(self.store, Evidence(claim_id=claim_id, source_id=source_id, **table), quote=quote)

    def _events(self) -> None:
        for table in _tables("events", "event"):
            actor, source = table.get("actor"), self.read[table["source"]]
            events.add_event(
                self.store,
                Event(title=table["title"], when=_date(table["when"]), source_id=source.id,
                      actor_id=self.people[actor].id if actor else None),
            )  # fmt: skip

    def _review(self) -> None:
        for table in _tables("work", "judgement"):
            claims.judge(
                self.store, self.claims[table["claim"]], verdict=table.get("verdict"), review=table.get("review"),
                reason=table.get("reason", ""),
            )  # fmt: skip
        for table in _tables("work", "later_evidence"):
            self._evidence(table)


def _take_fields(table: Table, *names: str) -> Table:
    """Remove those of the named fields that a table has, and return them."""
    return {name: table.pop(name) for name in names if name in table}


def _date(words: str, anchor: int | None = None) -> FuzzyDate:
    return read_date(words, anchor if anchor is not None else _DAY) if words else UNDATED
