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
_DAY = parse_iso("2026-01-12")  # the day the story is told on
Told = dict[str, Any]  # one table of the story


def build(path: Path | None, *, author: str) -> None:
    """Write the demo case to a new file."""
    store = create_case(path, _NAME, author=author)
    try:
        _Story(store).tell()
    finally:
        store.close()


def _tables(file: str, name: str) -> Iterator[Told]:
    """The tables of a name in a file of the story, in their order."""
    yield from tomllib.loads(resource(f"demo/{file}.toml").read_text("utf-8"))[name]


class _Story:
    """The story as it is written into a case; `people` and `read` map its keys to records, `claims` the ids by number."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.people: dict[str, Actor] = {}
        self.read: dict[str, Source] = {}
        self.claims: dict[int, int] = {}

    def tell(self) -> None:
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
        for told in _tables("people", "actor"):
            roles = [(role["title"], read_date(role["held"])) for role in told.pop("roles", ())]
            key, name = told.pop("key"), told.pop("name")
            self.people[key] = actors.add_actor(self.store, name, roles=roles, **told)

    def _sources(self) -> None:
        for told in _tables("sources", "source"):
            key, text, published = told.pop("key"), told.pop("text", ""), read_date(told.pop("published"))
            original = sources.Original(text.encode(), origin=f"{key}.txt") if text else None
            source = Source(text=text, published=published, **told)
            self.read[key] = sources.add_source(self.store, source, original)
        for told in _tables("sources", "derived"):
            sources.derive(self.store, self.read[told["source"]].id, self.read[told["from"]].id, told["note"])

    def _claims(self) -> None:
        for told in _tables("claims", "claim"):
            place = self.read[told.pop("source")]
            anchor = sources.anchor_day(place)
            by = told.pop("by", None)
            attribution = Attribution(
                claim_id=0, actor_id=self.people[by].id if by else None, source_id=place.id,
                said=_date(told.pop("said", ""), anchor), **_taken(told, "described", "mode", "record", "quote"),
            )  # fmt: skip
            relay, tags = [self._via(hop) for hop in told.pop("relay", ())], told.pop("tags", ())
            claim = Claim(
                number=0, kinds=tuple(told.pop("kinds", ("factual",))), about=_date(told.pop("about", ""), anchor),
                due=_date(told.pop("due", ""), anchor), **told,
            )  # fmt: skip
            made = claims.log_claim(self.store, claim, attribution=attribution, relay=relay, tags=tags)
            self.claims[made.number] = made.id

    def _via(self, hop: Told) -> Via:
        if "source" in hop:
            return Via(source_id=self.read[hop["source"]].id)
        return Via(actor_id=self.people[hop["actor"]].id)

    def _work(self) -> None:
        for told in _tables("work", "evidence"):
            self._evidence(told)
        for told in _tables("work", "relation"):
            claims.relate(self.store, self.claims[told["claim"]], told["kind"], self.claims[told["other"]])
        for told in _tables("work", "reply"):
            claim_id, actor_id = self.claims[told.pop("claim")], self.people[told.pop("actor")].id
            days: Told = {name: _date(told.pop(name)) for name in ("asked", "deadline", "answered") if name in told}
            claims.request_reply(self.store, Reply(claim_id=claim_id, actor_id=actor_id, **days, **told))

    def _evidence(self, told: Told) -> None:
        quote = told.pop("quote", "")
        claim_id, source_id = self.claims[told.pop("claim")], self.read[told.pop("source")].id
        claims.link_evidence(self.store, Evidence(claim_id=claim_id, source_id=source_id, **told), quote=quote)

    def _events(self) -> None:
        for told in _tables("events", "event"):
            actor, source = told.get("actor"), self.read[told["source"]]
            events.add_event(
                self.store,
                Event(title=told["title"], when=_date(told["when"]), source_id=source.id,
                      actor_id=self.people[actor].id if actor else None),
            )  # fmt: skip

    def _review(self) -> None:
        for told in _tables("work", "judgement"):
            claims.judge(
                self.store, self.claims[told["claim"]], verdict=told.get("verdict"), review=told.get("review"),
                reason=told.get("reason", ""),
            )  # fmt: skip
        for told in _tables("work", "later_evidence"):
            self._evidence(told)


def _taken(told: Told, *names: str) -> Told:
    """Those fields of a table that it has, taken out of it."""
    return {name: told.pop(name) for name in names if name in told}


def _date(words: str, anchor: int | None = None) -> FuzzyDate:
    return read_date(words, anchor if anchor is not None else _DAY) if words else UNDATED
