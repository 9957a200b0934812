"""Rows of untrusted spreadsheets and JSON; each problem is reported with its row."""

import io
import json
from datetime import datetime

import openpyxl
import pytest

from tracker.domain.review import VERDICTS
from tracker.errors import Refused
from tracker.importers import mapping, tables
from tracker.importers.drafts import ClaimDraft
from tracker.importers.mapping import Mapping


def drafted(content: bytes, name: str = "a.csv", **columns: str) -> list[ClaimDraft]:
    table = tables.read(content, name)
    chosen = mapping.guess(table)
    chosen.columns |= columns
    return list(mapping.drafts(table, chosen, VERDICTS))


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "big5"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_table_is_read_whatever_its_charset_and_delimiter(charset: str, delimiter: str) -> None:
    rows = [["主張", "說話者", "日期"], ["水庫水位少算了兩公尺", "林安", "2025年7月中旬"]] * 1
    rows += [["港口擴建沒有超支，這是市長親口說的", "陳雅婷", "去年"]] * 30
    draft = drafted("\r\n".join(delimiter.join(row) for row in rows).encode(charset))[0]
    assert (draft.statement, draft.claimant, draft.said) == ("水庫水位少算了兩公尺", "林安", "2025年7月中旬")


def test_row_71_odd_tables_are_read_with_their_problems_named() -> None:
    table = tables.read(b'Claim,Claim,Date\n"one\nmore",x,2025\ntwo,y\n\nthree,z,2026,extra\n', "a.csv")
    assert table.columns == ["Claim", "Claim (2)", "Date"]
    assert [row["Claim"] for row in table.rows] == ["one\nmore", "two", "three"]
    assert table.problems == [
        "row 2: 2 cells where there are 3 columns",
        "row 4: 4 cells where there are 3 columns",
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (b'a,b\n"never closed,x\n', "quotation mark left open"),
        (b"a\n" + b"x" * 1_000_001, "cannot be read as a table"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 50 + b"1" + b"}" * 50, "nested too deeply"),
        (b'[{"a": 1, "a": 2}]', "stands twice"),
        (b'[{"a": NaN}]', "is no number"),
        (b'[{"a": 1}', "no sound JSON"),
        (b"[1, 2]", "no list of objects"),
        (b"PK\x03\x04 no workbook", "cannot be read as a workbook"),
    ],
)
def test_rows_69_to_71_what_is_no_table_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        tables.read(content, "odd.file")


def test_a_guard_against_formulas_is_taken_off_again_and_nothing_else() -> None:
    draft = drafted(b"Claim,Note\n'=1+1,'quoted'\n")[0]
    assert (draft.statement, draft.note) == ("=1+1", "'quoted'")


def test_a_workbook_is_read_by_its_first_sheet_with_rows() -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Claims").append(["Claim", "Date", "Note"])
    book["Claims"].append(["水庫", datetime(2025, 7, 3), 14.0])
    target = io.BytesIO()
    book.save(target)
    draft = drafted(target.getvalue())[0]
    assert (draft.statement, draft.said, draft.note) == ("水庫", "2025-07-03", "14")


def test_a_workbook_of_many_rows_is_read_to_its_last() -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Claims")
    for at in range(200_003):
        sheet.append([at * at])
    target = io.BytesIO()
    book.save(target)
    assert len(tables.read(target.getvalue(), "a.xlsx").rows) == 200_002


NESTED = [
    {
        "claim": "A",
        "label": "Refuted",
        "claim_date": "31-10-2020",
        "speaker": None,
        "questions": [
            {"answers": [{"answer": "no", "source_url": "https://e.org/1"}, {"answer": "none"}]},
            {"answers": [{"answer": "yes", "source_url": "https://e.org/2"}]},
        ],
    }
]


@pytest.mark.parametrize("lines", [False, True])
def test_nested_json_is_mapped_by_paths_and_what_belongs_together_stays_so(lines: bool) -> None:
    text = "\n".join(json.dumps(entry) for entry in NESTED * 2) if lines else json.dumps({"data": NESTED})
    draft = drafted(text.encode(), "a.json")[0]
    assert (draft.statement, draft.verdict, draft.said) == ("A", "false", "2020-10-31")
    assert [(item.shows, item.url) for item in draft.evidence] == [
        ("no", "https://e.org/1"), ("none", ""), ("yes", "https://e.org/2"),
    ]  # fmt: skip


def test_the_order_of_days_is_asked_once_for_the_whole_table() -> None:
    unclear, clear = b"Claim,Date\na,05-10-2020\n", b"Claim,Date\na,05-10-2020\nb,31-10-2020\n"
    assert drafted(unclear)[0].problems == ("“05-10-2020” can be read two ways; say whether days come first",)
    assert [draft.said for draft in drafted(clear)] == ["2020-10-05", "2020-10-31"]
    table = tables.read(unclear, "a.csv")
    chosen = mapping.guess(table)
    chosen.day_first = False
    assert next(iter(mapping.drafts(table, chosen, VERDICTS))).said == "2020-05-10"


@pytest.mark.parametrize(
    ("word", "verdict"),
    [("Supported", "confirmed"), ("錯誤", "false"), ("disputed", "disputed"), ("Mixture", "disputed")],
)
def test_verdicts_of_other_desks_are_understood(word: str, verdict: str) -> None:
    assert drafted(f"Claim,Verdict\na,{word}\n".encode())[0].verdict == verdict


def test_a_verdict_nobody_knows_is_a_problem_unless_it_is_mapped() -> None:
    table = tables.read(b"Claim,Verdict\na,Four Pinocchios\n", "a.csv")
    chosen = mapping.guess(table)
    assert "is no verdict" in next(iter(mapping.drafts(table, chosen, VERDICTS))).problems[0]
    chosen.ratings["Four Pinocchios"] = "false"
    assert next(iter(mapping.drafts(table, chosen, VERDICTS))).verdict == "false"


def test_a_mapping_is_kept_and_read_again() -> None:
    chosen = Mapping({"statement": "a[].b"}, {"x": "false"}, day_first=True)
    assert Mapping.from_json(json.loads(json.dumps(chosen.as_json()))) == chosen
    for odd in (json.loads(text) for text in ("{}", "[]", '{"columns": {"colour": "x"}}')):
        with pytest.raises(ValueError, match="no"):
            Mapping.from_json(odd)
