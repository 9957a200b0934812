"""Files of the field that need no mapping."""

import json

import pytest

from tracker.errors import Refused
from tracker.importers.drafts import ClaimDraft, EventDraft, SourceDraft
from tracker.importers.others import known
from tracker.importers.tables import read as read_table

REVIEW = {
    "@context": "https://schema.org", "@type": "ClaimReview", "claimReviewed": "The quay cost twice as much",
    "url": "https://check.example/1", "author": {"@type": "Organization", "name": "Check"},
    "reviewRating": {"@type": "Rating", "alternateName": "Half true"},
    "itemReviewed": {"@type": "Claim", "author": {"name": "Anna Lindqvist"}, "datePublished": "2026-03-02T10:00:00Z",
                     "appearance": [{"@type": "CreativeWork", "url": "https://paper.example/quay"}]},
}  # fmt: skip


@pytest.mark.parametrize("shape", ["object", "list", "graph", "page"])
def test_claim_reviews_are_found_wherever_they_stand(shape: str) -> None:
    documents = {"object": REVIEW, "list": [REVIEW], "graph": {"@graph": [{"@type": "WebPage"}, REVIEW]}}.get(
        shape, REVIEW
    )
    text = json.dumps(documents)
    if shape == "page":
        text = f'<html><head><script type="application/ld+json">{{broken</script><script type="application/ld+json">{text}</script></head>'
    found = known(text.encode(), "a.html" if shape == "page" else "a.json")
    assert found is not None
    (draft,) = found
    assert isinstance(draft, ClaimDraft)
    assert (draft.statement, draft.claimant, draft.said, draft.verdict) == (
        "The quay cost twice as much", "Anna Lindqvist", "2026-03-02", "misleading",
    )  # fmt: skip
    assert draft.source_url == "https://paper.example/quay"
    assert draft.evidence[0].url == "https://check.example/1"


def test_a_page_without_a_review_is_said_to_have_none() -> None:
    with pytest.raises(Refused, match="holds no ClaimReview"):
        known(b"<html><body>words</body></html>", "a.html")


def test_slides_of_a_timeline_become_events() -> None:
    slide = {"start_date": {"year": "2025", "month": "7"}, "end_date": {"year": 2025, "month": 8, "day": 3},
             "text": {"headline": "<b>Quay</b> &amp; port", "text": "<p>words</p>"}}  # fmt: skip
    found = known(json.dumps({"events": [slide, {**slide, "display_date": "summer 2025"}]}).encode(), "a.json")
    assert found is not None
    first, second = found
    assert isinstance(first, EventDraft)
    assert isinstance(second, EventDraft)
    assert (first.title, first.when, first.note) == ("Quay & port", "2025-07/2025-08-03", "words")
    assert second.when == "summer 2025"


RIS = "TY  - NEWS\r\nTI  - 港口審計\r\nAU  - 林安\r\nAU  - Berg, A.\r\nT2  - 海風日報\r\nDA  - 2026/03/02\r\nUR  - https://e.org/a\r\nER  - \r\n"
BIB = '@online{quay, title = {Port {Audit}}, author = "Ann Berg and Lin An", year = 2026, month = mar, url = {https://e.org/a}}'
CSL = [{"id": "a", "type": "article-newspaper", "title": "港口審計", "author": [{"literal": "林安"}, {"given": "A.", "family": "Berg"}],
        "container-title": "海風日報", "URL": "https://e.org/a", "issued": {"date-parts": [[2026, 3, 2]]}}]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "name", "authors", "published"),
    [
        (RIS, "a.ris", "林安; Berg, A.", "2026-03-02"),
        (BIB, "a.bib", "Ann Berg; Lin An", "2026-03"),
        (json.dumps(CSL), "a.json", "林安; A. Berg", "2026-03-02"),
    ],
)
def test_references_become_sources(content: str, name: str, authors: str, published: str) -> None:
    found = known(content.encode(), name)
    assert found is not None
    (draft,) = found
    assert isinstance(draft, SourceDraft)
    assert (draft.authors, draft.published, draft.url, draft.kind) == (authors, published, "https://e.org/a", "article")


def test_a_calendar_becomes_events() -> None:
    text = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Council\\, second rea\r\n ding\r\nDTSTART;VALUE=DATE:20260302\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    found = known(text.encode(), "a.ics")
    assert found == [EventDraft(1, title="Council, second reading", when="2026-03-02")]


@pytest.mark.parametrize(
    ("lines", "title", "when", "note"),
    [
        ("SUMMARY:Fair\nDTSTART;VALUE=DATE:20260302\nDTEND;VALUE=DATE:20260305", "Fair", "2026-03-02/2026-03-04", ""),
        ("SUMMARY:Fair\nDTSTART;VALUE=DATE:20260302\nDTEND;VALUE=DATE:20260303", "Fair", "2026-03-02", ""),
        ("SUMMARY:Fair\nDTSTART:20260302T090000Z\nDTEND:20260303T100000Z", "Fair", "2026-03-02/2026-03-03", ""),
        ("SUMMARY:Fair\nDTSTART;VALUE=DATE:20260302\nDURATION:P3D", "Fair", "2026-03-02/2026-03-04", ""),
        ('SUMMARY;ALTREP="http://x/y":Alt title\nDTSTART:20260302', "Alt title", "2026-03-02", ""),
        ("SUMMARY:S\nDTSTART:20260302\nBEGIN:VALARM\nDESCRIPTION:Ring\nEND:VALARM\nDESCRIPTION:Its own", "S", "2026-03-02", "Its own"),
        ("SUMMARY:path C:\\\\new\nDTSTART:20260302", "path C:\\new", "2026-03-02", ""),
        ("SUMMARY:Odd\nDTSTART:20269902", "Odd", "", ""),
    ],
)  # fmt: skip
def test_days_and_words_of_a_calendar_are_its_own(lines: str, title: str, when: str, note: str) -> None:
    text = f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n"
    assert known(text.encode(), "a.ics") == [EventDraft(1, title=title, when=when, note=note)]


