"""The default terms of an attribution: never “on record” for a claimant without a name."""

import json
from dataclasses import replace
from pathlib import Path

from click.testing import CliRunner

from tests.newsroom import logged, person, read, said
from tracker.cli import main
from tracker.commands import actors, claims, importing, sources
from tracker.domain.attribution import Attribution
from tracker.domain.claim import Claim
from tracker.importers.mapping import guess
from tracker.store import Store


def test_a_named_speaker_is_on_record(store: Store) -> None:
    assert said(store, logged(store), actor_id=person(store, "Lin An").id).record == "on record"


def test_somebody_described_in_words_is_not_on_record(store: Store) -> None:
    assert said(store, logged(store), described="former staff").record == "unknown"


def test_a_source_in_which_nobody_is_named_is_not_on_record(store: Store) -> None:
    assert said(store, logged(store), source_id=read(store).id).record == "unknown"


def test_a_rumour_is_not_on_record_even_where_a_name_is_given(store: Store) -> None:
    rumour = logged(store, kinds=("rumour",))
    assert said(store, rumour, actor_id=person(store, "Lin An").id).record == "unknown"


def test_a_protected_person_is_anonymous(store: Store) -> None:
    hidden = person(store, "許文哲", protected=True)
    assert said(store, logged(store), actor_id=hidden.id).record == "anonymous"


def test_what_an_outlet_asserts_itself_is_on_record(store: Store) -> None:
    article = sources.edit_source(store, replace(read(store), publisher="Harbour Daily"))
    assert said(store, logged(store), described="Harbour Daily", source_id=article.id).record == "on record"
    assert said(store, logged(store), described="Another Daily", source_id=article.id).record == "unknown"


def test_terms_that_somebody_chose_stay(store: Store) -> None:
    background = said(store, logged(store), described="an official", record="background")
    assert claims.edit_attribution(store, replace(background, quote="No.")).record == "background"


def test_an_imported_claim_without_a_name_is_not_on_record(store: Store) -> None:
    person(store, "許文哲", protected=True)
    rows = "statement\tclaimant\turl\nIt sank\tLin An\thttps://example.org/a\nIt leaked\t\thttps://example.org/a\nIt was sold\t許文哲\t\n"
    table, _ = importing.pasted(rows)
    assert table is not None
    plans = importing.plan(store, importing.drafts_of(table, guess(table), store.verdicts))
    importing.bring_in(store, plans, "pasted")
    terms = {
        store.get(Claim, attribution.claim_id).statement: attribution.record for attribution in store.all(Attribution)
    }
    assert terms == {"It sank": "on record", "It leaked": "unknown", "It was sold": "anonymous"}


def test_the_command_line_puts_nobody_on_record_who_is_only_described(tmp_path: Path) -> None:
    case = str(tmp_path / "story.claims")
    for words in (
        ["new", case],
        ["add-claim", case, "X was late", "--described", "former staff"],
        ["add-claim", case, "X was sold", "--by", "Lin An", "--kind", "rumour"],
        ["add-claim", case, "X is fine", "--by", "Lin An"],
    ):
        assert CliRunner().invoke(main, words).exit_code == 0
    shown = [json.loads(CliRunner().invoke(main, ["show", case, name, "--json"]).stdout) for name in ("1", "2", "3")]
    assert [claim["attributions"][0]["record"] for claim in shown] == ["unknown", "unknown", "on record"]


def test_a_claimant_who_loses_the_name_is_no_longer_on_record(store: Store) -> None:
    named = said(store, logged(store), actor_id=person(store, "Lin An").id)
    edited = claims.edit_attribution(store, replace(named, actor_id=None, described="a colleague"))
    assert edited.record == "unknown"


def test_what_somebody_said_on_record_becomes_anonymous_with_protection(store: Store) -> None:
    witness = person(store, "Lin An")
    said(store, logged(store), actor_id=witness.id)
    actors.protect(store, witness.id, protected=True)
    assert [attribution.record for attribution in store.all(Attribution)] == ["anonymous"]
    store.undo()
    assert [attribution.record for attribution in store.all(Attribution)] == ["on record"]
