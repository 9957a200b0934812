"""Import and export: a second import adds nothing, a whole case is restored unchanged, nothing protected is exported."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest

from tests.newsroom import TODAY, content, found, logged, new_case, person, read, said
from tracker.commands import cases, data, importing, redaction, reviewing, whole_case
from tracker.domain.actor import Actor
from tracker.domain.dates import read_date
from tracker.domain.event import Event
from tracker.domain.review import VERDICTS
from tracker.domain.source import Source
from tracker.errors import Leak, NotFound, Refused, Stopped
from tracker.exporters import formats
from tracker.exporters.data.rows import Export
from tracker.importers.drafts import ClaimDraft
from tracker.importers.mapping import guess
from tracker.samples import llama4
from tracker.store import Store, open_case
from tracker.store.claims.index import ClaimIndex
from tracker.store.integrity import check

FORMS = [file_format.key for file_format in formats.CLAIMS]
TABLE = (
    "Claim,Speaker,Date,Verdict,Source,URL,Tags,Evidence,Evidence URL\n"
    '水庫少算了兩公尺,林安,2025年7月中旬,錯誤,海風日報,https://e.org/a,"water, audit",The log says so,https://e.org/log\n'
    "The quay cost twice as much,Anna Lindqvist,2026-03-02,True,Harbour Post,,,,\n"
    ",nobody,,,,,,,\n"
)


def planned(store: Store, path: Path) -> list[importing.ImportPlan]:
    table, drafts = importing.opened(path)
    return importing.plan(
        store, importing.drafts_of(table, guess(table), store.verdicts) if table is not None else drafts
    )


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "claims.csv"
    path.write_text(TABLE, "utf-8")
    return path


def test_rows_come_in_whole_in_one_step(store: Store, table: Path) -> None:
    step = store.last_step.n
    report = importing.bring_in(store, planned(store, table), "claims.csv")
    assert (report.new, report.there, report.left_out) == (2, 0, 1)
    assert report.problems == ("row 3: there is no statement",)
    assert store.last_step.n == step + 1
    assert found(store, "by:林安 verdict:false tag:water said:2025-07 has:evidence") == ["水庫少算了兩公尺"]
    assert found(store, 'by:"Anna Lindqvist" source:"Harbour Post" verdict:confirmed') == [
        "The quay cost twice as much"
    ]
    assert check(store) == []
    store.undo()
    assert found(store, "") == []


def test_a_second_import_finds_everything_there(store: Store, table: Path) -> None:
    importing.bring_in(store, planned(store, table), "claims.csv")
    again = planned(store, table)
    assert [entry.what for entry in again] == ["there already", "there already", "left out"]
    before = store.last_step.n
    assert importing.bring_in(store, again, "claims.csv").new == 0
    assert store.last_step.n == before


def test_an_import_that_is_stopped_leaves_the_file_as_it_was(tmp_path: Path, table: Path) -> None:
    path = tmp_path / "story.claims"
    store = new_case(path)
    plans = planned(store, table)
    before = path.read_bytes()

    def stop(_done: int, _total: int) -> None:
        raise Stopped("stopped")

    with pytest.raises(Stopped):
        importing.bring_in(store, plans, "claims.csv", stop)
    assert path.read_bytes() == before
    assert importing.bring_in(store, plans, "claims.csv").new == 2
    store.close()


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="There is no file"):
        importing.opened(tmp_path / "none.csv")


def test_a_table_without_a_statement_is_asked_for_one(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("x,y\n1,2\n")
    table, _ = importing.opened(path)
    assert table is not None
    with pytest.raises(Refused, match="the column that holds the statement"):
        importing.drafts_of(table, guess(table), VERDICTS)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("demo") / "demo.claims"
    llama4.build(path, author="Reporter")
    store = open_case(path, author="Reporter")
    yield store
    store.close()


@pytest.fixture(scope="module")
def export(case: Store) -> Export:
    index = ClaimIndex(case, TODAY)
    return data.build(case, index, index.select())


def test_a_whole_case_comes_back_as_it_was(case: Store, tmp_path: Path) -> None:
    path = tmp_path / "whole.jsonl"
    path.write_text("".join(f"{line}\n" for line in whole_case.export_jsonl(case)), "utf-8")
    assert whole_case.is_lossless(path)
    store = new_case()
    whole_case.import_jsonl(store, path)
    ours, theirs = content(store), content(case)
    ours.pop("case_info"), theirs.pop("case_info")
    assert ours == theirs
    assert check(store) == []
    assert logged(store, "the next one").number == 21
    with pytest.raises(Refused, match="only into an empty one"):
        whole_case.import_jsonl(store, path)
    store.close()


@pytest.mark.parametrize("line", ['{"table": "claim"}', '{"table": "colour"}', "[", '{"table": "claim", "id": "x"}'])
def test_a_line_that_cannot_be_read_undoes_the_whole_import(store: Store, tmp_path: Path, line: str) -> None:
    path = tmp_path / "odd.jsonl"
    path.write_text(json.dumps({"format": whole_case.LOSSLESS}) + "\n" + line + "\n")
    before = content(store)
    with pytest.raises(Refused, match="Nothing was imported"):
        whole_case.import_jsonl(store, path)
    assert content(store) == before


def bent(lines: list[str], **values: object) -> list[str]:
    """The lines with values of the first claim changed."""
    at = next(at for at, line in enumerate(lines) if '"table": "claim"' in line)
    return [*lines[:at], json.dumps(json.loads(lines[at]) | values), *lines[at + 1 :]]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda lines: lines[:-1], "ends before the case does"),
        (lambda lines: lines[:3], "ends before the case does"),
        (lambda lines: [line for line in lines if '"chunk"' not in line], "does not hold the bytes"),
        (
            lambda lines: [line.replace('"base64": "', '"base64": "RVZJTA==') for line in lines],
            "does not hold the bytes",
        ),
        (lambda lines: bent(lines, verdict="nonsense"), "not valid for a claim|which the file does not define"),
        (lambda lines: bent(lines, statement=5), "not valid for a claim|which the file does not define"),
        (lambda lines: bent(lines, kinds="[5]"), "not valid for a claim|which the file does not define"),
        (lambda lines: bent(lines, about_earliest=2**40), "is not a day"),
        (lambda lines: bent(lines, id=2**70), "not of its kind"),
        (lambda lines: [lines[0], '"abc"', *lines[1:]], "Line 2"),
        (lambda lines: [*lines[:5], "\udcff", *lines[5:]], "not UTF-8"),
    ],
)
def test_a_whole_case_that_is_not_whole_does_not_come_in(
    case: Store, store: Store, tmp_path: Path, change: Callable[[list[str]], list[str]], words: str
) -> None:
    path = tmp_path / "odd.jsonl"
    path.write_bytes(
        "".join(f"{line}\n" for line in change(list(whole_case.export_jsonl(case)))).encode("utf-8", "surrogateescape")
    )
    before = content(store)
    with pytest.raises(Refused, match=words):
        whole_case.import_jsonl(store, path)
    assert content(store) == before


def test_a_whole_case_comes_where_somebody_works_already(case: Store, tmp_path: Path) -> None:
    reviewing.put_member(case, "Zed", "Z", "editor")
    path = tmp_path / "whole.jsonl"
    path.write_text("".join(f"{line}\n" for line in whole_case.export_jsonl(case)), "utf-8")
    store = new_case()
    reviewing.put_member(store, "Zed", "", "reporter")
    whole_case.import_jsonl(store, path)
    assert [(member.name, member.role) for member in reviewing.members(store)] == [("Zed", "editor")]
    store.close()
    case.undo()


def test_the_name_of_a_case_may_name_nobody_either(store: Store) -> None:
    person(store, "Ann Secret", protected=True)
    logged(store)
    cases.describe_case(store, name="The Ann Secret files", summary="")
    index = ClaimIndex(store, TODAY)
    with pytest.raises(Leak):
        data.build(store, index, index.select())


@pytest.mark.parametrize("form", FORMS)
def test_the_same_case_gives_the_same_bytes_and_no_protected_name(export: Export, form: str) -> None:
    written = formats.named(formats.CLAIMS, form).write(export)
    assert written == formats.named(formats.CLAIMS, form).write(export)
    for name in ("許文哲", "许文哲"):
        assert name.encode() not in written


@pytest.mark.parametrize("form", FORMS)
def test_a_protected_name_in_a_text_stops_every_form(store: Store, form: str) -> None:
    person(store, "許文哲", protected=True)
    logged(store, "许文哲說過")
    index = ClaimIndex(store, TODAY)
    with pytest.raises(Leak):
        formats.named(formats.CLAIMS, form).write(data.build(store, index, index.select()))


@pytest.mark.parametrize("form", ["xlsx", "timelinejs", "ics", "argdown"])
def test_a_protected_name_in_the_finished_file_stops_it(
    store: Store, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    person(store, "許文哲", protected=True)
    due = read_date("May 2026")
    said(store, logged(store, "许文哲說過", due=due), described="staff", said=due)
    monkeypatch.setattr(redaction, "require_no_leaks", lambda *_: None)
    index = ClaimIndex(store, TODAY)
    with pytest.raises(Leak):
        data.content(store, index, index.select(), form)


@pytest.mark.parametrize(
    ("words", "csl", "ris"),
    [
        ("12 January 2026", {"date-parts": [[2026, 1, 12]]}, "2026/01/12"),
        ("March 2026", {"date-parts": [[2026, 3]]}, "2026/03"),
        ("2026", {"date-parts": [[2026]]}, "2026"),
        ("between March and May 2026", {"raw": "between March and May 2026"}, ""),
        ("1 March 2026 to 5 March 2026", {"raw": "1 March 2026 to 5 March 2026"}, ""),
        ("the 2020s", {"raw": "the 2020s"}, ""),
        ("spring 2026", {"raw": "spring 2026"}, ""),
    ],
)
def test_a_reference_says_no_date_that_is_not_known(store: Store, words: str, csl: dict[str, object], ris: str) -> None:
    source = read(store, published=words)
    said(store, logged(store), source_id=source.id)
    index = ClaimIndex(store, TODAY)
    built = data.build(store, index, index.select())
    assert json.loads(formats.named(formats.CLAIMS, "csl").write(built))[0]["issued"] == csl
    assert (f"DA  - {ris}\r\n" if ris else "DA  - ") in formats.named(formats.CLAIMS, "ris").write(
        built
    ).decode() or not ris
    assert bool(ris) is ("DA  - " in formats.named(formats.CLAIMS, "ris").write(built).decode())


def test_spreadsheets_show_everything_and_run_nothing(store: Store) -> None:
    claim = logged(store, '=HYPERLINK("http://x")')
    said(store, claim, described="+1 (555)", quote="line\nbreak")
    index = ClaimIndex(store, TODAY)
    built = data.build(store, index, index.select())
    text = formats.named(formats.CLAIMS, "csv").write(built)
    assert text.startswith(b"\xef\xbb\xbf")
    (row,) = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    assert row["Claim"] == '\'=HYPERLINK("http://x")'
    assert row["Claimant"] == "'+1 (555)"
    sheet = openpyxl.load_workbook(io.BytesIO(formats.named(formats.CLAIMS, "xlsx").write(built))).active
    assert sheet["B2"].value == '=HYPERLINK("http://x")'
    assert sheet["B2"].data_type == "s"


def test_claim_reviews_are_drafts_with_what_is_required(export: Export) -> None:
    found = json.loads(formats.named(formats.CLAIMS, "claimreview").write(export))
    assert len(found) == 20
    for review in found:
        assert {"@context", "@type", "claimReviewed", "reviewRating", "url", "author", "itemReviewed"} <= review.keys()
        assert review["creativeWorkStatus"] == "Draft"
    rated = next(review for review in found if review["reviewRating"]["alternateName"] == "Confirmed")
    assert rated["reviewRating"]["ratingValue"] == 5


def test_what_goes_out_comes_in_again_elsewhere(export: Export, tmp_path: Path) -> None:
    for form, kind, count in (("ris", Source, 7), ("csl", Source, 7), ("timelinejs", Event, 18), ("ics", Event, 2)):
        store = new_case()
        path = tmp_path / f"out.{form}"
        path.write_bytes(formats.named(formats.CLAIMS, form).write(export))
        importing.bring_in(store, planned(store, path), path.name)
        assert len(store.all(kind)) == count, form
        store.close()
    store = new_case()
    path = tmp_path / "out.csv"
    path.write_bytes(formats.named(formats.CLAIMS, "csv").write(export))
    importing.bring_in(store, planned(store, path), path.name)
    assert sorted(found(store, "")) == sorted(row.statement for row in export.claims)
    assert len(found(store, "verdict:disputed")) == 2
    store.close()


def test_a_calendar_keeps_its_lines_short(export: Export) -> None:
    lines = formats.named(formats.CLAIMS, "ics").write(export).split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert sum(line == b"BEGIN:VEVENT" for line in lines) == 2


def test_a_claimant_is_known_by_any_name_and_a_second_import_finds_the_claim(store: Store) -> None:
    known = person(store, "Yann LeCun", "楊立昆", protected=True)
    drafts = [ClaimDraft(1, statement="動過手腳", claimant="楊立昆")]
    importing.bring_in(store, importing.plan(store, drafts), "a.csv")
    assert [actor.id for actor in store.all(Actor)] == [known.id]
    assert [entry.what for entry in importing.plan(store, drafts)] == ["there already"]


def test_relations_are_told_as_argdown(export: Export) -> None:
    text = formats.named(formats.CLAIMS, "argdown").write(export).decode()
    assert "[C-001]:" in text
    assert "  - [C-002]" in text