@pytest.mark.parametrize(
    ("content", "name", "titles"),
    [
        ("TY  - NEWS\nTI  - One\nER  - \nTY  - NEWS\nTI  - Two\n", "a.ris", ["One", "Two"]),
        ("TY  - NEWS\nTI  - One\nTY  - NEWS\nTI  - Two\nER  - \n", "a.ris", ["One", "Two"]),
        ("@misc{a, title={{Report on {NASA} port}}}", "a.bib", ["Report on NASA port"]),
        ("@comment{x, title={no}}\n@misc{a, title={One}}", "a.bib", ["One"]),
        ("@misc{b, title={One}, date={2026}}\n@book(c, title={Paren (2nd)})", "a.bib", ["One", "Paren (2nd)"]),
        ('@misc{b, title="One, {two}",\n year=2026}', "a.bib", ["One, two"]),
        ("@misc{b, title={never closed\n@misc{c, title={Two}}", "a.bib", ["never closed", "Two"]),
        (json.dumps([{"id": "a", "type": "report", "title": "One"}, {"id": "b", "type": "post", "title": "Two", "URL": "https://e.org"}]), "a.json", ["One", "Two"]),
        ("https://e.org/a\nno link\nhttps://e.org/b\n", "a.txt", ["https://e.org/a", "", "https://e.org/b"]),
    ],
)  # fmt: skip
def test_no_reference_is_dropped(content: str, name: str, titles: list[str]) -> None:
    found = known(content.encode(), name)
    assert [draft.title for draft in found or [] if isinstance(draft, SourceDraft)] == titles


def test_a_list_of_links_becomes_sources() -> None:
    found = known(b"https://e.org/a\n\nhttps://e.org/b\n", "links.txt")
    assert [draft.url for draft in found or [] if isinstance(draft, SourceDraft)] == [
        "https://e.org/a",
        "https://e.org/b",
    ]


@pytest.mark.parametrize(
    "content", ['{"claims": [\n{"a": 1},\n{"a": 2}]}', '{"a": "x\u2028y"}\n{"a": 2}', '[\n{"a": 1},\n{"a": 2}]']
)
def test_json_is_whole_or_lines_by_what_it_is(content: str) -> None:
    assert len(read_table(content.encode(), "a.json").rows) == 2


@pytest.mark.parametrize("content", [b"Claim,Date\na,b\n", b'[{"claim": "x"}]', b"words", b'{"a":' * 60])
def test_anything_else_is_left_to_be_mapped(content: bytes) -> None:
    assert known(content, "a.csv") is None


TIMELINE = """<?xml version="1.0" encoding="utf-8"?>
<timeline><version>2.7.0</version><timetype>gregoriantime</timetype><categories><category><name>Port</name></category></categories>
<events>
<event><start>2025-07-03 00:00:00</start><end>2025-07-06 00:00:00</end><text>[1]開工 &amp; more</text><fuzzy>False</fuzzy><category>Port</category><description>&lt;b&gt;Seen&lt;/b&gt;</description></event>
<event><start>2025-08-01 10:00:00</start><end>2025-08-01 12:30:00</end><text>Meeting</text><fuzzy_start>True</fuzzy_start></event>
<event><start>2025-09-01 00:00:00</start><end>2025-10-01 00:00:00</end><text>Strike</text><ends_today>True</ends_today></event>
<event><start>12</start><end>13</end><text>Numbers</text></event>
</events></timeline>"""


def test_events_of_the_timeline_project_come_in_with_their_days() -> None:
    drafts = known(TIMELINE.encode(), "port.timeline")
    assert drafts is not None
    assert [(d.title, d.when) for d in drafts if isinstance(d, EventDraft)] == [
        ("開工 & more", "2025-07-03/2025-07-05"), ("Meeting", "2025-08-01~"), ("Strike", "2025-09-01/.."), ("Numbers", ""),
    ]  # fmt: skip
    assert drafts[0].note == "Port. <b>Seen</b>"
    assert drafts[3].problems == ("“12” is not a day that can be read",)


@pytest.mark.parametrize(
    "hostile",
    [
        "<timeline><events><event>",
        "<timeline>" + "<a>" * 100_000,
        '<?xml version="1.0"?><timeline><event><text>&x;</text></event></timeline>',
    ],
)
def test_a_broken_timeline_is_refused_in_words(hostile: str) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        known(hostile.encode(), "x.timeline")


def test_a_timeline_with_entities_of_its_own_is_not_read() -> None:
    with pytest.raises(Refused):
        known(b'<!DOCTYPE timeline [<!ENTITY a "&a;&a;">]><timeline>&a;</timeline>', "x.timeline")
