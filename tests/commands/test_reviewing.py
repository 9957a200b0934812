"""The desk's own: comments, assignments, the rules of signing off, the history in words."""

import csv
import io
import json
from dataclasses import replace

import pytest

from tests.newsroom import TODAY, content, found, logged, read, said, supported
from tracker.commands import claims, dossier, reviewing, telling
from tracker.domain.attribution import Attribution
from tracker.domain.claim import Claim
from tracker.domain.dates import read_date
from tracker.domain.design import PROFILES, Design
from tracker.domain.newsroom import PRESETS, Comment, Policy
from tracker.errors import NotFound, Refused
from tracker.exporters.data.table import escape_formula
from tracker.exporters.html import html
from tracker.store import Store
from tracker.store.claims.index import ClaimIndex
from tracker.store.integrity import check


def test_a_thread_is_opened_answered_resolved_and_opened_again(store: Store) -> None:
    claim = logged(store)
    first = reviewing.comment(store, claim.id, "Is this sound, @Ann and @Ben?")
    answer = reviewing.comment(store, claim.id, "It is.", answers=first.id)
    reviewing.comment(store, claim.id, "Thanks.", answers=answer.id)
    assert [(comment.text, [a.text for a in answers]) for comment, answers in reviewing.threads(store, claim.id)] == [
        ("Is this sound, @Ann and @Ben?", ["It is.", "Thanks."])
    ]
    assert found(store, "calls:Ann") == found(store, 'calls:"Ben Berg"') == [claim.statement]
    assert not found(store, "calls:An")
    assert found(store, "has:comment")
    reviewing.resolve(store, answer.id)
    assert store.get(Comment, first.id).resolved_by == "Reporter"
    assert not found(store, "calls:Ann")
    assert not found(store, "has:comment")
    reviewing.resolve(store, first.id, again=True)
    assert found(store, "has:comment")
    with pytest.raises(Refused, match="needs words"):
        reviewing.comment(store, claim.id, "  ")
    assert check(store) == []


@pytest.mark.parametrize("profile", PROFILES)
def test_no_comment_reaches_a_dossier(store: Store, profile: str) -> None:
    claim = logged(store)
    attribution = said(store, claim, described="staff")
    reviewing.comment(store, claim.id, "canary-one")
    reviewing.comment(store, claim.id, "canary-two", on=attribution)
    index = ClaimIndex(store, TODAY)
    assert "canary" not in html(dossier.build(store, index, index.select(), Design(id=0, profile=profile))).decode()


def test_claims_are_assigned_found_and_taken_back(store: Store) -> None:
    ids = [logged(store, words).id for words in ("one", "two")]
    step = store.last_step.n
    reviewing.assign(store, ids, "Ann", read_date("2026-02"))
    assert store.last_step.n == step + 1
    assert found(store, "assignee:ann") == ["one", "two"]
    reviewing.assign(store, ids[:1], "Ben")
    assert found(store, "assignee:ann") == ["two"]
    reviewing.assign(store, ids, "")
    assert found(store, "assignee:ann") == found(store, "assignee:ben") == []
    assert check(store) == []


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (Policy(needs_reason=True), "needs a reason"),
        (Policy(needs_attribution=True), "needs an attribution"),
        (Policy(needs_evidence=True), "needs evidence"),
        (Policy(four_eyes=True), "somebody else signs it off"),
    ],
)
def test_the_rules_of_the_case_hold_until_they_are_met(store: Store, rules: Policy, words: str) -> None:
    claim = logged(store)
    reviewing.set_policy(store, rules)
    before = content(store)
    with pytest.raises(Refused, match=words):
        claims.set_review(store, claim.id, "signed off")
    with pytest.raises(Refused, match=words):
        claims.judge(store, claim.id, verdict="false", review="signed off", reason="")
    assert content(store) == before
    said(store, claim, described="staff")
    supported(store, claim, read(store))
    store.author = "Editor"
    claims.set_review(store, claim.id, "signed off", "because")
    assert store.get(Claim, claim.id).signed_by == "Editor"


@pytest.mark.parametrize("name", ["Reporter", "reporter", " REPORTER "])
def test_four_eyes_know_a_person_by_any_spelling_of_the_name(store: Store, name: str) -> None:
    reviewing.set_policy(store, Policy(four_eyes=True))
    claim = logged(store)
    store.author = name
    with pytest.raises(Refused, match="somebody else signs it off"):
        claims.set_review(store, claim.id, "signed off")


def test_one_member_is_one_person(store: Store) -> None:
    reviewing.put_member(store, "Ana", "AN", "reporter")
    reviewing.put_member(store, "ana", "", "editor")
    assert [(member.name, member.role) for member in reviewing.members(store)] == [("Ana", "editor")]


def test_a_sign_off_that_was_withdrawn_does_not_come_back_by_restoring(store: Store) -> None:
    claim = logged(store)
    claims.set_review(store, claim.id, "signed off")
    signed = store.last_step.n
    claims.set_review(store, claim.id, "sent back", "wrong, retracted")
    telling.restore(store, "claim", claim.id, signed)
    back = store.get(Claim, claim.id)
    assert (back.review, back.signed_by, back.signed_at) == ("draft", "", "")


