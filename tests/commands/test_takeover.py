"""Two copies of a case: their differences, and one taking over the other's changes without losing its own."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from tests.newsroom import TODAY, Clock, logged, new_case, person, read, said, supported
from tracker.commands import cases, claims, merging, reviewing, takeover, verdicts
from tracker.domain.attribution import Attribution
from tracker.domain.claim import Claim, ClaimTag
from tracker.domain.evidence import Evidence
from tracker.domain.merger import Merger
from tracker.domain.newsroom import Comment
from tracker.domain.query import Query
from tracker.domain.review import SETS, Verdict
from tracker.domain.source import Capture, Source
from tracker.errors import Refused
from tracker.store import Store, captures, history, open_case, past
from tracker.store.claims.index import ClaimIndex
from tracker.store.integrity import check


@pytest.fixture
def copies(tmp_path: Path) -> tuple[Store, Store]:
    """A case with three claims, and a copy of it on another machine."""
    store = new_case(tmp_path / "ours.claims")
    source = read(store, "Overview")
    for n in range(3):
        claim = logged(store, f"claim {n}")
        said(store, claim, described="somebody", source_id=source.id)
    store.close()
    shutil.copy(tmp_path / "ours.claims", tmp_path / "theirs.claims")
    return tuple(open_case(tmp_path / f"{name}.claims", author=name, clock=Clock()) for name in ("ours", "theirs"))  # type: ignore[return-value]


def claim(store: Store, number: int) -> Claim:
    return store.all(Claim, number=number)[0]


def test_different_fields_combine(copies: tuple[Store, Store]) -> None:
    ours, theirs = copies
    claims.set_verdict(ours, claim(ours, 1).id, "disputed")
    claims.edit_claim(theirs, replace(claim(theirs, 1), note="seen by them"))
    found = takeover.compare(ours, theirs)
    assert [(d.name, d.what, d.fields) for d in found.ours] == [("C-001", "changed", ("verdict",))]
    assert [(d.name, d.what, d.fields) for d in found.theirs] == [("C-001", "changed", ("note",))]
    assert found.conflicts == ()
    assert takeover.merge_copy(ours, theirs) == 1
    assert (claim(ours, 1).verdict, claim(ours, 1).note) == ("disputed", "seen by them")
    assert theirs.last_step.hash in ours.last_step.reason
    assert check(ours) == []


def test_the_same_field_asks_and_both_values_stay_in_the_history(copies: tuple[Store, Store]) -> None:
    ours, theirs = copies
    claims.set_verdict(ours, claim(ours, 1).id, "disputed")
    claims.set_verdict(theirs, claim(theirs, 1).id, "false")
    with pytest.raises(Refused, match="C-001, verdict: “disputed” in this copy, “false” in the other"):
        takeover.merge_copy(ours, theirs)
    takeover.merge_copy(ours, theirs, "ours")
    assert claim(ours, 1).verdict == "disputed"
    assert any(
        "false" in (change or "") for (change,) in ours.db.execute("SELECT after FROM change WHERE kind = 'claim'")
    )
    assert check(ours) == []


def test_theirs_may_stand_too(copies: tuple[Store, Store]) -> None:
    ours, theirs = copies
    claims.set_verdict(ours, claim(ours, 1).id, "disputed")
    claims.set_verdict(theirs, claim(theirs, 1).id, "false")
    takeover.merge_copy(ours, theirs, {("claim", claim(ours, 1).id, "verdict"): "theirs"})
    assert claim(ours, 1).verdict == "false"


def test_new_claims_people_and_originals_come_along_under_numbers_of_their_own(copies: tuple[Store, Store]) -> None:
    ours, theirs = copies
    mine, yours = logged(ours, "new here"), logged(theirs, "new there")
    assert mine.number == yours.number
    source = read(theirs, "Second", "Another text")
    said(theirs, yours, actor_id=person(theirs, "Ann").id, source_id=source.id)
    cases.set_tags(ours, mine.id, ["budget"])
    cases.set_tags(theirs, yours.id, ["budget"])
    reviewing.comment(theirs, yours.id, "is this sound?")
    takeover.merge_copy(ours, theirs)
    assert ours.get(Claim, mine.id).number == 4
    assert ours.get(Claim, yours.id).number == 5
    capture = ours.all(Capture, source_id=source.id)[0]
    assert b"".join(captures.chunks(ours.db, capture.sha256)) == b"Another text"
    assert [comment.text for comment in ours.all(Comment)] == ["is this sound?"]
    assert logged(ours, "next").number == 6
    assert check(ours) == []


def test_a_claim_removed_here_and_worked_on_there_comes_back(copies: tuple[Store, Store]) -> None:
    ours, theirs = copies
    source = theirs.all(Source)[0]
    claims.remove_claim(ours, claim(ours, 2).id)
    supported(theirs, claim(theirs, 2), source)
    takeover.merge_copy(ours, theirs, "theirs")
    assert claim(ours, 2).statement == "claim 1"
    assert len(ours.all(Evidence, claim_id=claim(ours, 2).id)) == 1
    assert check(ours) == []


def test_a_claim_removed_there_and_worked_on_here_stays(copies: tuple[Store, Store]) -> None:
    ours, theirs = copies
    supported(ours, claim(ours, 2), ours.all(Source)[0])
    claims.remove_claim(theirs, claim(theirs, 2).id)
    takeover.merge_copy(ours, theirs, "theirs")
    assert claim(ours, 2).statement == "claim 1"
    assert check(ours) == []


@pytest.mark.parametrize("prefer", ["ours", "theirs"])
def test_a_claim_merged_here_and_worked_on_there_comes_back_with_who_said_it(
    copies: tuple[Store, Store], prefer: str
) -> None:
    ours, theirs = copies
    second = claim(ours, 2).id
    merging.merge_claims(ours, claim(ours, 1).id, second)
    claims.edit_claim(ours, replace(claim(ours, 1), statement="as we say it"))
    claims.edit_claim(theirs, replace(claim(theirs, 2), statement="two, changed there"))
    claims.edit_claim(theirs, replace(claim(theirs, 1), statement="as they say it"))
    reviewing.comment(theirs, second, "ask again")
    takeover.merge_copy(ours, theirs, prefer)
    assert claim(ours, 1).statement == ("as we say it" if prefer == "ours" else "as they say it")
    assert claim(ours, 2).statement == "two, changed there"
    assert [a.claim_id for a in ours.all(Attribution, claim_id=second)] == [second]
    assert [comment.text for comment in ours.all(Comment)] == ["ask again"]
    assert ours.all(Merger) == []
    assert check(ours) == []


def test_a_claim_merged_here_and_changed_there_stays_merged_where_ours_is_to_stand(copies: tuple[Store, Store]) -> None:
    ours, theirs = copies
    merging.merge_claims(ours, claim(ours, 1).id, claim(ours, 2).id)
    claims.edit_claim(theirs, replace(claim(theirs, 2), statement="two, changed there"))
    takeover.merge_copy(ours, theirs, "ours")
    assert ours.all(Claim, number=2) == []
    assert len(ours.all(Attribution, claim_id=claim(ours, 1).id)) == 1
    assert check(ours) == []


def test_the_same_tag_on_both_sides_is_one(copies: tuple[Store, Store]) -> None:
    ours, theirs = copies
    for store in copies:
        cases.set_tags(store, claim(store, 1).id, ["budget"])
    takeover.merge_copy(ours, theirs)
    assert len(ours.all(ClaimTag)) == 1
    assert check(ours) == []


def test_what_was_taken_over_once_is_not_asked_or_taken_again(copies: tuple[Store, Store]) -> None:
    ours, theirs = copies
    for store in copies:
        logged(store, f"new, {store.author}")
        cases.set_tags(store, claim(store, 1).id, ["budget", store.author])
    claims.set_verdict(ours, claim(ours, 1).id, "disputed")
    claims.set_verdict(theirs, claim(theirs, 1).id, "false")
    takeover.merge_copy(ours, theirs, "ours")
    step = ours.last_step.n
    again = takeover.compare(ours, theirs)
    assert (again.theirs, again.conflicts) == ((), ())
    assert takeover.merge_copy(ours, theirs) == 0
    assert ours.last_step.n == step
    claims.edit_claim(theirs, replace(claim(theirs, 2), note="later"))
    assert [change.name for change in takeover.compare(ours, theirs).theirs] == ["C-002"]
    assert takeover.merge_copy(ours, theirs) == 1
    assert claim(ours, 2).note == "later"
    assert claim(ours, 1).verdict == "disputed"


def test_what_was_taken_over_and_taken_back_can_be_taken_again(copies: tuple[Store, Store]) -> None:
    ours, theirs = copies
    claims.set_verdict(theirs, claim(theirs, 1).id, "false")
    takeover.merge_copy(ours, theirs)
    ours.undo()
    assert takeover.merge_copy(ours, theirs) == 1
    assert claim(ours, 1).verdict == "false"


def test_a_history_that_was_altered_does_not_go_on(copies: tuple[Store, Store]) -> None:
    ours, _ = copies
    receipt = ours.receipt()
    ours.db.execute("UPDATE step SET reason = 'forged' WHERE n = 3")
    assert takeover.against_receipt(ours, receipt) == "rewritten or shorter"


def test_another_case_is_no_copy(copies: tuple[Store, Store]) -> None:
    ours, _ = copies
    stranger = new_case()
    with pytest.raises(Refused, match="two different cases"):
        takeover.compare(ours, stranger)
    stranger.close()


def test_nothing_new_is_nothing_done(copies: tuple[Store, Store]) -> None:
    ours, theirs = copies
    step = ours.last_step.n
    assert takeover.merge_copy(ours, theirs) == 0
    assert ours.last_step.n == step


def test_a_receipt_tells_whether_a_case_goes_on(copies: tuple[Store, Store]) -> None:
    ours, theirs = copies
    receipt = ours.receipt()
    assert takeover.against_receipt(ours, receipt) == "same"
    claims.set_verdict(ours, claim(ours, 1).id, "false")
    assert takeover.against_receipt(ours, receipt) == "continues"
    later = ours.receipt()
    assert takeover.against_receipt(theirs, later) == "rewritten or shorter"
    stranger = new_case()
    assert takeover.against_receipt(stranger, receipt) == "another case"
    stranger.close()


def _merge_two(store: Store, chance: Random) -> None:
    stays, gone = chance.sample(store.all(Claim), 2)
    merging.merge_claims(store, stays.id, gone.id)


EDITS: tuple[Callable[[Store, Random], object], ...] = (
    lambda s, r: claims.set_verdict(s, r.choice(s.all(Claim)).id, r.choice(("false", "disputed", "confirmed"))),
    lambda s, r: claims.edit_claim(s, replace(r.choice(s.all(Claim)), note=f"note {r.random()}")),
    lambda s, r: claims.edit_claim(s, replace(r.choice(s.all(Claim)), statement=f"said {r.random()}")),
    lambda s, r: logged(s, f"new {r.random()}"),
    lambda s, r: cases.set_tags(s, r.choice(s.all(Claim)).id, r.sample(["a", "b", "c", "d"], 2)),
    lambda s, r: said(s, r.choice(s.all(Claim)), described=f"who {r.random()}"),
    lambda s, r: supported(s, r.choice(s.all(Claim)), r.choice(s.all(Source)), shows=f"shows {r.random()}"),
    lambda s, r: reviewing.assign(s, [r.choice(s.all(Claim)).id], r.choice(("Ann", "Ben"))),
    lambda s, r: reviewing.comment(s, r.choice(s.all(Claim)).id, f"comment {r.random()}"),
    lambda s, r: person(s, f"person {r.random()}"),
    lambda s, _: read(s, "New source", "x"),
    lambda s, r: claims.remove_claim(s, r.choice(s.all(Claim)).id) if len(s.all(Claim)) > 2 else None,
    lambda s, r: claims.remove_attribution(s, r.choice(s.all(Attribution)).id) if s.all(Attribution) else None,
    lambda s, r: _merge_two(s, r) if len(s.all(Claim)) > 2 else None,
    lambda s, _: s.undo() if s.next_undo and s.next_undo.n > 9 else None,
)


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("prefer", ["ours", "theirs"])
def test_no_acknowledged_edit_is_lost_whichever_way_two_copies_are_merged(
    copies: tuple[Store, Store], seed: int, prefer: str
) -> None:
    chance = Random(seed)
    for store in copies:
        for _ in range(chance.randint(3, 10)):
            chance.choice(EDITS)(store, chance)
    ours, theirs = copies if seed % 2 else copies[::-1]
    common = takeover.fork_point(ours, theirs)
    base, mine, yours = past.built(ours.db, common), past.built(ours.db), past.built(theirs.db)
    takeover.merge_copy(ours, theirs, prefer)
    merged = past.built(ours.db)
    values = {(kind, record_id, name, str(value)) for kind, record_id, name, value in _history_of(ours)}
    for key, row in yours.items():
        for name, value in row.items():
            if key[0] in ("tag", "claim_tag", "assignment") or name in ("number", "id"):
                continue
            if base.get(key, {}).get(name, ...) != value:  # an edit of theirs is in the record, or in its history
                assert merged.get(key, {}).get(name) == value or (*key, name, str(value)) in values, (key, name)
    for key, row in mine.items():
        if key not in base and key[0] not in ("tag", "claim_tag", "assignment", "merger"):
            assert key in merged, f"{key} was added here and is gone"
        for name, value in row.items():
            if base.get(key, {}).get(name, ...) != value and key in merged and name != "number":
                assert merged[key].get(name) == value or (*key, name, str(value)) in values, (key, name)
    assert check(ours) == []
    for store in copies:
        store.close()


def _history_of(store: Store) -> list[tuple[str, int, str, object]]:
    return [
        (change.kind, change.record_id, name, value)
        for step in history.steps(store.db)
        for change in history.changes(store.db, step.n)
        for name, value in change.new().items()
    ]


def test_copies_with_verdicts_of_other_desks_keep_every_word(copies: tuple[Store, Store]) -> None:
    ours, theirs = copies
    claims.set_verdict(ours, claim(ours, 2).id, "disputed")
    verdicts.change_set(ours, SETS["tfc"].values(), {"disputed": "clarified"})
    claims.set_verdict(theirs, claim(theirs, 1).id, "false")
    verdicts.change_set(theirs, SETS["cofacts"].values(), {"false": "rumour"})
    takeover.merge_copy(ours, theirs, "theirs")
    assert [claim(ours, number).verdict for number in (1, 2, 3)] == ["rumour", "clarified", "unverified"]
    assert {"clarified", "rumour"} <= set(ours.verdicts)
    codes = [verdict.code for verdict in ours.verdicts.values()]
    assert len(set(codes)) == len(codes)
    assert check(ours) == []


@pytest.mark.parametrize("prefer", ["ours", "theirs"])
def test_taking_over_another_set_of_verdicts_loses_no_claim_from_the_lists(
    copies: tuple[Store, Store], prefer: str
) -> None:
    ours, theirs = copies
    for number in (1, 2):
        claims.set_verdict(ours, claim(ours, number).id, "disputed")
    verdicts.change_set(theirs, SETS["averitec"].values(), {})
    takeover.merge_copy(ours, theirs, prefer)
    assert check(ours) == []
    index = ClaimIndex(ours, TODAY)
    assert len(index.select(Query.parse("verdict:disputed"))) == 2
    assert sum(index.counts()[0].values()) == 3
    while ours.next_undo and ours.next_undo.name != "Log claim":
        ours.undo()
        assert check(ours) == []


def test_two_new_verdicts_from_two_copies_have_their_own_marks_and_places(copies: tuple[Store, Store]) -> None:
    for store, key in zip(copies, ("half", "satire"), strict=True):
        *others, last = store.verdicts.values()
        verdicts.change_set(store, [*others, Verdict(key=key, label=key.title(), mark=last.mark)])
    ours, theirs = copies
    takeover.merge_copy(ours, theirs, "ours")
    others = list(ours.verdicts.values())
    for part in ("mark", "code", "position"):
        assert len({getattr(verdict, part) for verdict in others}) == len(others)
    assert {"half", "satire"} <= set(ours.verdicts)
