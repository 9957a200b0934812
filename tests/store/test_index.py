"""The desk: what a query finds, and the holes in the story that the checks point at."""

from dataclasses import replace

import pytest

from tests.newsroom import TODAY, facts_of, found, logged, person, read, said, supported
from tracker.commands import actors, cases, claims, sources
from tracker.domain.actor import Actor
from tracker.domain.claim import Claim
from tracker.domain.dates import read_date
from tracker.domain.query import Query
from tracker.domain.reply import Reply
from tracker.domain.source import Source
from tracker.store import Store
from tracker.store.claims import completing
from tracker.store.claims.checks import CHECKS
from tracker.store.claims.index import ClaimIndex


@pytest.fixture
def newsroom(store: Store) -> Store:
    """Three claims: fudged (LeCun, disputed, 2026), denial (the company, 2025), rumour (nobody, undated)."""
    article = read(store, "Overview: the scores", published="2026-01-12")
    statement = read(store, "Company statement", "", "April 2025")
    lecun = person(store, "Yann LeCun", "楊立昆")
    company = person(store, "Meta")
    fudged = logged(store, "fudged", kinds=("factual", "quote"), about=read_date("2025-04"), note="look again")
    denial = logged(store, "denial", kinds=("denial",), about=read_date("2025-04"))
    logged(store, "rumour", kinds=("rumour", "prediction"), due=read_date("2025-12-31"))
    said(store, fudged, actor_id=lecun.id, source_id=article.id, quote="結果被動過手腳", said=read_date("2026-01"))
    said(store, denial, actor_id=company.id, source_id=statement.id, said=read_date("2025-04-08"))
    supported(store, fudged, article)
    supported(store, fudged, statement, stance="refutes")
    cases.set_tags(store, fudged.id, ["benchmarks", "Money"])
    claims.set_verdict(store, fudged.id, "disputed")
    claims.set_review(store, denial.id, "signed off")
    claims.request_reply(store, Reply(claim_id=fudged.id, described="press office", deadline=read_date("2026-01-10")))
    return store


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("", "fudged denial rumour"),
        ("fudged", "fudged"),
        ("-fudged", "denial rumour"),
        ("fudged denial", ""),
        ("(fudged OR denial)", "fudged denial"),
        ("-(fudged denial)", "rumour"),
        ("C-001", "fudged"),
        ("c-3", "rumour"),
        ("fudged OR verdict:unverified", "fudged denial rumour"),
        ("kind:denial OR (kind:rumour AND due:2025)", "denial rumour"),
        ("NOT kind:denial", "fudged rumour"),
        ("-(kind:denial OR kind:rumour)", "fudged"),
        ("(verdict:disputed AND tag:money) OR by:Meta", "fudged denial"),
        ("fudged AND (", "fudged"),
        ("OR fudged", "fudged"),
        ("verdict:disputed", "fudged"),
        ("verdict:un", "denial rumour"),
        ("-verdict:disputed", "denial rumour"),
        ("verdict:(disputed unverified)", "fudged denial rumour"),
        ("review:draft", "fudged rumour"),
        ("review:signed-off", "denial"),
        ('review:"signed off"', "denial"),
        ("kind:denial", "denial"),
        ("kind:(rumour quote)", "fudged rumour"),
        ("by:LeCun", "fudged"),
        ("by:杨立昆", "fudged"),
        ("by:nobody", ""),
        ("source:statement", "fudged denial"),
        ('source:"overview: the"', "fudged"),
        ("tag:money", "fudged"),
        ("tag:#Money", "fudged"),
        ("tag:mon", ""),
        ("has:evidence", "fudged"),
        ("-has:evidence", "denial rumour"),
        ("has:quote", "fudged"),
        ("has:note", "fudged"),
        ("has:tags", "fudged"),
        ("has:due", "rumour"),
        ("has:reply", "fudged"),
        ("has:attribution", "fudged denial"),
        ("has:capture", "fudged"),
        ("said:2026", "fudged"),
        ("said:<2026", "denial"),
        ("said:>=2026-01", "fudged"),
        ("said:>2026-01", ""),
        ("said:<=2026", "fudged denial"),
        ("said:2025-01..2025-12", "denial"),
        ("said:2025..", "fudged denial"),
        ("said:..2025", "denial"),
        ("said:2025年4月", "denial"),
        ("about:2025-04", "fudged denial"),
        ("due:2025", "rumour"),
        ("published:2025", "denial"),
        ("origins:2", "fudged"),
        ("origins:1", "denial"),
        ("origins:0", "rumour"),
        ("origins:>=1", "fudged denial"),
        ("evidence:>1", "fudged"),
        ("evidence:0", "denial rumour"),
        ("number:C-002", "denial"),
        ("number:3", "rumour"),
        ("verdict:disputed by:LeCun fudged", "fudged"),
        ("colour:red", ""),
        ("verdict:nonsense", ""),
        ("said:nonsense", ""),
        ("origins:many", ""),
    ],
)
def test_a_query_finds(newsroom: Store, query: str, answer: str) -> None:
    # The first claim is in the article, and the company statement refutes it: two sources, one of them supporting it.
    if query == "origins:2":
        statement = next(s for s in newsroom.all(Source) if s.title == "Company statement")
        supported(newsroom, newsroom.all(Claim)[0], statement)
    if query == "origins:1":
        answer = "fudged denial"
    assert found(newsroom, query) == answer.split()


