"""Every change is a step: labelled, atomic, can be undone and redone, and is never lost."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.newsroom import Clock, content, logged, new_case, person, read, reopened, said, supported
from tracker.commands import actors, cases, claims, events, sources
from tracker.domain.actor import Actor, Role
from tracker.domain.attribution import Attribution, Hop
from tracker.domain.case import Tag
from tracker.domain.claim import Claim
from tracker.domain.dates import read_date
from tracker.domain.event import Event
from tracker.domain.evidence import Evidence
from tracker.domain.relation import Relation
from tracker.domain.reply import Reply
from tracker.domain.source import Derivation, Source
from tracker.errors import CannotSave, Conflict, NotFound, Refused
from tracker.store import StepApplied, Store, history, open_case
from tracker.store.integrity import check


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    case = new_case(tmp_path / "story.claims")
    yield case
    case.close()


def test_a_change_outside_a_step_is_refused(store: Store) -> None:
    claim = logged(store)
    for change in (
        lambda: store.put(Tag(name="money")),
        lambda: store.put(replace(claim, statement="Other words")),
        lambda: store.put(claim),
        lambda: store.remove(claim),
        lambda: store.next_number("claim"),
    ):
        with pytest.raises(RuntimeError, match="outside a step"):
            change()
    assert store.all(Claim) == [claim]


def test_a_step_inside_a_step_is_part_of_it(store: Store) -> None:
    with store.step("Outer"):
        with store.step("Inner"):
            store.put(Tag(name="port"))
        store.put(Tag(name="sea"))
    assert store.last_step.name == "Outer"
    store.undo()
    assert store.all(Tag) == []


def test_a_failing_step_takes_everything_back(store: Store) -> None:
    claim = logged(store)
    before, step = content(store), store.last_step

    def half_done() -> None:
        with store.step("Half done"):
            store.put(replace(claim, statement="Other words"))
            store.put(Tag(name="money"))
            store.next_number("claim")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_done()
    assert content(store) == before
    assert store.last_step == step
    assert logged(store).number == 2


def test_a_step_that_points_at_nothing_is_taken_back_in_words(store: Store) -> None:
    with pytest.raises(CannotSave, match="could not be read or saved"), store.step("Point nowhere"):
        store.put(Evidence(claim_id=1, source_id=2))
    assert store.all(Evidence) == []
    assert check(store) == []


def test_a_step_that_changes_nothing_leaves_no_trace(store: Store) -> None:
    claim, step = logged(store), store.last_step
    claims.edit_claim(store, claim)
    assert store.last_step == step


def test_a_step_says_who_when_and_why(store: Store) -> None:
    claim = logged(store)
    claims.set_verdict(store, claim.id, "disputed", "The company denies it")
    step = store.last_step
    assert (step.name, step.author, step.reason) == ("Set verdict", "Reporter", "The company denies it")
    assert step.at.startswith("2026-01-12T09:00:")
    assert step.at.endswith("+00:00")


def test_a_step_tells_its_listeners_what_it_touched(store: Store) -> None:
    claim, source = logged(store), read(store)
    heard: list[StepApplied] = []
    store.listeners.append(heard.append)
    evidence = supported(store, claim, source)
    assert heard[0].step.name == "Link evidence"
    assert evidence.id in heard[0].ids
    assert heard[0].claims == {claim.id}
    store.undo()
    assert heard[1].claims == {claim.id}


class Desk:
    """What every kind of command needs to be tried on."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.source, self.wire = read(store), read(store, "Wire", "The wire says so. It says so twice.")
        self.bare = read(store, "Nothing cites this", "")
        self.actor, self.other = person(store, "Yann LeCun", "楊立昆"), person(store, "Nobody")
        self.claim = claims.log_claim(
            store,
            Claim(number=0, statement="The scores were fudged", kinds=("factual", "number")),
            attribution=Attribution(
                claim_id=0, actor_id=self.actor.id, source_id=self.source.id, quote="結果被動過手腳"
            ),
            relay=[claims.Via(source_id=self.wire.id), claims.Via(described="a colleague")],
            tags=["#scores", "scores", "money"],
        )
        self.second = logged(store, "Nobody fudged anything", kinds=("denial",))
        self.attribution = store.all(Attribution)[0]
        self.evidence = supported(store, self.claim, self.wire, shows="The same")
        self.relation = claims.relate(store, self.second.id, "contradicts", self.claim.id)
        self.reply = claims.request_reply(store, Reply(claim_id=self.claim.id, actor_id=self.actor.id))
        self.role = actors.add_role(store, self.actor.id, "Chief scientist", read_date("since 2013"))
        self.link = sources.derive(store, self.source.id, self.wire.id)
        self.event = events.add_event(store, Event(title="Release", source_id=self.source.id), span=(0, 3))
        self.search = cases.save_search(store, "Open", "review:draft")
        claims.set_review(store, self.claim.id, "in review")


