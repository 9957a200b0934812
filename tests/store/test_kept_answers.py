"""Query results that a case caches in memory match the database after every kind of change."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.newsroom import TODAY, logged, new_case, person, read, reopened, said, supported
from tracker.commands import cases, merging, whole_case
from tracker.domain.actor import Actor
from tracker.domain.case import SavedSearch
from tracker.domain.claim import Claim
from tracker.domain.records import Record
from tracker.domain.source import Source
from tracker.errors import Conflict
from tracker.store import Store, open_case, queries
from tracker.store.claims.facets import links
from tracker.store.claims.index import ClaimIndex
from tracker.store.reader import Reader

QUESTIONS: list[Callable[[Reader], object]] = [
    queries.source_titles, queries.actor_lines, queries.tags, queries.counts, queries.saved_searches,
    lambda store: store.case, lambda store: store.verdicts,
    lambda store: {field: (link.names, link.claims.tolist(), link.codes.tolist()) for field, link in links(store).items()},
]  # fmt: skip


class Kept:
    """A case with every cache filled, and its claim index."""

    def __init__(self) -> None:
        self.store = new_case()
        self.index = ClaimIndex(self.store, TODAY)
        self.store.listeners.append(self.index.follow)
        self.compare()

    def compare(self) -> None:
        """Check that every cached result equals a new read."""
        fresh = Reader(self.store.db, None)
        for question in QUESTIONS:
            assert question(self.store) == question(fresh)
        anew = ClaimIndex(self.store, TODAY)
        assert list(self.index.facts.values()) == list(anew.facts.values())
        for name, values in anew.columns.arrays.items():
            assert np.array_equal(self.index.columns[name], values), name


def story(store: Store) -> list[Callable[[], object]]:
    """Steps of every kind, to be run in this order."""
    ada, other = person(store, "Ada"), person(store, "Ada Lovelace")
    first, second = logged(store, "It was late"), logged(store, "It was very late")
    source, copy = read(store), read(store, "Copy", "Meta denies it.")
    said(store, first, actor_id=ada.id, source_id=source.id, quote="Meta denies it.")
    return [
        lambda: said(store, second, actor_id=other.id),
        lambda: supported(store, second, copy),
        lambda: cases.set_tags(store, first.id, ["late", "audit"]),
        lambda: cases.set_tags(store, first.id, ["audit"]),
        lambda: cases.save_search(store, "Late", "late"),
        lambda: cases.save_search(store, "Early", "early"),
        lambda: cases.order_searches(store, [search.id for search in reversed(store.all(SavedSearch))]),
        lambda: merging.merge_actors(store, ada.id, other.id),
        lambda: merging.merge_claims(store, first.id, second.id),
        lambda: merging.merge_sources(store, source.id, copy.id),
    ]


def test_answers_are_right_after_every_step_and_after_undoing_and_redoing_it() -> None:
    cache = Kept()
    for step in story(cache.store):
        step()
        cache.compare()
        cache.store.undo()
        cache.compare()
        cache.store.redo()
        cache.compare()


def test_the_only_claim_of_a_case_that_was_opened_can_be_edited(tmp_path: Path) -> None:
    logged(store := new_case(tmp_path / "a.claims"))
    store = reopened(store)
    index = ClaimIndex(store, TODAY)
    store.listeners.append(index.follow)
    cases.set_tags(store, index.facts[int(index.columns["id"][0])].id, ["audit"])
    assert [facts.tags for facts in index.facts.values()] == [("audit",)]
    store.close()


def half_done(store: Store, *many: Sequence[Record]) -> None:
    """A step that fails after every cache was filled inside it."""
    with store.step("Half done"):
        for records in many:
            store.add_all(records)
        for question in QUESTIONS:
            assert question(store) == question(Reader(store.db, None))
        raise ZeroDivisionError


def test_answers_are_right_after_a_step_that_was_taken_back() -> None:
    cache = Kept()
    with pytest.raises(ZeroDivisionError):
        half_done(cache.store, [Actor(name="Ada")], [Source(title="Port"), Source(title="Quay")])
    cache.compare()


def test_answers_are_right_after_a_part_of_a_step_was_taken_back() -> None:
    cache = Kept()
    with cache.store.step("Whole"):
        cache.store.put(Actor(name="Ada"))
        with pytest.raises(ZeroDivisionError):
            half_done(cache.store, [Actor(name="Ben")], [Source(title="Port")])
        assert [line.name for line in queries.actor_lines(cache.store)] == ["Ada"]
    cache.compare()


def test_answers_are_right_after_a_whole_case_was_brought_in(tmp_path: Path) -> None:
    other = new_case()
    for step in story(other):
        step()
    path = tmp_path / "case.jsonl"
    path.write_text("".join(f"{line}\n" for line in whole_case.export_jsonl(other)), "utf-8")
    cache = Kept()
    whole_case.import_jsonl(cache.store, path)
    assert len(cache.index) == 1
    cache.compare()


def test_nothing_is_kept_of_a_case_that_another_program_may_change(tmp_path: Path) -> None:
    writing = new_case(tmp_path / "a.claims")
    reading = open_case(tmp_path / "a.claims", author="", read_only=True)
    assert queries.counts(reading)["actor"] == 0
    person(writing, "Ada")
    assert queries.counts(reading)["actor"] == 1
    assert [line.name for line in queries.actor_lines(reading)] == ["Ada"]
    reading.close()
    writing.close()


def test_a_new_record_does_not_take_the_place_of_one_that_is_kept() -> None:
    store = new_case()
    claim = logged(store)
    with pytest.raises(Conflict, match="Nothing was overwritten"), store.step("Again"):
        store.put(replace(claim, statement="Other words", version=0))
    assert store.get(Claim, claim.id) == claim
    with store.step("Others"), pytest.raises(Conflict):
        store.put(replace(claim, statement="Other words", version=0))
    assert store.get(Claim, claim.id) == claim
