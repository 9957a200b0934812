"""A case can have its own verdicts; changing them changes the claims in one step, and loses nothing."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.newsroom import TODAY, content, found, logged, new_case, person, read, reopened, said, supported
from tracker.commands import claims, data, dossier, placing, telling, verdicts, whole_case
from tracker.domain.claim import Claim
from tracker.domain.design import Design
from tracker.domain.query import Query
from tracker.domain.review import MARKS, SETS, START, UNKNOWN, VERDICTS, Verdict, coded
from tracker.errors import Refused
from tracker.store import Store
from tracker.store.claims.completing import query_warnings
from tracker.store.claims.index import ClaimIndex
from tracker.store.integrity import check


@pytest.fixture
def case() -> Store:
    store = new_case()
    for statement, verdict in (
        ("The pier is closed", "false"),
        ("It cost 14 million", "confirmed"),
        ("Nobody paid", START),
    ):
        claim = logged(store, statement, verdict=verdict)
        said(store, claim, actor_id=person(store, f"Clerk of {statement}").id)
    return store


def verdict_of(store: Store, statement: str) -> str:
    return next(claim.verdict for claim in store.all(Claim) if claim.statement == statement)


def test_a_case_begins_with_our_own_verdicts(case: Store) -> None:
    assert list(case.verdicts) == list(VERDICTS)
    assert case.all(Verdict) == []


def test_another_desks_verdicts_are_taken_in_one_step_and_given_back_by_undo(case: Store) -> None:
    before, step = content(case), case.last_step.n
    moved = verdicts.change_set(case, SETS["tfc"].values(), {"confirmed": "correct"})
    assert moved == 1
    assert case.last_step.n == step + 1
    assert [verdict.label for verdict in case.verdicts.values()] == [
        "尚未查核", "錯誤", "部分錯誤", "證據不足", "正確", "事實釐清",
    ]  # fmt: skip
    assert verdict_of(case, "It cost 14 million") == "correct"
    assert verdict_of(case, "The pier is closed") == "false"
    assert found(case, "verdict:正確") == ["It cost 14 million"]
    assert found(case, "verdict:錯誤") == ["The pier is closed"]
    assert found(case, "verdict:correct") == ["It cost 14 million"]
    assert found(case, "verdict:confirmed") == []
    counts, _, _ = ClaimIndex(case, TODAY).counts()
    assert counts == {START: 1, "false": 1, "correct": 1}
    assert check(case) == []
    case.undo()
    assert content(case) == before
    assert list(case.verdicts) == list(VERDICTS)
    assert found(case, "verdict:confirmed") == ["It cost 14 million"]
    assert check(case) == []
    case.redo()
    assert found(case, "verdict:正確") == ["It cost 14 million"]


def test_no_claim_is_left_without_a_verdict(case: Store) -> None:
    before = content(case)
    with pytest.raises(Refused, match=r"“Confirmed” \(1\)"):
        verdicts.change_set(case, SETS["tfc"].values())
    with pytest.raises(Refused, match="cannot become “nonsense”"):
        verdicts.change_set(case, SETS["tfc"].values(), {"confirmed": "nonsense"})
    assert content(case) == before


def test_the_verdict_of_the_same_rating_is_suggested(case: Store) -> None:
    assert verdicts.suggested(case, SETS["averitec"].values()) == {"false": "refuted", "confirmed": "supported"}
    assert verdicts.suggested(case, SETS["tfc"].values()) == {"confirmed": "correct"}


def test_what_was_signed_off_under_another_word_shows_as_changed_since(case: Store) -> None:
    claim = next(claim for claim in case.all(Claim) if claim.verdict == "confirmed")
    claims.set_review(case, claim.id, "signed off")
    assert not ClaimIndex(case, TODAY).facts[claim.id].changed
    verdicts.change_set(case, SETS["tfc"].values(), {"confirmed": "correct"})
    assert ClaimIndex(case, TODAY).facts[claim.id].changed


def test_a_verdict_is_called_otherwise_without_touching_its_claims(case: Store) -> None:
    step = case.last_step.n
    wanted = [Verdict(key=v.key, label="Fabricated" if v.key == "false" else v.label, mark=v.mark, rating=v.rating)
              for v in case.verdicts.values()]  # fmt: skip
    assert verdicts.change_set(case, wanted) == 0
    assert case.last_step.n == step + 1
    assert found(case, "verdict:fabricated") == ["The pier is closed"]
    assert verdicts.change_set(case, VERDICTS.values()) == 0
    assert case.all(Verdict) == []
    assert verdicts.change_set(case, VERDICTS.values()) == 0


def test_a_set_is_sound(case: Store) -> None:
    grey = Verdict(key=START, label="Open", mark="grey")
    for odd, words in (
        ([], "needs “unverified”"),
        ([grey, Verdict(key="a", label="open", mark="red")], "same label"),
        ([grey, Verdict(key="a", label="A", mark="grey")], "same mark"),
        ([grey, Verdict(key="a", label="", mark="red")], "needs a name"),
        ([grey, Verdict(key="a", label="A", mark="puce")], "no mark “puce”"),
        ([grey, Verdict(key="a", label="A", mark="red", rating=6)], "A rating is 1"),
    ):
        with pytest.raises(Refused, match=words):
            verdicts.change_set(case, odd, {"false": START, "confirmed": START})


def test_codes_never_change_their_verdict(case: Store) -> None:
    first = {verdict.key: verdict.code for verdict in coded(SETS["tfc"].values(), case.verdicts)}
    assert first[START] == VERDICTS[START].code
    assert first["false"] == VERDICTS["false"].code
    assert len(set(first.values())) == len(first)
    assert UNKNOWN not in first.values()


def test_a_verdict_of_the_case_goes_out_in_its_words(case: Store) -> None:
    verdicts.change_set(case, SETS["tfc"].values(), {"confirmed": "correct"})
    index = ClaimIndex(case, TODAY)
    chosen = index.select(Query.parse("verdict:正確"))
    content = dossier.build(case, index, chosen)
    assert content.claims[0].verdict.label == "正確"
    review = data.content(case, index, chosen, "claimreview").decode()
    assert '"alternateName": "正確"' in review
    assert '"ratingValue": 5' in review


def test_the_timeline_draws_a_verdict_by_its_mark(case: Store) -> None:
    verdicts.change_set(case, SETS["tfc"].values(), {"confirmed": "correct"})
    plan = placing.TimelineBuilder.read(case, today=TODAY, lanes="verdict")
    assert list(MARKS)[plan.tints[case.verdicts["correct"].code]] == "green"
    lanes, _ = plan.naming.keys(ClaimIndex(case, TODAY).select())
    assert {lane.name for lane in lanes} == {"錯誤", "正確", "尚未查核"}


def test_a_case_with_verdicts_of_its_own_survives_a_restart_and_a_round_trip(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("own")
    store = new_case(folder / "own.claims")
    claim = logged(store, "The pier is closed", verdict="false")
    supported(store, claim, read(store))
    verdicts.change_set(store, SETS["cofacts"].values(), {"false": "rumour"})
    store = reopened(store)
    assert store.verdicts["rumour"].label == "含有不實訊息"
    assert found(store, "verdict:含有不實") == ["The pier is closed"]
    lines = folder / "own.jsonl"
    lines.write_text("".join(f"{line}\n" for line in whole_case.export_jsonl(store)), "utf-8")
    other = new_case()
    whole_case.import_jsonl(other, lines)
    assert other.verdicts == store.verdicts
    assert found(other, "verdict:含有不實") == ["The pier is closed"]
    assert check(other) == []
    store.close()
    other.close()


@pytest.mark.parametrize("name", SETS)
def test_every_set_gives_each_verdict_its_own_mark_and_words(name: str) -> None:
    assert [verdict.key for verdict in coded(SETS[name].values(), VERDICTS)] == list(SETS[name])


@pytest.mark.parametrize("typed", ["Half-true", "half true", "HALF_TRUE", "half-t"])
def test_a_verdict_is_found_however_it_is_typed(case: Store, typed: str) -> None:
    extra = [
        Verdict(key="half-true", label="Half-true", mark="teal"),
        Verdict(key="false-context", label="False context", mark="pink"),
    ]
    chosen = [case.verdicts[key] for key in (START, "confirmed", "false")]
    verdicts.change_set(case, [*chosen, *extra])
    for claim, verdict in zip(case.all(Claim), ("half-true", "false-context", "false"), strict=True):
        claims.set_verdict(case, claim.id, verdict)
    index = ClaimIndex(case, TODAY)
    assert found(case, f'verdict:"{typed}"') == ["The pier is closed"]
    assert query_warnings(index, Query.parse(f'verdict:"{typed}"')) == []
    assert found(case, "verdict:false") == ["Nobody paid"]
    assert found(case, 'verdict:"false context"') == ["It cost 14 million"]
    assert index.counts()[0]["false"] == 1


@pytest.mark.parametrize("change", [{"code": 0}, {"mark": "grey"}, {"rating": True}])
def test_a_set_that_no_verb_would_make_does_not_come_in(case: Store, tmp_path: Path, change: dict[str, object]) -> None:
    verdicts.change_set(case, SETS["tfc"].values(), {"confirmed": "correct"})
    lines = []
    for line in whole_case.export_jsonl(case):
        row = json.loads(line)
        lines.append(json.dumps(row | change if row.get("table") == "verdict" and row["key"] == "clarified" else row))
    path = tmp_path / "odd.jsonl"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    other = new_case()
    with pytest.raises(Refused):
        whole_case.import_jsonl(other, path)
    assert other.all(Claim) == []


def test_a_design_that_no_verb_would_keep_does_not_come_in(case: Store, tmp_path: Path) -> None:
    dossier.save_design(case, Design(id=0, name="Court"))
    path = tmp_path / "odd.jsonl"
    path.write_text(
        "".join(f"{line}\n" for line in whole_case.export_jsonl(case)).replace('"language": "en"', '"language": "qq"'),
        "utf-8",
    )
    with pytest.raises(Refused, match="no language"):
        whole_case.import_jsonl(new_case(), path)


def test_a_verdict_that_is_renamed_shows_what_was_signed_and_past_decisions_keep_their_words(case: Store) -> None:
    claim = next(claim for claim in case.all(Claim) if claim.verdict == "false")
    claims.judge(case, claim.id, verdict="misleading", review=None, reason="At first")
    claims.judge(case, claim.id, verdict="false", review="signed off", reason="Sure")
    wanted = [replace(v, label="Proven true") if v.key == "false" else v for v in case.verdicts.values()]
    verdicts.change_set(case, wanted)
    index = ClaimIndex(case, TODAY)
    assert index.facts[claim.id].changed
    assert [facts.id for facts in index.select(Query.parse("check:changed"))] == [claim.id]
    content = dossier.build(case, index, index.among([claim.id])).claims[0]
    assert content.verdict.label == "Proven true"
    assert content.review.endswith("changed since")
    assert [decision.what for decision in content.decisions] == ["Verdict Misleading", "Verdict False", "Sign off"]
    feed = [change.what for change in telling.feed(case) if change.kind == "verdict"]
    assert "verdict added: Proven true" in feed
    verdicts.change_set(
        case, [replace(v, label="Fabricated") if v.key == "false" else v for v in case.verdicts.values()]
    )
    assert next(telling.feed(case)).what == "label Proven true → Fabricated"
    case.undo()
    case.undo()
    assert not ClaimIndex(case, TODAY).facts[claim.id].changed


def test_a_reason_for_a_verdict_that_stays_is_not_lost_in_silence(case: Store) -> None:
    claim = case.all(Claim)[0]
    with pytest.raises(Refused, match="the reason would not be recorded"):
        claims.judge(case, claim.id, verdict=claim.verdict, review=None, reason="Kept after a call")
    claims.judge(case, claim.id, verdict=claim.verdict, review="in review", reason="Kept after a call")
    assert case.last_step.reason == "Kept after a call"


def test_what_is_not_signed_off_goes_out_saying_so(case: Store) -> None:
    index = ClaimIndex(case, TODAY)
    text, page = data.listing(case, index, index.select())
    assert "False (draft)" in text
    assert "False (draft)" in page