COMMANDS: dict[str, Callable[[Desk], object]] = {
    "log a claim": lambda d: claims.log_claim(
        d.store, Claim(number=0, statement="New"), attribution=Attribution(claim_id=0, described="staff"), tags=["new"]
    ),
    "edit a claim": lambda d: claims.edit_claim(
        d.store, replace(d.store.get(Claim, d.claim.id), statement="New words")
    ),
    "remove a claim": lambda d: claims.remove_claim(d.store, d.claim.id),
    "attribute": lambda d: said(d.store, d.second, actor_id=d.actor.id, source_id=d.source.id, quote="Meta denies it."),
    "edit an attribution": lambda d: claims.edit_attribution(
        d.store, replace(d.attribution, quote="他說分數沒有問題"), [claims.Via(described="someone else")]
    ),
    "remove an attribution": lambda d: claims.remove_attribution(d.store, d.attribution.id),
    "link evidence": lambda d: claims.link_evidence(
        d.store, Evidence(claim_id=d.second.id, source_id=d.wire.id, stance="refutes"), span=(0, 8)
    ),
    "edit evidence": lambda d: claims.edit_evidence(d.store, replace(d.evidence, credibility=2, stance="context")),
    "remove evidence": lambda d: claims.remove_evidence(d.store, d.evidence.id),
    "relate": lambda d: claims.relate(d.store, d.claim.id, "part of", d.second.id),
    "unrelate": lambda d: claims.unrelate(d.store, d.relation.id),
    "set a verdict": lambda d: claims.set_verdict(d.store, d.claim.id, "false", "It is"),
    "sign off": lambda d: claims.set_review(d.store, d.claim.id, "signed off"),
    "send back": lambda d: claims.set_review(d.store, d.claim.id, "sent back", "Who says so?"),
    "request a reply": lambda d: claims.request_reply(d.store, Reply(claim_id=d.second.id, described="press office")),
    "edit a reply": lambda d: claims.edit_reply(
        d.store, replace(d.reply, outcome="answered", answer="No", answer_claim_id=d.second.id)
    ),
    "remove a reply": lambda d: claims.remove_reply(d.store, d.reply.id),
    "add an actor": lambda d: actors.add_actor(
        d.store, "田淵棟", names=["Yuandong Tian"], protected=True, roles=[("researcher", read_date("2013/2025"))]
    ),
    "edit an actor": lambda d: actors.edit_actor(d.store, replace(d.actor, name="Yann"), names=["杨立昆"]),
    "protect an actor": lambda d: actors.protect(d.store, d.actor.id, protected=True),
    "add a role": lambda d: actors.add_role(d.store, d.actor.id, "Professor"),
    "remove a role": lambda d: actors.remove_role(d.store, d.role.id),
    "remove an actor": lambda d: actors.remove_actor(d.store, d.other.id),
    "add a source": lambda d: read(d.store, "Post", "十年多了。"),
    "edit a source": lambda d: sources.edit_source(
        d.store, replace(d.source, text="Corrected. " + d.source.text, reliability="B")
    ),
    "remove a source": lambda d: sources.remove_source(d.store, d.bare.id),
    "derive": lambda d: sources.derive(d.store, d.bare.id, d.source.id),
    "underive": lambda d: sources.underive(d.store, d.link.source_id),
    "add an event": lambda d: events.add_event(d.store, Event(title="Launch", when=read_date("April 2025"))),
    "edit an event": lambda d: events.edit_event(d.store, replace(d.event, title="Launch")),
    "remove an event": lambda d: events.remove_event(d.store, d.event.id),
    "describe the case": lambda d: cases.describe_case(d.store, name="Other name", summary="What it is about"),
    "set tags": lambda d: cases.set_tags(d.store, d.claim.id, ["money", "new"]),
    "save a search": lambda d: cases.save_search(d.store, "Money", "kind:number"),
    "remove a search": lambda d: cases.remove_search(d.store, d.search.id),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_can_be_taken_back_and_made_again(name: str, tmp_path: Path) -> None:
    store = new_case(tmp_path / "story.claims")
    index = Desk(store)
    before = content(store)
    COMMANDS[name](index)
    after, step = content(store), store.last_step
    assert after != before
    assert store.undo() == step
    assert content(store) == before
    store = reopened(store)
    assert content(store) == before
    assert store.redo() == step
    assert content(store) == after
    assert check(store) == []
    store.close()


def test_undoing_everything_and_redoing_everything_leaves_the_case_as_it_was(tmp_path: Path) -> None:
    store = new_case(tmp_path / "story.claims")
    Desk(store)
    whole, receipt = content(store), store.receipt()
    undone = 0
    while store.next_undo:
        store.undo()
        undone += 1
    assert undone == 15
    for kind in (Claim, Source, Actor):
        assert not store.all(kind)
    assert store.receipt().step == 1
    store = reopened(store)
    while store.next_redo:
        store.redo()
    assert content(store) == whole
    assert store.receipt() == receipt
    assert check(store) == []
    store.close()


def test_undo_survives_closing_the_case(store: Store) -> None:
    claim = logged(store)
    claims.set_verdict(store, claim.id, "false")
    again = reopened(store)
    assert again.next_undo is not None
    assert again.next_undo.name == "Set verdict"
    again.undo()
    again = reopened(again)
    assert again.get(Claim, claim.id).verdict == "unverified"
    again.redo()
    assert again.get(Claim, claim.id).verdict == "false"
    again.close()


def test_a_new_change_after_an_undo_ends_what_could_be_redone(store: Store) -> None:
    claim = logged(store)
    claims.set_verdict(store, claim.id, "false")
    store.undo()
    claims.set_verdict(store, claim.id, "confirmed")
    assert store.next_redo is None
    with pytest.raises(Refused, match="nothing to redo"):
        store.redo()
    store.undo()
    assert store.next_undo is not None
    assert store.next_undo.name == "Log claim"


def test_the_making_of_the_case_cannot_be_undone(store: Store) -> None:
    with pytest.raises(Refused, match="nothing to undo"):
        store.undo()


def test_undo_is_itself_a_step_of_the_history(store: Store) -> None:
    logged(store)
    store.undo()
    names = [step.name for step in history.steps(store.db, newest_first=False)]
    assert names == ["Create case", "Log claim", "Undo: Log claim"]


def test_one_row_written_twice_in_one_step_comes_back_in_one_undo(store: Store) -> None:
    claim = logged(store)
    with store.step("Second thoughts"):
        first = store.put(replace(claim, statement="One", verdict="false"))
        store.put(replace(first, statement="Two"))
    assert store.get(Claim, claim.id).statement == "Two"
    store.undo()
    assert store.get(Claim, claim.id) == claim
    store.redo()
    stored = store.get(Claim, claim.id)
    assert (stored.statement, stored.verdict) == ("Two", "false")
    assert check(store) == []


def test_a_row_made_changed_and_removed_in_one_step_leaves_the_case_whole(store: Store) -> None:
    with store.step("Never mind"):
        tag = store.put(Tag(name="a"))
        tag = store.put(replace(tag, name="b"))
        store.remove(tag)
    store.undo()
    store.redo()
    assert store.all(Tag) == []
    assert check(store) == []


def test_a_stale_record_does_not_win_over_a_newer_one(store: Store) -> None:
    claim = logged(store)
    claims.edit_claim(store, replace(claim, statement="The editor's words"))
    with pytest.raises(Conflict, match="changed meanwhile"):
        claims.edit_claim(store, replace(claim, statement="The reporter's words"))
    with pytest.raises(Conflict, match="Nothing was removed"), store.step("Remove"):
        store.remove(claim)
    assert store.get(Claim, claim.id).statement == "The editor's words"


def test_a_record_removed_meanwhile_does_not_come_back_by_saving_it(store: Store) -> None:
    claim = logged(store)
    claims.remove_claim(store, claim.id)
    with pytest.raises(Conflict, match="removed meanwhile"):
        claims.edit_claim(store, replace(claim, statement="Back again"))
    assert store.all(Claim) == []


def test_a_record_brought_back_by_undo_is_not_taken_for_the_one_read_before(store: Store) -> None:
    stale = logged(store)
    claims.edit_claim(store, replace(stale, statement="The editor's words"))
    claims.remove_claim(store, stale.id)
    store.undo()
    with pytest.raises(Conflict):
        claims.edit_claim(store, replace(stale, statement="The reporter's words"))
    assert store.get(Claim, stale.id).statement == "The editor's words"


def test_claim_numbers_are_never_given_twice(tmp_path: Path) -> None:
    store = new_case(tmp_path / "story.claims")
    assert [logged(store).number for _ in range(3)] == [1, 2, 3]
    store.undo()
    store.undo()
    assert logged(store).number == 4
    store = reopened(store)
    claims.remove_claim(store, store.all(Claim)[-1].id)
    assert logged(store).number == 5
    store.close()


def test_a_nul_character_is_refused_because_it_hides_what_follows(store: Store) -> None:
    for make in (
        lambda: logged(store, "Fudged\0or not"),
        lambda: logged(store, "Fudged", about=read_date("2025\0")),
        lambda: person(store, "Yann\0LeCun"),
    ):
        with pytest.raises(Refused, match="NUL"):
            make()
    for kind in (Claim, Actor):
        assert not store.all(kind)


def test_a_lone_surrogate_becomes_the_replacement_character(store: Store) -> None:
    claim = logged(store, "broken \ud800 half, whole \ud83d\ude00")
    assert claim.statement == "broken \ufffd half, whole 😀"
    assert store.get(Claim, claim.id) == claim
    source = read(store, "pasted \udc00", "text")
    assert source.title == "pasted \ufffd"


def test_what_is_returned_is_what_is_kept(store: Store) -> None:
    ambiguous = read_date("3/4/2025")
    assert ambiguous.readings
    claim = logged(store, about=ambiguous)
    assert claim == store.get(Claim, claim.id)
    assert (claim.about.words, claim.about.dated) == ("3/4/2025", False)


def test_a_record_asked_for_that_is_not_there_is_said_so(store: Store) -> None:
    with pytest.raises(NotFound, match="no saved search with the id 5"):
        cases.remove_search(store, 5)


def test_removing_a_claim_takes_all_that_belongs_to_it_and_nothing_else(store: Store) -> None:
    index = Desk(store)
    claims.edit_reply(store, replace(index.reply, answer_claim_id=index.second.id))
    claims.remove_claim(store, index.second.id)
    assert store.get(Reply, index.reply.id).answer_claim_id is None
    claims.remove_claim(store, index.claim.id)
    for kind in (Claim, Attribution, Hop, Evidence, Relation, Reply):
        assert store.all(kind) == []
    assert len(store.all(Source)) == 3
    assert check(store) == []


def test_what_is_cited_cannot_be_removed(store: Store) -> None:
    index = Desk(store)
    with pytest.raises(Refused, match="cannot be removed: C-001, the event “Release” cite it"):
        sources.remove_source(store, index.source.id)
    with pytest.raises(Refused, match="named in 2 places"):
        actors.remove_actor(store, index.actor.id)


def test_a_case_replaced_under_the_open_window_is_not_written_to(tmp_path: Path) -> None:
    path = tmp_path / "story.claims"
    store = new_case(path)
    logged(store)
    path.rename(tmp_path / "moved.claims")
    with pytest.raises(CannotSave, match="moved or deleted"):
        logged(store)
    path.write_bytes((tmp_path / "moved.claims").read_bytes())
    with pytest.raises(CannotSave, match="replaced by another file"):
        logged(store)
    store.close()


def test_a_case_open_read_only_takes_no_change(tmp_path: Path) -> None:
    path = tmp_path / "story.claims"
    store = new_case(path)
    logged(store)
    store.close()
    before = path.read_bytes()
    store = open_case(path, author="Reader", read_only=True)
    for change in (lambda: logged(store), store.undo):
        with pytest.raises(Refused, match="read-only"):
            change()
    store.close()
    assert path.read_bytes() == before


def test_the_same_bytes_are_kept_once(store: Store) -> None:
    read(store, "One")
    read(store, "Two")
    assert store.db.execute("SELECT count(*) FROM chunk").fetchone()[0] == 1
    assert check(store) == []


def test_two_roles_and_origins_stand_in_the_order_they_were_made(store: Store) -> None:
    index = Desk(store)
    actors.add_role(store, index.actor.id, "Professor")
    assert [role.title for role in store.all(Role)] == ["Chief scientist", "Professor"]
    assert [(link.source_id, link.origin_id) for link in store.all(Derivation)] == [(index.source.id, index.wire.id)]


def test_verdicts_are_told_day_by_day_through_undo_and_removal(store: Store) -> None:
    clock = store.clock
    assert isinstance(clock, Clock)
    first, second = logged(store), logged(store, "Another")
    clock.now += timedelta(days=1)
    claims.set_verdict(store, first.id, "false")
    clock.now += timedelta(days=1)
    store.undo()
    claims.remove_claim(store, second.id)
    assert history.verdicts_by_day(store.db) == [
        ("2026-01-12", {"unverified": 2}),
        ("2026-01-13", {"unverified": 1, "false": 1}),
        ("2026-01-14", {"unverified": 1}),
    ]


def test_a_part_of_a_step_that_fails_is_taken_back_alone(store: Store) -> None:
    with store.step("Outer"):
        store.put(Tag(name="kept"))
        with suppress(Refused), store.step("Inner"):
            store.put(Tag(name="half done"))
            raise Refused("no")
        store.put(Tag(name="kept too"))
    assert [tag.name for tag in store.all(Tag)] == ["kept", "kept too"]
    assert check(store) == []
    store.undo()
    assert store.all(Tag) == []


def test_nothing_else_is_written_while_a_step_has_its_beat(store: Store) -> None:
    def intrude(_: int) -> None:
        with pytest.raises(Refused, match="Another change is being saved"):
            logged(store, "Intruder")

    with store.step("Many", on_rows=intrude):
        store.add_all([Tag(name=f"tag {n}") for n in range(1200)])
    assert store.all(Claim) == []
    logged(store, "After")
    assert len(store.all(Claim)) == 1


def test_verdicts_told_again_count_no_step_twice(store: Store) -> None:
    first = logged(store)
    counts, step = history.verdicts_by_day(store.db), store.last_step.n
    logged(store, "Meanwhile")
    behind = history.verdicts_by_day(store.db, upto=step)
    assert behind == counts
    assert history.verdicts_by_day(store.db, behind, step)[-1][1] == {"unverified": 2}
    claims.set_verdict(store, first.id, "false")
    assert history.verdicts_by_day(store.db, behind, step, step) == counts