def test_claims_come_in_the_order_of_their_numbers(store: Store) -> None:
    first = logged(store, "one")
    for word in ("two", "three"):
        logged(store, word)
    index = ClaimIndex(store, TODAY)
    store.listeners.append(index.follow)
    claims.edit_claim(store, replace(first, statement="first"))
    claims.remove_claim(store, first.id)
    store.undo()
    assert [facts.claim.statement for facts in index.select()] == ["first", "two", "three"]


def test_the_desk_follows_every_step_and_knows_what_a_fresh_one_knows(newsroom: Store) -> None:
    index = ClaimIndex(newsroom, TODAY)
    newsroom.listeners.append(index.follow)
    fudged = newsroom.all(Claim)[0]
    article = next(s for s in newsroom.all(Source) if s.publisher == "" and s.text)
    wire = read(newsroom, "Wire")
    lecun = next(actor for actor in newsroom.all(Actor) if actor.name == "Yann LeCun")
    for change in (
        lambda: sources.derive(newsroom, article.id, wire.id),
        lambda: actors.protect(newsroom, lecun.id, protected=True),
        lambda: actors.edit_actor(newsroom, replace(newsroom.get(Actor, lecun.id), name="Y. L."), names=[]),
        lambda: cases.set_tags(newsroom, fudged.id, ["other"]),
        lambda: sources.edit_source(newsroom, replace(article, published=read_date("2020"))),
        lambda: claims.remove_attribution(newsroom, index.facts[fudged.id].first.id),  # type: ignore[union-attr]
        lambda: claims.set_review(newsroom, fudged.id, "signed off"),
        lambda: supported(newsroom, newsroom.get(Claim, fudged.id), wire),
        lambda: claims.remove_claim(newsroom, fudged.id),
    ):
        change()
        fresh = ClaimIndex(newsroom, TODAY)
        assert list(index.facts.values()) == list(fresh.facts.values())
        assert {name: values.tolist() for name, values in index.columns.arrays.items()} == {
            name: values.tolist() for name, values in fresh.columns.arrays.items()
        }
    while newsroom.next_undo:
        newsroom.undo()
        fresh = ClaimIndex(newsroom, TODAY)
        assert list(index.facts.values()) == list(fresh.facts.values())
        assert {name: values.tolist() for name, values in index.columns.arrays.items()} == {
            name: values.tolist() for name, values in fresh.columns.arrays.items()
        }
    while newsroom.next_redo:
        newsroom.redo()
    assert list(index.facts.values()) == list(ClaimIndex(newsroom, TODAY).facts.values())


def test_counts_add_up(newsroom: Store) -> None:
    index = ClaimIndex(newsroom, TODAY)
    verdicts, states, checks = index.counts()
    assert verdicts == {"disputed": 1, "unverified": 2}
    assert states == {"draft": 2, "signed off": 1}
    for check in CHECKS:
        assert checks[check.key] == len(index.select(Query.parse(f"check:{check.key}")))


