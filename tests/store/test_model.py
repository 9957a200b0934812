"""A case behaves like a plain table of records with a list of snapshots, whatever is done to it in whatever order."""

import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.newsroom import TODAY, Clock, reopened
from tracker.commands import actors, claims
from tracker.domain.actor import Actor
from tracker.domain.attribution import Attribution
from tracker.domain.claim import Claim
from tracker.domain.evidence import Evidence
from tracker.domain.records import Record
from tracker.domain.source import Source
from tracker.store import create_case, queries, search
from tracker.store.claims.index import ClaimIndex
from tracker.store.integrity import check
from tracker.store.reader import Reader

SOAK = bool(os.environ.get("CLAIMLINE_SOAK"))
WORDS = ("score", "榜", "刷榜", "楊立昆", "杨立昆", "Café", "cafe", "ＧＰＴ４", "release", "模型發布", "Meta")
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
verdicts = st.sampled_from(["unverified", "disputed", "confirmed"])
picks = st.integers(0, 10**6)
KINDS = (Claim, Actor, Source, Attribution, Evidence)
Image = dict[int, Record]


class CaseModel(RuleBasedStateMachine):
    """`now` is the expected content of the case, by id; `done` and `undone` are the snapshots for undo and redo."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.now: Image = {}
        self.done: list[Image] = []
        self.undone: list[Image] = []

    @initialize()
    def open_a_new_case(self) -> None:
        self.store = create_case(Path(self.folder.name) / "m.claims", "Model", author="Reporter", clock=Clock())
        self.follow()

    def follow(self) -> None:
        self.index = ClaimIndex(self.store, TODAY)
        self.store.listeners.append(self.index.follow)

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
        self.folder.cleanup()

    def stepped(self, *put: Record, gone: tuple[int, ...] = (), recorded: bool = False) -> None:
        """The model's side of a step."""
        after = {**self.now, **{record.id: record for record in put}}
        for record_id in gone:
            del after[record_id]
        if recorded or after != self.now:
            self.done.append(self.now)
            self.undone, self.now = [], after

    def pick(self, kind: type[Record], at: int) -> Any:
        held = sorted(record_id for record_id, record in self.now.items() if isinstance(record, kind))
        return self.store.get(kind, held[at % len(held)])

    def some(self, kind: type[Record]) -> bool:
        return any(isinstance(record, kind) for record in self.now.values())

    @rule(words=texts)
    def log_a_claim(self, words: str) -> None:
        self.stepped(claims.log_claim(self.store, Claim(number=0, statement=words)))

    @rule(words=texts)
    def add_a_person(self, words: str) -> None:
        self.stepped(actors.add_actor(self.store, words))

    @rule(words=texts, text=texts)
    def add_a_source(self, words: str, text: str) -> None:
        source = Source(title=words, text=text)
        with self.store.step("Add source"):
            self.store.put(source)
        self.stepped(source)

    @precondition(lambda self: self.some(Claim))
    @rule(at=picks, words=texts, verdict=verdicts)
    def edit_a_claim(self, at: int, words: str, verdict: str) -> None:
        claim = self.pick(Claim, at)
        self.stepped(claims.edit_claim(self.store, replace(claim, statement=words, verdict=verdict)))

    @precondition(lambda self: self.some(Claim) and self.some(Actor))
    @rule(at=picks, who=picks, quote=texts)
    def say_who_said_it(self, at: int, who: int, quote: str) -> None:
        claim, actor = self.pick(Claim, at), self.pick(Actor, who)
        attribution = Attribution(claim_id=claim.id, actor_id=actor.id, quote=quote)
        self.stepped(claims.attribute(self.store, attribution))

    @precondition(lambda self: self.some(Claim) and self.some(Source))
    @rule(at=picks, where=picks, shows=texts)
    def link_evidence(self, at: int, where: int, shows: str) -> None:
        claim, source = self.pick(Claim, at), self.pick(Source, where)
        evidence = Evidence(claim_id=claim.id, source_id=source.id, shows=shows)
        self.stepped(claims.link_evidence(self.store, evidence))

    @precondition(lambda self: self.some(Actor))
    @rule(at=picks, words=texts)
    def rename_a_person(self, at: int, words: str) -> None:
        actor = replace(self.pick(Actor, at), name=words)
        self.stepped(actors.edit_actor(self.store, actor, names=[]))

    @precondition(lambda self: self.some(Claim))
    @rule(at=picks)
    def remove_a_claim(self, at: int) -> None:
        claim = self.pick(Claim, at)
        claims.remove_claim(self.store, claim.id)
        own = [i for i, r in self.now.items() if getattr(r, "claim_id", 0) == claim.id]
        self.stepped(gone=(claim.id, *own))

    @precondition(lambda self: self.some(Claim))
    @rule(at=picks, first=texts, second=texts)
    def write_one_row_twice_in_one_step(self, at: int, first: str, second: str) -> None:
        claim = self.pick(Claim, at)
        with self.store.step("Twice"):
            once = self.store.put(replace(claim, statement=first))
            stored = self.store.put(replace(once, statement=second, note=first))
        # a row that is as it was in the end was changed on the way, so there is a step to undo
        self.stepped(stored, recorded=stored.version != claim.version)

    @rule(first=texts, second=texts)
    def make_change_and_remove_in_one_step(self, first: str, second: str) -> None:
        with self.store.step("Make and remove"):
            actor = self.store.put(Actor(name=first))
            self.store.remove(self.store.put(replace(actor, name=second)))
        self.done.append(self.now)
        self.undone = []

    @precondition(lambda self: self.some(Actor))
    @rule(at=picks, words=texts)
    def remove_and_bring_back_in_one_step(self, at: int, words: str) -> None:
        actor = self.pick(Actor, at)
        with self.store.step("Out and in"):
            for attribution in self.store.all(Attribution, actor_id=actor.id):
                self.store.put(replace(attribution, actor_id=None))
            self.store.remove(actor)
            back = self.store.put(replace(actor, name=words, version=0))
        attributions = [r for r in self.now.values() if isinstance(r, Attribution) and r.actor_id == actor.id]
        after = {**self.now, back.id: back, **{r.id: replace(r, actor_id=None) for r in attributions}}
        self.done.append(self.now)
        self.undone, self.now = [], after

    @rule(words=texts)
    def fail_half_way(self, words: str) -> None:
        try:
            with self.store.step("Half done"):
                self.store.put(Actor(name=words))
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        self.store.undo()
        self.undone.append(self.now)
        self.now = self.done.pop()

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        self.store.redo()
        self.done.append(self.now)
        self.now = self.undone.pop()

    @rule()
    def close_and_open_again(self) -> None:
        self.store = reopened(self.store)
        self.follow()

    @invariant()
    def the_case_holds_what_the_model_holds(self) -> None:
        if hasattr(self, "store"):
            held = {record.id: record for kind in KINDS for record in self.store.all(kind)}
            assert held == self.now
            assert bool(self.store.next_undo) == bool(self.done)
            assert bool(self.store.next_redo) == bool(self.undone)

    @invariant()
    def what_is_kept_in_memory_is_what_the_case_holds(self) -> None:
        if hasattr(self, "store"):
            fresh, anew = Reader(self.store.db, None), ClaimIndex(self.store, TODAY)
            for question in (queries.source_titles, queries.actor_lines, queries.counts):
                assert question(self.store) == question(fresh)
            assert list(self.index.facts.values()) == list(anew.facts.values())
            for name, values in anew.columns.arrays.items():
                assert (self.index.columns[name] == values).all(), name

    @invariant()
    def the_case_is_whole(self) -> None:
        if hasattr(self, "store"):
            assert check(self.store) == []

    @invariant()
    def search_finds_exactly_what_the_model_finds(self) -> None:
        if hasattr(self, "store"):
            for word in WORDS:
                assert set(search.find(self.store.db, "claim", word)) == self.claims_with(word), word

    def claims_with(self, word: str) -> set[int]:
        """The claims with a word in their text, quotes, claimants, evidence or sources."""
        texts: dict[int, list[str]] = {}
        for record in self.now.values():
            if isinstance(record, Claim):
                texts.setdefault(record.id, []).extend((record.statement, record.note))
            elif isinstance(record, Attribution):
                actor = self.now.get(record.actor_id or 0)
                texts.setdefault(record.claim_id, []).extend((record.quote, getattr(actor, "name", "")))
            elif isinstance(record, Evidence):
                texts.setdefault(record.claim_id, []).extend((record.shows, self.now[record.source_id].title))  # type: ignore[attr-defined]
        wanted = search.fold(word)
        return {claim_id for claim_id, parts in texts.items() if wanted in search.fold(" ".join(parts))}


CaseModel.TestCase.settings = settings(
    max_examples=20_000 if SOAK else 40,
    stateful_step_count=60 if SOAK else 30,
    suppress_health_check=list(HealthCheck),
)
TestCase = CaseModel.TestCase
