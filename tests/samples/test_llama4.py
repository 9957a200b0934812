"""The demo case has every kind of record, and is intact."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.newsroom import TODAY
from tracker.commands import picture
from tracker.domain.actor import Actor, ActorName
from tracker.domain.anchor import Anchor, place
from tracker.domain.attribution import Attribution, Hop
from tracker.domain.claim import KINDS, Claim
from tracker.domain.dates import FuzzyDate
from tracker.domain.event import Event
from tracker.domain.evidence import Evidence
from tracker.domain.query import EVERYTHING, Query
from tracker.domain.relation import Relation
from tracker.domain.reply import Reply
from tracker.domain.review import STATES
from tracker.domain.source import Capture, Source
from tracker.samples import llama4
from tracker.store import Store, history, open_case
from tracker.store.claims.checks import CHECKS
from tracker.store.claims.index import ClaimIndex
from tracker.store.integrity import check

CJK = re.compile(r"[\u3400-\u9fff]")
LATIN = re.compile(r"[A-Za-z]")
SPRING_2027 = 740_000


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("demo") / "demo.claims"
    llama4.build(path, author="Reporter")
    store = open_case(path, author="Reporter", read_only=True)
    yield store
    store.close()


def test_it_is_whole(case: Store) -> None:
    assert check(case) == []


def test_it_is_made_in_under_two_seconds(tmp_path: Path) -> None:
    begin = time.process_time()
    llama4.build(tmp_path / "demo.claims", author="Reporter")
    assert time.process_time() - begin < 2


def test_it_holds_enough_of_everything(case: Store) -> None:
    assert len(case.all(Claim)) >= 18
    assert len([source for source in case.all(Source) if source.text]) >= 6
    assert len(case.all(Event)) >= 8
    assert len(case.all(Reply)) >= 3
    assert len(case.all(Hop)) >= 2
    assert len(case.all(Relation)) >= 3


def test_twelve_actors_have_names_in_two_scripts(case: Store) -> None:
    others = case.all(ActorName)
    both = 0
    for actor in case.all(Actor):
        names = " ".join([actor.name, *(other.name for other in others if other.actor_id == actor.id)])
        both += bool(CJK.search(names) and LATIN.search(names))
    assert both >= 12


def test_it_tells_the_story_in_english_and_chinese(case: Store) -> None:
    for texts in ([claim.statement for claim in case.all(Claim)], [source.text for source in case.all(Source)]):
        chinese = [text for text in texts if CJK.search(text)]
        assert 2 <= len(chinese) < len(texts)


def dates(case: Store) -> list[FuzzyDate]:
    found = [date for claim in case.all(Claim) for date in (claim.about, claim.due)]
    found += [attribution.said for attribution in case.all(Attribution)]
    return found + [event.when for event in case.all(Event)] + [source.published for source in case.all(Source)]


def test_it_has_every_kind_of_date(case: Store) -> None:
    edtf = [date.edtf for date in dates(case)]
    for what, holds in {
        "a day": r"\d{4}-\d\d-\d\d", "a month": r"\d{4}-(0\d|1[0-2])", "a year": r"\d{4}", "a season": r"\d{4}-2[1-4]",
        "a part of a month": r"(\d{4}-\d\d)-\d\d/\1-\d\d", "a quarter": r"(\d{4}-\d\d)/(\d{4}-\d\d)", "approximate": r".*~",
        "open at its beginning": r"\.\./.+", "open at its end": r".+/\.\.", "a decade": r"\d{3}X", "a range": r"\d{4}/\d{4}.*",
    }.items():  # fmt: skip
        assert any(re.fullmatch(holds, text) for text in edtf), what
    assert any(date.inferred for date in dates(case))
    assert any(date.words and not date.edtf for date in dates(case))
    assert any(not date.words for date in dates(case))
    assert any(CJK.search(date.words) for date in dates(case))


def test_it_has_every_kind_of_claim(case: Store) -> None:
    assert {kind for claim in case.all(Claim) for kind in claim.kinds} == set(KINDS)
    denial = next(claim for claim in case.all(Claim) if "denial" in claim.kinds)
    assert [r.kind for r in case.all(Relation, claim_id=denial.id)] == ["contradicts"]
    assert any(claim.value and claim.unit for claim in case.all(Claim))


def test_a_prediction_is_past_its_due_date(case: Store) -> None:
    due = ClaimIndex(case, SPRING_2027).select(Query.parse("check:prediction-due"))
    assert due
    assert all("prediction" in facts.claim.kinds for facts in due)


def test_a_protected_source_speaks_under_a_pseudonym(case: Store) -> None:
    protected = case.all(Actor, protected=1)
    assert [actor.pseudonym for actor in protected] == ["Source A"]
    assert case.all(Attribution, actor_id=protected[0].id)


def test_nobody_unnamed_speaks_on_record(case: Store) -> None:
    protected = {actor.id for actor in case.all(Actor, protected=1)}
    rumours = {claim.id for claim in case.all(Claim) if "rumour" in claim.kinds}
    for attribution in case.all(Attribution):
        if attribution.actor_id is None or attribution.actor_id in protected or attribution.claim_id in rumours:
            assert attribution.record != "on record", attribution.described


def test_a_claim_has_evidence_on_both_sides(case: Store) -> None:
    assert any(facts.supports and facts.refutes for facts in ClaimIndex(case, TODAY).facts.values())
    assert {evidence.stance for evidence in case.all(Evidence)} == {"supports", "refutes", "context"}


def test_claims_stand_in_every_state_and_one_changed_since(case: Store) -> None:
    assert {claim.review for claim in case.all(Claim)} == set(STATES)
    assert ClaimIndex(case, TODAY).select(Query.parse("check:changed"))
    assert len({claim.verdict for claim in case.all(Claim)}) >= 6


def test_replies_are_awaited_given_and_declined(case: Store) -> None:
    assert {reply.outcome for reply in case.all(Reply)} >= {"waiting", "answered", "declined"}


def test_every_desk_check_has_something_to_show(case: Store) -> None:
    _, _, found = ClaimIndex(case, SPRING_2027).counts()
    empty = {check.key for check in CHECKS if not found[check.key] and not check.slow}
    assert empty <= {"older-source", "no-attribution", "said-too-early", "lost-anchor", "dates-apart"}


def test_every_quote_stands_in_its_source(case: Store) -> None:
    texts = {source.id: source.text for source in case.all(Source)}
    for anchor in case.all(Anchor):
        assert place(anchor, texts[anchor.source_id]).state == "exact"
    assert len(case.all(Anchor)) >= 15
    quoted = [a for a in case.all(Attribution) if a.quote]
    assert all(a.anchor_id for a in quoted)


def test_every_text_is_kept_with_its_hash(case: Store) -> None:
    captured = {capture.source_id for capture in case.all(Capture)}
    assert captured == {source.id for source in case.all(Source) if source.text}


def test_every_step_was_made_by_the_commands_and_signed(case: Store) -> None:
    steps = history.steps(case.db)
    assert {step.author for step in steps} == {"Reporter"}
    assert {step.kind for step in steps} == {"create", "do"}


def test_its_timeline_can_be_drawn(case: Store) -> None:
    drawn = picture.picture(case, EVERYTHING, picture.PictureOptions(), "svg", today=TODAY).decode()
    assert drawn.count("<circle") + drawn.count("<rect") > 10
    assert "許文哲" not in drawn