def test_a_claim_with_one_origin_is_pointed_at(store: Store) -> None:
    claim, first, two = logged(store), read(store, "One"), read(store, "Two")
    said(store, claim, source_id=first.id)
    supported(store, claim, two)
    assert found(store, "check:single-origin") == []
    sources.derive(store, two.id, first.id)
    assert found(store, "check:single-origin") == [claim.statement]
    assert facts_of(store, claim).origins.sources == 2


def test_a_claim_without_evidence_is_pointed_at(store: Store) -> None:
    claim, source = logged(store), read(store)
    supported(store, claim, source, stance="context")
    assert found(store, "check:no-evidence") == [claim.statement]
    supported(store, claim, source, stance="refutes")
    assert found(store, "check:no-evidence") == []


def test_a_claim_that_nobody_said_is_pointed_at(store: Store) -> None:
    claim = logged(store)
    assert found(store, "check:no-attribution") == [claim.statement]
    said(store, claim, described="former staff")
    assert found(store, "check:no-attribution") == []


def test_a_prediction_is_due_the_day_after_its_last_day(store: Store) -> None:
    due = logged(store, "due yesterday", kinds=("prediction",), due=read_date("2026-01-11"))
    logged(store, "due today", kinds=("prediction",), due=read_date("2026-01-12"))
    logged(store, "due in January", kinds=("prediction",), due=read_date("2026-01"))
    logged(store, "no prediction", due=read_date("2020"))
    logged(store, "open end", kinds=("prediction",), due=read_date("after 2020"))
    assert found(store, "check:prediction-due") == ["due yesterday"]
    claims.set_verdict(store, due.id, "false")
    assert found(store, "check:prediction-due") == []


def test_an_open_question_is_pointed_at_and_later_overdue(store: Store) -> None:
    claim = logged(store)
    reply = claims.request_reply(
        store, Reply(claim_id=claim.id, described="press office", deadline=read_date("2026-01-12"))
    )
    assert found(store, "check:awaiting-reply") == [claim.statement]
    assert found(store, "check:reply-overdue") == []
    assert [f.id for f in ClaimIndex(store, TODAY + 1).select(Query.parse("check:reply-overdue"))] == [claim.id]
    claims.edit_reply(store, replace(reply, outcome="declined"))
    assert found(store, "check:awaiting-reply") == []
    assert not ClaimIndex(store, TODAY + 1).select(Query.parse("check:reply-overdue"))


def test_a_claim_with_a_source_that_is_not_preserved_is_pointed_at(store: Store) -> None:
    claim = logged(store)
    supported(store, claim, read(store, "Kept"))
    assert found(store, "check:link-only") == []
    said(store, claim, source_id=read(store, "A link", "").id)
    assert found(store, "check:link-only") == [claim.statement]
    assert found(store, "has:capture") == [claim.statement]


def test_an_edit_after_sign_off_is_pointed_at_until_it_is_signed_again(store: Store) -> None:
    claim, source = logged(store), read(store)
    attribution = said(store, claim, source_id=source.id)
    claims.set_review(store, claim.id, "signed off")
    assert found(store, "check:changed") == []
    for change in (
        lambda: claims.edit_claim(store, replace(store.get(Claim, claim.id), statement="Other words")),
        lambda: claims.edit_claim(store, replace(store.get(Claim, claim.id), as_of=read_date("2025"))),
        lambda: claims.edit_claim(store, replace(store.get(Claim, claim.id), about=read_date("2025"))),
        lambda: claims.set_verdict(store, claim.id, "false"),
        lambda: supported(store, claim, source),
        lambda: claims.edit_attribution(store, attribution, [claims.Via(described="a colleague")]),
        lambda: claims.remove_attribution(store, attribution.id),
    ):
        change()
        assert found(store, "check:changed") == [store.get(Claim, claim.id).statement]
        claims.set_review(store, claim.id, "signed off", "Looked at it again")
        assert found(store, "check:changed") == []
    claims.edit_claim(store, replace(store.get(Claim, claim.id), note="only a note"))
    assert found(store, "check:changed") == []


