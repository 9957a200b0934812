"""The same typed words become the same records in the window, on the command line, in a table and in a package."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.newsroom import new_case, person, read
from tracker.cli import main
from tracker.commands import entry, importing, package
from tracker.commands.claims import Via
from tracker.commands.entry import ClaimEntry, SaidEntry
from tracker.domain.actor import Actor
from tracker.domain.attribution import Attribution, Hop
from tracker.domain.claim import Claim
from tracker.domain.source import Source
from tracker.gui.editors import claim_forms
from tracker.gui.session import Session
from tracker.importers.drafts import ClaimDraft
from tracker.store import Store, open_case

TYPED = {
    "(former staff)": ("", "former staff", "unknown"),
    "（前員工）": ("", "前員工", "unknown"),
    "Lin An": ("林安", "", "on record"),
    " 林安 ": ("林安", "", "on record"),
    "Anna Lindqvist": ("Anna Lindqvist", "", "on record"),
    "": ("", "", "unknown"),
}


def logged_values(store: Store) -> tuple[str, str, str, str, str, int]:
    """The only claim of a case: claimant's name, description, terms, date said, date due, and how
    many people there are.
    """
    (attribution,) = store.all(Attribution)
    (claim,) = store.all(Claim)
    name = store.get(Actor, attribution.actor_id).name if attribution.actor_id is not None else ""
    return name, attribution.described, attribution.record, attribution.said.edtf, claim.due.edtf, len(store.all(Actor))


def by_window(path: Path, typed: str, said: str, due: str) -> None:
    store = open_case(path, author="Reporter")
    (source,) = store.all(Source)
    session = Session(store)
    values: dict[str, Any] = {
        "statement": "X was late", "kinds": ("factual",), "claimant": typed, "source": source.id, "quote": "",
        "said": entry.date_of(said, source.published.latest), "about": entry.date_of("", None),
        "due": entry.date_of(due, source.published.latest), "mode": "indirect", "record": "", "relay": "", "value": "",
        "unit": "", "tags": "",
    }  # fmt: skip
    claim_forms.log(session, values)
    session.close()


def by_command_line(path: Path, typed: str, said: str, due: str) -> None:
    done = CliRunner().invoke(
        main,
        ["add-claim", str(path), "X was late", "--by", typed, "--source", "Post", "--said", said, "--due", due],
        catch_exceptions=False,
    )
    assert done.exit_code == 0, done.output


def by_table(path: Path, typed: str, said: str, due: str) -> None:
    store = open_case(path, author="Reporter")
    draft = ClaimDraft(1, statement="X was late", claimant=typed, said=said, due=due, source_title="Post")
    importing.bring_in(store, importing.plan(store, [draft]), "a.csv")
    store.close()


def by_package(path: Path, typed: str, said: str, due: str) -> None:
    source = {"title": "Post", "kind": "article", "published": "2026-01-12"}
    claim = {"number": "C-001", "statement": "X was late", "kinds": ["factual"], "due": due,
             "said_by": [{"who": typed, "said": said, "source": 0}], "evidence": [], "tags": []}  # fmt: skip
    listed = {"format": "claimline-package-1", "case": "Port", "sources": [source], "claims": [claim]}
    content = json.dumps(listed).encode()
    bag_path = path.with_suffix(".zip")
    with zipfile.ZipFile(bag_path, "w") as bag:
        bag.writestr("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
        bag.writestr("data/claims.json", content)
        bag.writestr("manifest-sha256.txt", f"{hashlib.sha256(content).hexdigest()}  data/claims.json\n")
    store = open_case(path, author="Reporter")
    package.import_package(store, package.verify_and_read(bag_path, lambda _stream, _type: ""))
    store.close()


WAYS: dict[str, Callable[[Path, str, str, str], None]] = {
    "window": by_window, "command line": by_command_line, "table": by_table, "package": by_package,
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.usefixtures("qapp")
def test_the_same_words_are_the_same_records_wherever_they_are_typed(tmp_path: Path, way: str, typed: str) -> None:
    path = tmp_path / "case.claims"
    store = new_case(path)
    person(store, "林安", "Lin An")
    read(store, "Post", "text", "2026-01-12")
    store.close()
    WAYS[way](path, typed, "last Friday", "in two months")
    store = open_case(path, author="Reporter")
    name, words, record = TYPED[typed]
    people = 2 if name == "Anna Lindqvist" else 1
    assert logged_values(store) == (name, words, record, "2026-01-09", "2026-03", people)
    store.close()


def test_a_table_with_described_claimants_is_known_again(store: Store) -> None:
    drafts = [ClaimDraft(1, statement="X was late", claimant="(former staff)")]
    importing.bring_in(store, importing.plan(store, drafts), "a.csv")
    assert store.all(Actor) == []
    assert [plan.what for plan in importing.plan(store, drafts)] == ["there already"]


@pytest.mark.parametrize("typed", ["via Wire → Lin An -> (a colleague)", ("Wire", "林安", "a colleague")])
def test_a_relay_is_read_alike_from_one_line_and_from_stations(store: Store, typed: str | tuple[str, ...]) -> None:
    man, wire = person(store, "林安", "Lin An"), read(store, "Wire")
    stations = [Via(source_id=wire.id), Via(actor_id=man.id), Via(described="a colleague")]
    assert entry.relay_of(store, typed) == stations
    entry.log(store, ClaimEntry(statement="X was late", said_by=SaidEntry(claimant="(staff)", relay=typed)))
    assert [(hop.source_id, hop.actor_id, hop.described) for hop in store.all(Hop)] == [
        (via.source_id, via.actor_id, via.described) for via in stations
    ]
    (attribution,) = store.all(Attribution)
    assert entry.relay_text(store, attribution) == "Wire → 林安 → a colleague"
    assert entry.claimant_text(store, attribution) == "(staff)"


def test_a_station_whose_name_begins_with_via_keeps_it(store: Store) -> None:
    rail = person(store, "Via Rail")
    assert entry.relay_of(store, "Via Rail") == [Via(actor_id=rail.id)]
    assert entry.relay_of(store, "") == []


def test_tags_are_parted_by_the_commas_of_either_script() -> None:
    assert entry.tags_of("#money，people, money ,,") == ["money", "people"]


def test_what_was_said_on_what_terms_stays_as_it_was_chosen(store: Store) -> None:
    entered = SaidEntry(claimant="(a spokeswoman)", record="on record")
    entry.log(store, ClaimEntry(statement="X was late", said_by=entered))
    assert store.all(Attribution)[0].record == "on record"
