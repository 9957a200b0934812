"""What looks like the same twice: suggested, never merged; and names that should not be read."""

from itertools import combinations

import pytest

from tests.newsroom import TODAY, found, logged, person, read, said
from tracker.commands import claims, sources
from tracker.domain.attribution import Attribution
from tracker.domain.dates import read_date
from tracker.domain.source import Source
from tracker.store import Store
from tracker.store.claims.duplicates import actor_pairs, claim_pairs, denies, near_duplicates, numbers, source_pairs

SAME = [
    ("Meta bought 49% of Scale AI for US$14.3 billion", "Meta bought 49 % of Scale AI, for US$14.3 billion."),
    ("楊立昆在2025年底離開Meta", "杨立昆于2025年底离开 Meta"),
    ("The port authority paid the invoice twice", "The port authority has paid the invoice twice"),
    ("the mayor knew of the report", "The Mayor knew of the report!"),
    ("The budget is 1,200 euros", "The budget is 1200 euros"),
]
OTHER = [
    ("Meta bought 49% of Scale AI", "Meta bought 51% of Scale AI"),
    ("Meta bought 49% of Scale AI", "Meta did not buy 49% of Scale AI"),
    ("楊立昆離開了Meta", "楊立昆沒有離開Meta"),
    ("The mayor knew of the report", "The mayor didn't know of the report"),
    ("The mayor knew of the report", "The auditor signed the contract"),
]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_nearly_the_same_words_are_suggested(first: str, second: str) -> None:
    pairs = list(near_duplicates({1: first, 2: second, 3: "Something else altogether was said"}))
    assert [(a, b) for a, b, _ in pairs] == [(1, 2)]


@pytest.mark.parametrize(("first", "second"), OTHER)
def test_another_number_or_a_denial_is_another_claim(first: str, second: str) -> None:
    assert list(near_duplicates({1: first, 2: second})) == []


def test_numbers_and_denials_are_read_by_rule() -> None:
    assert numbers("US$14.3 billion, 1,200 of ４９%") == {"14.3", "1200", "49"}
    assert denies("It isn't so")
    assert not denies("It is not false")


def test_neighbours_are_all_those_a_comparison_of_everything_finds() -> None:
    words = "the mayor auditor knew signed paid report contract invoice 港口 審計 市長".split()
    texts = {n: " ".join(words[(n * k) % len(words)] for k in range(1, 7)) + " " + "abc"[n % 3] for n in range(60)}
    got = {(a, b) for a, b, _ in near_duplicates(texts)}
    alone = {(a, b) for a, b in combinations(texts, 2) if list(near_duplicates({a: texts[a], b: texts[b]}))}
    assert alone
    assert got == alone


def test_claims_that_are_related_already_are_left_alone(store: Store) -> None:
    first, second = logged(store, "The mayor knew of it"), logged(store, "The mayor knew of it.")
    assert [(p.first, p.second) for p in claim_pairs(store)] == [(first.id, second.id)]
    assert len(found(store, "check:near-duplicate")) == 2
    claims.relate(store, second.id, "repeats", first.id)
    assert claim_pairs(store) == []


@pytest.mark.parametrize(
    ("name", "other", "why"),
    [
        ("楊立昆", "杨立昆", "script"),
        ("Yann LeCun", "LeCun Yann", "order"),
        ("Yann LeCun", "Y\u0430nn LeCun", "look alike"),
        ("Alexandr Wang", "Alexander Wang", "letters"),
        ("José Müller", "Jose Muller", "script"),
        ("Meta", "Meta", "same name"),
    ],
)
def test_people_who_look_alike_are_named(store: Store, name: str, other: str, why: str) -> None:
    first, second = person(store, name), person(store, other)
    person(store, "Somebody Else")
    assert [(p.first, p.second) for p in actor_pairs(store)] == [(first.id, second.id)]
    assert why in actor_pairs(store)[0].why


@pytest.mark.parametrize(
    ("name", "other"), [("Meta", "Meta AI"), ("Jason Wei", "Jason Wu"), ("Anna Berg 1", "Anna Berg 2")]
)
def test_people_with_other_names_are_others(store: Store, name: str, other: str) -> None:
    person(store, name)
    person(store, other)
    assert actor_pairs(store) == []


def test_a_protected_name_in_free_text_is_found_in_either_script(store: Store) -> None:
    source = person(store, "許文哲", protected=True)
    claim = logged(store, "許文哲說過")
    logged(store, "她說過")
    said(store, logged(store, "A former employee said so"), actor_id=source.id)
    logged(store, "quoted", note="asked 许文哲 again")
    assert found(store, "check:protected-name") == ["許文哲說過", "quoted"]
    claims.edit_claim(
        store, claims.claim_named(store, claim.label).__class__(**{**claim.__dict__, "statement": "說過"})
    )
    assert found(store, "check:protected-name") == ["quoted"]


def test_sources_with_the_same_bytes_text_or_address_are_pairs(store: Store) -> None:
    first, second = read(store, "One", "Words " * 50), read(store, "Two", "Words " * 50)
    third = sources.add_source(store, Source(title="Three", url="https://example.org/a/"))
    fourth = sources.add_source(store, Source(title="Four", url="https://example.org/a"))
    assert {(p.first, p.second) for p in source_pairs(store)} == {(first.id, second.id), (third.id, fourth.id)}


def test_preserved_bytes_that_were_altered_are_found(store: Store) -> None:
    source = read(store, "One", "Some words")
    said(store, logged(store, "read there"), described="staff", source_id=source.id)
    assert found(store, "check:altered-capture") == []
    store.db.execute("UPDATE chunk SET bytes = x'00'")
    assert found(store, "check:altered-capture") == ["read there"]


def test_words_that_are_lost_from_the_text_are_found(store: Store) -> None:
    source = read(store, "One", "He said: the scores were fudged. And so on.")
    claim = logged(store, "quoted there")
    said(store, claim, described="staff", source_id=source.id, quote="the scores were fudged")
    assert found(store, "check:lost-anchor") == []
    sources.edit_source(store, store.get(Source, source.id).__class__(**{**source.__dict__, "text": "All gone."}))
    assert found(store, "check:lost-anchor") == ["quoted there"]
    store.undo()
    assert found(store, "check:lost-anchor") == []


def test_dates_that_cannot_all_hold_are_found(store: Store) -> None:
    source = read(store, "One", "Some words", published="2025-04-01")
    late = logged(store, "said after it was printed")
    claims.attribute(
        store, Attribution(claim_id=late.id, described="x", source_id=source.id, said=read_date("2025-05-01"))
    )
    due = logged(store, "due before it was said", kinds=("prediction",), due=read_date("2024"))
    said(store, due, described="x", said=read_date("2025-01"))
    fine = logged(store, "all in order")
    said(store, fine, described="x", source_id=source.id, said=read_date("2025-03"))
    assert found(store, "check:dates-apart") == ["said after it was printed", "due before it was said"]
    assert TODAY