def test_an_earlier_wording_of_a_signed_claim_is_a_change_since_its_sign_off(store: Store) -> None:
    claim = logged(store, "as it was")
    first = store.last_step.n
    claims.edit_claim(store, replace(claim, statement="as it was signed"))
    claims.set_review(store, claim.id, "signed off")
    signed = store.last_step.n
    claims.edit_claim(store, replace(store.get(Claim, claim.id), statement="changed"))
    telling.restore(store, "claim", claim.id, signed)
    assert found(store, 'review:"signed off"') == ["as it was signed"]
    assert found(store, "check:changed") == []
    telling.restore(store, "claim", claim.id, first)
    assert store.get(Claim, claim.id).review == "draft"


def test_what_belonged_to_a_claim_that_is_gone_waits_for_its_claim(store: Store) -> None:
    claim = logged(store)
    attribution = said(store, claim, described="somebody")
    step = store.last_step.n
    claims.remove_claim(store, claim.id)
    with pytest.raises(NotFound, match="The claim it belongs to is gone; restore that first"):
        telling.restore(store, "attribution", attribution.id, step)
    telling.restore(store, "claim", claim.id, step)
    telling.restore(store, "attribution", attribution.id, step)
    assert store.get(Attribution, attribution.id).described == "somebody"


def test_there_is_no_going_back_to_a_step_that_never_was(store: Store) -> None:
    claim = logged(store)
    with pytest.raises(NotFound, match="There is no step 9999"):
        telling.restore(store, "claim", claim.id, 9999)


def test_presets_are_taken_and_changed(store: Store) -> None:
    reviewing.set_policy(store, PRESETS["legal"])
    reviewing.set_policy(store, PRESETS["careful"])
    rules = reviewing.policy(store)
    assert (rules.four_eyes, rules.needs_reason, rules.needs_evidence) == (True, False, False)
    assert len(store.all(Policy)) == 1


def test_members_have_initials_and_a_role(store: Store) -> None:
    reviewing.put_member(store, "Ann Berg", "", "editor")
    reviewing.put_member(store, "Ann Berg", "ab", "lawyer")
    assert [(m.name, m.initials, m.role) for m in reviewing.members(store)] == [("Ann Berg", "ab", "lawyer")]
    with pytest.raises(Refused, match="no role"):
        reviewing.put_member(store, "Ben", "", "king")


@pytest.fixture
def edited_case(store: Store) -> Store:
    claim = logged(store, "The scores were fudged")
    claims.set_verdict(store, claim.id, "disputed", "two sources")
    store.author = "Ann"
    read(store, "=SUM(1)")
    said(store, claim, described="staff", said=read_date("2025"))
    return store


def test_the_history_says_who_changed_what_and_why(edited_case: Store) -> None:
    lines = [telling.line(change) for change in telling.feed(edited_case, newest=False)]
    assert any(line.endswith("Set verdict  C-001: verdict Unverified → Disputed — “two sources”") for line in lines)
    assert any("Ann  Add attribution  C-001: attribution added" in line for line in lines)
    assert not any("anchor" in line or "{" in line for line in lines)


def test_the_history_is_filtered_by_person_record_kind_and_time(edited_case: Store) -> None:
    assert {change.by for change in telling.feed(edited_case, by="ann")} == {"Ann"}
    assert {change.record for change in telling.feed(edited_case, record="c-001")} == {"C-001"}
    assert {change.kind for change in telling.feed(edited_case, kind="source")} == {"source"}
    assert list(telling.feed(edited_case, since="2999")) == []
    assert list(telling.feed(edited_case, until="1999")) == []
    assert len(list(telling.feed(edited_case, most=2))) == 2


def test_the_history_is_written_for_people_spreadsheets_and_programs(edited_case: Store) -> None:
    rows = list(csv.reader(io.StringIO(telling.written(telling.feed(edited_case), "csv"))))
    assert rows[0][:3] == ["step", "at", "by"]
    assert not any(cell.startswith("=") for row in rows for cell in row)
    entries = [json.loads(line) for line in telling.written(telling.feed(edited_case), "jsonl").splitlines()]
    assert len(entries) == len(rows) - 1
    with pytest.raises(Refused):
        telling.written(telling.feed(edited_case), "xml")


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\t=1", " ＝1", "\u200b=1", "\ufeff@x"])
def test_no_cell_is_taken_for_a_formula(cell: str) -> None:
    assert escape_formula(cell) == f"'{cell}"
    assert escape_formula("plain") == "plain"


def test_a_record_is_restored_to_what_it_was(edited_case: Store) -> None:
    claim = edited_case.all(Claim)[0]
    before = edited_case.last_step.n
    claims.set_verdict(edited_case, claim.id, "false")
    claims.remove_claim(edited_case, claim.id)
    telling.restore(edited_case, "claim", claim.id, before)
    assert edited_case.get(Claim, claim.id).verdict == "disputed"
    assert edited_case.last_step.name.startswith("Restore")
    with pytest.raises(NotFound):
        telling.restore(edited_case, "claim", 1, before)
    edited_case.undo()
    assert check(edited_case) == []