def test_a_source_older_than_what_it_proves_is_pointed_at(store: Store) -> None:
    claim = logged(store, about=read_date("April 2025"))
    supported(store, claim, read(store, "Older", published="March 2025"))
    assert found(store, "check:older-source") == [claim.statement]
    claims.edit_claim(store, replace(claim, kinds=("prediction",)))
    assert found(store, "check:older-source") == []


def test_an_undated_claim_is_pointed_at(store: Store) -> None:
    claim = logged(store, about=read_date("some day"))
    assert found(store, "check:undated") == found(store, "check:unread-date") == [claim.statement]
    said(store, claim, described="staff", said=read_date("2025"))
    assert found(store, "check:undated") == []
    assert found(store, "check:unread-date") == [claim.statement]


@pytest.mark.parametrize(
    ("query", "doubt"),
    [
        ("colour:red", "“colour:” is not a field; “colour:red” is searched as words."),
        ("fudged AND verdict:nonsense", "“nonsense” is not a verdict"),
        ("said:whenever", "“whenever” cannot be read as a date."),
        ("origins:many", "“many” is not a number."),
        ("check:holes", "“holes” is not a value of check"),
    ],
)
def test_what_a_query_says_without_meaning_is_said(newsroom: Store, query: str, doubt: str) -> None:
    assert completing.query_warnings(ClaimIndex(newsroom, TODAY), Query.parse(query))[0].startswith(doubt)


@pytest.mark.parametrize(
    "query", ["", "fudged", "verdict:dis", "said:2025..", "due:<2026", "https://example.org", "10:30"]
)
def test_an_ordinary_query_raises_no_doubt(newsroom: Store, query: str) -> None:
    assert completing.query_warnings(ClaimIndex(newsroom, TODAY), Query.parse(query)) == []


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("ver", ["verdict:"]),
        ("-ver", ["-verdict:"]),
        ("verdict:un", ["verdict:unverified", "verdict:unverifiable"]),
        ("-review:sent", ["-review:sent-back"]),
        ("by:lecun", ['by:"Yann LeCun"']),
        ("tag:mon", ["tag:Money"]),
        ("source:company", ['source:"Company statement"']),
        ("check:undated", ["check:undated"]),
        ("fudged", []),
        ("colour:r", []),
        ("said:2025", []),
    ],
)
def test_a_term_being_typed_can_be_completed(newsroom: Store, typed: str, offered: list[str]) -> None:
    index = ClaimIndex(newsroom, TODAY)
    assert completing.completions(index, typed) == offered
    for term in offered:
        assert completing.query_warnings(index, Query.parse(term if not term.endswith(":") else "")) == []


def test_a_claim_its_writer_signed_off_is_pointed_at(store: Store) -> None:
    mine, hers = logged(store, "mine"), logged(store, "hers")
    claims.set_review(store, mine.id, "signed off")
    author, store.author = store.author, "Somebody else"
    claims.set_review(store, hers.id, "signed off")
    store.author = author
    assert found(store, "check:own-hand") == ["mine"]


def test_what_was_said_before_it_could_be_known_is_pointed_at(store: Store) -> None:
    early = logged(store, "early", about=read_date("2025-06"))
    said(store, early, described="somebody", said=read_date("2025-04"))
    foreseen = logged(store, "foreseen", kinds=("prediction",), about=read_date("2025-06"))
    said(store, foreseen, described="somebody", said=read_date("2025-04"))
    later = logged(store, "later", about=read_date("2025-06"))
    said(store, later, described="somebody", said=read_date("2025-06-20"))
    assert found(store, "check:said-too-early") == ["early"]


def test_a_date_that_can_be_read_two_ways_is_pointed_at(store: Store) -> None:
    logged(store, "two", about=read_date("3/4/2025"))
    logged(store, "none", about=read_date("whenever"))
    assert found(store, "check:two-readings") == ["two"]
    assert found(store, "check:unread-date") == ["two", "none"]


def test_claims_that_nobody_made_come_last_by_claimant(store: Store) -> None:
    logged(store, "nobody said it")
    said(store, logged(store, "Ann said it"), described="Ann")
    order = [facts.claim.statement for facts in ClaimIndex(store, TODAY).select().ordered("claimant")]
    assert order == ["Ann said it", "nobody said it"]
