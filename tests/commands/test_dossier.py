"""The dossier: every sentence at its place, no protected name anywhere, the same bytes for the same case."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import docx
import pypdfium2 as pdfium
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.newsroom import TODAY, logged, new_case, person, read, said, supported
from tracker.capture.drafts import from_bytes
from tracker.commands import actors, cases, claims, events, picture, redaction, sources
from tracker.commands import dossier as dossiers
from tracker.commands.claims import Via
from tracker.domain.actor import Actor
from tracker.domain.attribution import Attribution
from tracker.domain.claim import Claim
from tracker.domain.dates import read_date
from tracker.domain.design import ORDERS, PARTS, PROFILES, Design
from tracker.domain.event import Event
from tracker.domain.evidence import Evidence
from tracker.domain.query import EVERYTHING, Query
from tracker.domain.reply import Reply
from tracker.domain.review import VERDICTS
from tracker.domain.source import Source
from tracker.errors import CannotSave, Leak, Refused
from tracker.exporters import formats
from tracker.exporters.docx import docx as word
from tracker.exporters.dossier import ClaimEntry, Dossier
from tracker.exporters.html import html
from tracker.exporters.markdown import markdown
from tracker.exporters.pdf import pdf
from tracker.samples import llama4
from tracker.store import Store, open_case
from tracker.store.claims.index import ClaimIndex


def built(store: Store, profile: str = "legal", query: str = "") -> Dossier:
    index = ClaimIndex(store, TODAY)
    return dossiers.build(store, index, index.select(Query.parse(query)), Design(id=0, profile=profile))


def page(store: Store, profile: str = "legal", query: str = "") -> str:
    return html(built(store, profile, query)).decode()


@pytest.fixture(scope="module")
def demo_case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("demo") / "demo.claims"
    llama4.build(path, author="Reporter")
    store = open_case(path, author="Reporter", read_only=True)
    yield store
    store.close()


@pytest.fixture
def story(store: Store) -> Store:
    """A claim with every kind of record; the protected man is in every field that can hold an actor."""
    cases.describe_case(store, name="Llama 4", summary="What was said")
    article, wire = read(store, "Overview"), read(store, "Wire story", "結果被動過手腳。", "2026-01-10")
    sources.derive(store, article.id, wire.id, "copied")
    secret = actors.add_actor(
        store, "許文哲", names=["Hsu Wen-che"], protected=True, roles=[("engineer", read_date("2024"))]
    )
    company = person(store, "Meta")
    claim = logged(
        store, "結果被動過手腳", kinds=("number", "prediction"), about=read_date("2025年4月"), due=read_date("2025-06"),
        value="4", unit="of 5", as_of=read_date("2025-05"), note="Met twice in person.",
    )  # fmt: skip
    said(store, claim, actor_id=secret.id, source_id=article.id, quote="結果被動過手腳", record="anonymous")
    claims.attribute(
        store, Attribution(claim_id=claim.id, actor_id=company.id, source_id=article.id),
        relay=[Via(actor_id=secret.id), Via(source_id=wire.id), Via(described="a colleague")],
    )  # fmt: skip
    claims.link_evidence(
        store, Evidence(claim_id=claim.id, source_id=wire.id, shows="The same words", credibility=2), quote="動過手腳"
    )
    supported(store, claim, read(store, "Statement", ""), stance="refutes", shows="They deny it")
    other = logged(store, "Nothing was fudged", kinds=("denial",))
    claims.relate(store, other.id, "contradicts", claim.id)
    claims.request_reply(
        store, Reply(claim_id=claim.id, actor_id=secret.id, channel="e-mail", deadline=read_date("2026-01-10"))
    )
    cases.set_tags(store, claim.id, ["scores"])
    claims.judge(store, claim.id, verdict="disputed", review="in review", reason="A denial was found")
    claims.set_review(store, claim.id, "sent back", "Who else says so?")
    claims.set_review(store, claim.id, "signed off", "Two origins")
    return store


def entry(store: Store, profile: str = "legal") -> ClaimEntry:
    return built(store, profile).claims[0]


def test_a_claim_is_told_with_all_that_belongs_to_it(story: Store) -> None:
    claim = entry(story, "internal")
    assert (claim.label, claim.statement, claim.verdict.label) == ("C-001", "結果被動過手腳", "Disputed")
    assert claim.facts == (
        "number, prediction", "about April 2025 (“2025年4月”)", "4 of 5 as of May 2025", "due June 2025", "#scores",
    )  # fmt: skip
    first, second = claim.said_by
    assert (first.claimant, first.quote, first.place, first.anchor) == ("Source A", "結果被動過手腳", "paragraph 1", "")
    assert first.mode == "indirect, anonymous, protected source"
    assert second.relay == "Meta → Source A → Wire story [2] → a colleague → Overview (article)"
    assert second.hops == 4
    proof, against = claim.evidence
    assert (proof.stance, proof.quote, proof.grade, proof.archived) == ("supports", "動過手腳", "2", True)
    assert proof.source_line == "article, 10 January 2026, paragraph 1"
    assert (against.stance, against.preserved) == ("refutes", "link only")
    assert claim.founded == "2 sources, 2 independent origins: [1] is derived from Wire story [2]."
    assert [(r.words, r.label) for r in claim.related] == [("contradicted by", "C-002")]
    assert claim.replies == ("Source A asked by e-mail, answer due by 10 January 2026: no answer by the deadline.",)
    assert [(d.what, d.reason) for d in claim.decisions] == [
        ("Verdict Disputed", "A denial was found"), ("Submit for review", "A denial was found"),
        ("Send back", "Who else says so?"), ("Sign off", "Two origins"),
    ]  # fmt: skip
    assert claim.review == "signed off " + claim.review.removeprefix("signed off ")


def test_every_source_cited_stands_in_the_list_with_its_hash(story: Store) -> None:
    content = built(story, "internal")
    assert [(s.number, s.title, bool(s.sha256)) for s in content.sources] == [
        (1, "Overview", True), (2, "Wire story", True), (3, "Statement", False),
    ]  # fmt: skip
    assert content.sources[0].derived == "derived from [2]"
    cited = {attribution.source for claim in content.claims for attribution in claim.said_by if attribution.source}
    cited |= {proof.source for claim in content.claims for proof in claim.evidence}
    assert cited <= {s.number for s in content.sources}


def test_the_receipt_names_the_step_the_content_stands_on(story: Store) -> None:
    content, receipt = built(story), story.receipt()
    assert (content.step, content.head, content.case_uid) == (receipt.step, receipt.head, receipt.case_uid)
    assert content.head_short.replace(" ", "") == content.head[:12]


@pytest.mark.parametrize(
    ("profile", "note", "reasons"), [("internal", True, True), ("legal", False, True), ("public", False, False)]
)
def test_each_profile_lets_out_what_it_says(story: Store, profile: str, note: bool, reasons: bool) -> None:
    shown = page(story, profile)
    assert ("Met twice in person." in shown) is note
    assert ("A denial was found" in shown) is reasons
    assert ("Reporter" in shown) is reasons
    assert ("1 internal note" in shown) is not note
    assert "許文哲" not in shown
    assert "Source A" in shown


def read_back(content: bytes, form: str) -> str:
    """What a person reads of a finished dossier; of a PDF its bookmarks."""
    if form == ".docx":
        return "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)
    if form == ".pdf":
        return " ".join(item.get_title() for item in pdfium.PdfDocument(content).get_toc())
    return content.decode()


@pytest.mark.parametrize("order", [order for order in ORDERS if order != "hand"])
@pytest.mark.parametrize("form", [".html", ".md", ".docx", ".pdf"])
def test_the_claims_stand_under_a_heading_of_their_order(demo_case: Store, order: str, form: str) -> None:
    index = ClaimIndex(demo_case, TODAY)
    content = dossiers.build(demo_case, index, index.select(), Design(id=0, order=order))
    headings = [entry.section for entry in content.claims]
    parts = list(dict.fromkeys(headings))
    assert headings == [part for part in parts for _ in range(headings.count(part))], "no heading comes twice"
    assert len(content.claims) == len(index.facts)
    numbers = [int(entry.label[2:]) for entry in content.claims]
    if order == "number":
        assert parts == [""]
        assert numbers == sorted(numbers)
        return
    assert len(parts) > 2
    shown = read_back(formats.named(formats.DOSSIERS, form.removeprefix(".")).write(content), form)
    for part in parts:
        assert part in shown


def test_each_order_sorts_by_what_it_says(demo_case: Store) -> None:
    index = ClaimIndex(demo_case, TODAY)

    def sections(order: str) -> list[str]:
        content = dossiers.build(demo_case, index, index.select(), Design(id=0, order=order))
        return list(dict.fromkeys(entry.section for entry in content.claims))

    labels = [verdict.label for verdict in VERDICTS.values()]
    assert sections("verdict") == [label for label in labels if label in sections("verdict")]
    years = [year for year in sections("said") if year != "Undated"]
    assert years == sorted(years)
    assert sections("said")[: len(years)] == years
    people = [name.casefold() for name in sections("claimant") if name != "Nobody on record"]
    assert people == sorted(people)


def test_a_protected_claimant_is_a_pseudonym_in_the_heading_too(story: Store) -> None:
    index = ClaimIndex(story, TODAY)
    content = dossiers.build(story, index, index.select(), Design(id=0, order="claimant"))
    assert "Source A" in {entry.section for entry in content.claims}
    assert "許文哲" not in html(content).decode()


def test_an_unknown_order_is_refused(store: Store) -> None:
    index = ClaimIndex(store, TODAY)
    with pytest.raises(Refused, match="There is no order “random”"):
        dossiers.build(store, index, index.select(), Design(id=0, order="random"))


def test_an_unknown_profile_is_refused(store: Store) -> None:
    with pytest.raises(Refused, match="There is no profile “secret”"):
        built(store, "secret")


def test_a_quote_that_stands_twice_is_not_said_to_be_missing(store: Store) -> None:
    claim, source = logged(store), read(store, text="It was late. It was late.")
    said(store, claim, source_id=source.id, quote="It was late.")
    assert entry(store).said_by[0].anchor == "quote occurs more than once in the preserved text"


def test_a_quote_that_is_not_in_the_kept_text_is_said_to_be(store: Store) -> None:
    claim, source = logged(store), read(store)
    said(store, claim, source_id=source.id, quote="These words stand nowhere")
    assert entry(store).said_by[0].anchor == "quote not found in a preserved text"


def test_a_quote_that_lost_its_place_is_said_to_be(story: Store) -> None:
    for title in ("Overview", "Wire story"):
        source = next(s for s in story.all(Source) if s.title == title)
        sources.edit_source(story, replace(source, text="Other words."))
    claim = entry(story)
    assert claim.said_by[0].anchor == "quote lost in the source's text"
    assert claim.evidence[0].anchor == "quote lost in the source's text"
    assert page(story).count("quote lost in the source&#39;s text") == 2


def test_it_says_what_it_leaves_out(story: Store) -> None:
    content = built(story, "legal", "C-001")
    assert content.left_out == (
        "1 protected name (shown as Source A)", "1 internal note",
        "2 confidential sources: their titles, copies, checksums, sizes and times of capture",
        "1 source saved as a link only, not preserved", "1 other claim of the case",
    )  # fmt: skip
    assert "1 undated claim not on the timeline" in built(story).left_out
    assert "sign-off: 1 claim not signed off" in built(story).left_out
    assert "names of colleagues and reasons of the review" in built(story, "public").left_out
    assert built(story).undated == ("C-002",)


def test_a_protected_man_who_only_passed_it_on_is_among_what_is_left_out(store: Store) -> None:
    secret = person(store, "許文哲", protected=True)
    claims.log_claim(
        store, Claim(number=0, statement="x"), attribution=Attribution(claim_id=0, described="staff"),
        relay=[Via(actor_id=secret.id)],
    )  # fmt: skip
    assert "1 protected name (shown as Source A)" in built(store).left_out


def test_nothing_left_out_is_said_too(store: Store) -> None:
    claim, source = logged(store), read(store)
    said(store, claim, source_id=source.id, said=read_date("2025"))
    supported(store, claim, source)
    claims.set_review(store, claim.id, "signed off")
    assert built(store).left_out == ("nothing that the case holds for these claims",)


def test_an_edit_after_the_sign_off_shows(story: Store) -> None:
    claims.edit_claim(story, replace(story.all(Claim)[0], unit="of 6"))
    assert entry(story).review.endswith(", changed since")


def test_no_claim_at_all_is_a_dossier_too(store: Store) -> None:
    assert "No claim was chosen." in page(store)
    assert pdf(built(store)).startswith(b"%PDF")


# Protected names


NAMES = ["許文哲", "许文哲", "Hsu Wen-che", "HSU WEN-CHE", "Ｈｓｕ Wen-che", "Hsu\nWen-che", "Hsu  Wen‑che", "許 文\u200b哲",
         "Hsu W\u00aden-che", "Hsu Wen-che先生"]  # fmt: skip
PLACES: dict[str, Callable[[Store, str], object]] = {
    "statement": lambda s, t: claims.edit_claim(s, replace(s.all(Claim)[0], statement=t)),
    "statement of a related claim": lambda s, t: claims.edit_claim(s, replace(s.all(Claim)[1], statement=t)),
    "value": lambda s, t: claims.edit_claim(s, replace(s.all(Claim)[0], value=t)),
    "unit": lambda s, t: claims.edit_claim(s, replace(s.all(Claim)[0], unit=t)),
    "words of a date": lambda s, t: claims.edit_claim(s, replace(s.all(Claim)[0], about=read_date(t))),
    "quote": lambda s, t: claims.edit_attribution(s, replace(s.all(Attribution)[0], quote=t)),
    "who, in words": lambda s, t: claims.edit_attribution(s, replace(s.all(Attribution)[0], actor_id=None, described=t)),
    "relay": lambda s, t: claims.edit_attribution(s, s.all(Attribution)[0], [Via(described=t)]),
    "name of another actor": lambda s, t: actors.edit_actor(s, replace(named(s, "Meta"), name=t), names=[]),
    "other name of another actor": lambda s, t: actors.edit_actor(s, named(s, "Meta"), names=[t]),
    "pseudonym": lambda s, t: actors.edit_actor(s, replace(named(s, "許文哲"), pseudonym=t), names=["Hsu Wen-che"]),
    "what evidence shows": lambda s, t: claims.edit_evidence(s, replace(s.all(Evidence)[0], shows=t)),
    "title of a source": lambda s, t: sources.edit_source(s, replace(s.all(Source)[0], title=t)),
    "author of a source": lambda s, t: sources.edit_source(s, replace(s.all(Source)[0], authors=t)),
    "publisher": lambda s, t: sources.edit_source(s, replace(s.all(Source)[0], publisher=t)),
    "address": lambda s, t: sources.edit_source(s, replace(s.all(Source)[0], url=f"https://example.org/{t}")),
    "tag": lambda s, t: cases.set_tags(s, s.all(Claim)[0].id, [t]),
    "channel of a reply": lambda s, t: claims.edit_reply(s, replace(s.all(Reply)[0], channel=t)),
    "answer": lambda s, t: claims.edit_reply(s, replace(s.all(Reply)[0], answer=t)),
    "reason": lambda s, t: claims.set_verdict(s, s.all(Claim)[0].id, "false", t),
    "name of the case": lambda s, t: cases.describe_case(s, name=t, summary=""),
    "summary": lambda s, t: cases.describe_case(s, name="x", summary=t),
}  # fmt: skip


def named(store: Store, name: str) -> Actor:
    return next(actor for actor in store.all(Actor) if actor.name == name)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", ["許文哲", "Hsu Wen-che"])
def test_a_protected_name_in_free_text_stops_the_dossier(story: Store, place: str, name: str) -> None:
    if "statement" in place or "evidence" in place:
        assert page(story)
    PLACES[place](story, f"It was {name} who said so")
    confidential = place in ("title of a source", "author of a source", "publisher", "address")
    with pytest.raises(Leak, match="nothing was written") as leak:
        built(story, "internal" if confidential else "legal")
    if confidential:
        assert name not in page(story, "legal")
    assert leak.value.places
    assert all("許文哲" in p or "许文哲" in p or "hsu wen-che" in p.lower() for p in leak.value.places)


@pytest.mark.parametrize("name", NAMES)
def test_a_protected_name_is_seen_however_it_is_written(story: Store, name: str) -> None:
    PLACES["what evidence shows"](story, f"As {name} told us")
    with pytest.raises(Leak) as leak:
        built(story)
    assert leak.value.places[0].startswith("C-001 · evidence · shows: “")


def test_the_places_say_which_claim_or_source(story: Store) -> None:
    PLACES["statement of a related claim"](story, "許文哲 said it")
    PLACES["publisher"](story, "許文哲 Press")
    with pytest.raises(Leak) as leak:
        built(story, "internal")
    wheres = {place.partition(": ")[0] for place in leak.value.places}
    assert {"C-002 · statement", "C-001 · related · statement", "source [1] · line"} <= wheres


def test_words_that_only_hold_the_letters_of_a_name_stop_nothing(store: Store) -> None:
    person(store, "Ann", protected=True)
    claim = logged(store, "The announcement was planned")
    assert entry(store).statement == claim.statement


@pytest.mark.parametrize("profile", ["legal", "public"])
def test_a_name_in_a_note_that_stays_here_stops_only_the_internal_one(story: Store, profile: str) -> None:
    claims.edit_claim(story, replace(story.all(Claim)[0], note="許文哲, call him"))
    assert built(story, profile)
    with pytest.raises(Leak) as leak:
        built(story, "internal")
    assert leak.value.places == ["C-001 · note: “許文哲, call him”"]


def test_a_timeline_picture_that_leaves_the_newsroom_shows_pseudonyms(story: Store) -> None:
    events.add_event(story, Event(title="Launch", when=read_date("2025"), actor_id=named(story, "許文哲").id))
    drawn = picture.picture(story, EVERYTHING, picture.PictureOptions(), "svg", today=TODAY).decode()
    assert "許文哲" not in drawn
    assert "Source A" in drawn
    case = story.case
    cases.describe_case(story, name="許文哲 files", summary=case.summary)
    with pytest.raises(Leak):
        picture.picture(story, EVERYTHING, picture.PictureOptions(), "pdf", today=TODAY)
    cases.describe_case(story, name=case.name, summary=case.summary)
    events.add_event(story, Event(title="許文哲 leaves", when=read_date("2025")))
    with pytest.raises(Leak):
        picture.picture(story, EVERYTHING, picture.PictureOptions(), "svg", today=TODAY)


def test_who_is_protected_today_is_not_named_in_a_picture_of_the_past(story: Store) -> None:
    hidden = named(story, "許文哲")
    actors.protect(story, hidden.id, protected=False)
    step = story.last_step.n
    assert (
        "許文哲" in picture.picture(story, EVERYTHING, picture.PictureOptions(step=step), "svg", today=TODAY).decode()
    )
    actors.protect(story, hidden.id, protected=True)
    drawn = picture.picture(story, EVERYTHING, picture.PictureOptions(step=step), "svg", today=TODAY).decode()
    assert "許文哲" not in drawn
    assert f"as of step {step}" in drawn


def test_a_picture_says_what_it_leaves_out(story: Store) -> None:
    days = (float(TODAY - 4000), float(TODAY + 1))
    drawn = picture.picture(
        story, Query.parse("by:許文哲"), picture.PictureOptions(days=days), "svg", today=TODAY
    ).decode()
    total = len(ClaimIndex(story, TODAY))
    assert f"1 of {total} claims" in drawn or f"2 of {total} claims" in drawn
    assert "only " in drawn


@pytest.mark.parametrize("profile", PROFILES)
def test_no_form_of_a_protected_name_is_in_any_file(demo_case: Store, profile: str, tmp_path: Path) -> None:
    dossier = built(demo_case, profile)
    for path in (tmp_path / "d.html", tmp_path / "d.pdf"):
        dossiers.write(dossier, path)
    content = (tmp_path / "d.html").read_bytes()
    if shutil.which("pdftotext"):
        content += text_of(tmp_path / "d.pdf").encode()
    content += (tmp_path / "d.pdf").read_bytes()
    for name in ("許文哲", "许文哲", "Hsu Wen-che"):
        for form in (
            name.encode(),
            name.encode("utf-16-le"),
            name.encode("utf-16-be"),
            name.encode("utf-16-be").hex().encode(),
        ):
            assert form not in content
    assert str(tmp_path).encode() not in content


# The files


def text_of(path: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode()


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed")
def test_chinese_words_can_be_copied_out_of_the_pdf(demo_case: Store, tmp_path: Path) -> None:
    path = tmp_path / "dossier.pdf"
    dossiers.write(built(demo_case), path)
    text = re.sub(r"\s+", "", text_of(path))
    for words in (
        "楊立昆",
        "結果確實被動過一點手腳",
        "外行指揮內行",
        "C-001",
        "Whatthisdossierleavesout.",
        "US$14.3billion",
    ):
        assert words in text


@pytest.mark.parametrize("profile", PROFILES)
def test_the_same_case_gives_the_same_bytes(demo_case: Store, profile: str) -> None:
    assert html(built(demo_case, profile)) == html(built(demo_case, profile))
    assert pdf(built(demo_case, profile)) == pdf(built(demo_case, profile))


def test_undoing_and_redoing_everything_gives_the_same_bytes(story: Store) -> None:
    before, printed = page(story, "internal"), pdf(built(story, "internal"))
    while story.next_undo:
        story.undo()
    assert page(story, "internal") != before
    while story.next_redo:
        story.redo()
    assert page(story, "internal") == before
    assert pdf(built(story, "internal")) == printed


class Skeleton(HTMLParser):
    """Tags and the names of their attributes, without any text."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.addresses: list[str] = []
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "action", "data", "poster")]

    def handle_endtag(self, tag: str) -> None:
        self.tags.append((f"/{tag}", ()))


def test_the_page_runs_nothing_and_loads_nothing(demo_case: Store) -> None:
    document = page(demo_case, "internal")
    found = Skeleton(document)
    tags = {tag for tag, _ in found.tags}
    assert not tags & {"script", "iframe", "object", "embed", "img", "image", "link", "base", "form", "use"}
    assert not any(name.startswith("on") for _, names in found.tags for name in names)
    assert found.addresses
    assert all(address.startswith("#") for address in found.addresses)
    style = re.search(r"<style>(.*?)</style>", document, re.DOTALL)
    assert style is not None
    assert not re.search(r"url\(|@import|https?:", style[1])
    assert "default-src 'none'" in document
    ids = set(re.findall(r'id="([^"]+)"', document))
    assert {address[1:] for address in found.addresses} <= ids


HOSTILE = [
    "</title><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' onmouseover='x", "]]>", "<!--", "--!>",
    "{{7*7}}", "${x}", "<%", "&lt;b&gt;", "</style>", "javascript:alert(1)", "#set text(red)", "\\", "[x]", "$x$", "*b*", "_",
    "\u202e", "\x01", "`", "</textarea>", "</svg>", "{% raw %}", "@import", '#eval("1")',
]  # fmt: skip


def dossier_with(text: str) -> Dossier:
    """A dossier with this text in every field that a person can fill."""
    store = new_case()
    cases.describe_case(store, name=text, summary=text)
    source = sources.add_source(
        store,
        Source(title=text, authors=text, publisher=text, url=text, language=text, text=f"{text} said."),
        sources.Original(b"x"),
    )
    actor = person(store, text, f"{text}2")
    claim = logged(store, text, about=replace(read_date("2025"), words=text), value=text, unit=text, note=text)
    claims.attribute(
        store, Attribution(claim_id=claim.id, actor_id=actor.id, source_id=source.id, said=read_date("2025")), span=(0, 10**6),
        relay=[Via(described=text)],
    )  # fmt: skip
    supported(store, claim, source, shows=text, credibility=1)
    other = logged(store, text)
    claims.relate(store, claim.id, "supports", other.id)
    claims.request_reply(store, Reply(claim_id=claim.id, described=text, channel=text, answer=text))
    cases.set_tags(store, claim.id, ["tag" + text])
    claims.judge(store, claim.id, verdict="false", review="signed off", reason=text)
    content = built(store, "internal")
    store.close()
    return content


PLAIN = Skeleton(html(dossier_with("x")).decode()).tags


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    content = dossier_with(text)
    assert Skeleton(html(content).decode()).tags == PLAIN
    assert pdf(content).startswith(b"%PDF")


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(st.text(st.characters(exclude_characters="\0#", exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=12))
@example("<p>&amp;")
def test_any_text_stays_text(text: str) -> None:
    assert Skeleton(html(dossier_with(text)).decode()).tags == PLAIN


def test_letters_that_no_font_shows_stop_no_dossier(store: Store) -> None:
    logged(store, "ภาษาไทย \U0001e900 \x01")
    content = built(store)
    assert "ภาษาไทย" in html(content).decode()
    assert pdf(content).startswith(b"%PDF")


def test_a_file_is_written_whole_or_not_at_all(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content, target = built(store), tmp_path / "dossier.html"
    target.write_text("the old one")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tracker.commands.saving.os.fsync", full)
    with pytest.raises(CannotSave, match="No space left on device"):
        dossiers.write(content, target)
    assert target.read_text() == "the old one"
    assert [file.name for file in tmp_path.iterdir()] == ["dossier.html"]


def test_where_nothing_can_be_written_it_says_so(store: Store, tmp_path: Path) -> None:
    content = built(store)
    with pytest.raises(Refused, match=r"\.pdf, \.html, \.htm, \.docx"):
        dossiers.write(content, tmp_path / "dossier.odt")
    with pytest.raises(CannotSave, match="could not be written"):
        dossiers.write(content, tmp_path / "no" / "dossier.html")
    (tmp_path / "folder.html").mkdir()
    with pytest.raises(CannotSave, match="is a folder"):
        dossiers.write(content, tmp_path / "folder.html")


@pytest.mark.parametrize("form", [file_format.suffix for file_format in formats.DOSSIERS])
@pytest.mark.parametrize("profile", PROFILES)
def test_a_leak_that_an_exporter_added_itself_stops_the_file(
    demo_case: Store, tmp_path: Path, form: str, profile: str
) -> None:
    content = replace(built(demo_case, profile), title="From 许文哲, with thanks")  # planted behind the first net
    target = tmp_path / f"out{form}"
    with pytest.raises(Leak):
        dossiers.write(content, target, redaction.protected_names(demo_case))
    assert list(tmp_path.iterdir()) == []
    dossiers.write(built(demo_case, profile), target, redaction.protected_names(demo_case))
    assert target.stat().st_size > 1000


@pytest.mark.parametrize("form", [".docx", ".md"])
def test_word_and_markdown_hold_every_claim_and_are_the_same_each_time(
    demo_case: Store, tmp_path: Path, form: str
) -> None:
    content = built(demo_case)
    first, second = tmp_path / f"a{form}", tmp_path / f"b{form}"
    dossiers.write(content, first)
    dossiers.write(content, second)
    assert first.read_bytes() == second.read_bytes()
    if form == ".docx":
        document = docx.Document(str(first))
        text = "\n".join(p.text for p in document.paragraphs)
        assert {p.style.name for p in document.paragraphs if p.style} >= {"Title", "Heading 1", "Heading 2", "Quote"}
        assert document.core_properties.author == "Claimline"
    else:
        text = first.read_text("utf-8")
    for claim in content.claims:
        assert claim.label in text
    assert "結果確實被動過一點手腳" in text


def test_nothing_of_a_case_is_markup_in_markdown() -> None:
    hostile = "[x](javascript:alert(1)) <script> `a` | # *b* _c_ ~~d~~"
    text = markdown(dossier_with(hostile)).decode()
    assert not re.search(r"(?<!\\)(?:\]\(|<script|`a`|~~)", text)


@pytest.mark.parametrize("text", ["\x01control", "\ufffe", "a\x0bb", "&<>\"'"])
def test_word_holds_only_what_xml_can_hold(text: str) -> None:
    content = replace(dossier_with("plain"), title=text, summary=text)
    assert word(content).startswith(b"PK")


def designed(store: Store, **fields: object) -> Dossier:
    index, design = ClaimIndex(store, TODAY), Design(id=0, **fields)  # type: ignore[arg-type]
    return dossiers.build(store, index, dossiers.chosen(index, design), design)


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])
def test_a_chinese_dossier_says_nothing_of_its_own_in_english(demo_case: Store, language: str) -> None:
    content = designed(demo_case, language=language, profile="internal")
    pages = [html(content).decode(), markdown(content).decode(), words_of(pdf(content)), paragraphs(word(content))]
    for page in pages:
        for english in (
            "Who said it",
            "What this dossier",
            "Claimant",
            "hops",
            "signed off",
            "as of",
            "link only",
            "asked",
        ):
            assert english not in page, english
    for side, chinese in (("zh-Hant", "誰說的"), ("zh-Hans", "谁说的")):
        assert all((chinese in page) is (side == language) for page in pages)
    assert f'<html lang="{language}">' in pages[0]
    assert {"zh-Hant": "約2026年1月12日以前", "zh-Hans": "约2026年1月12日以前"}[language] in pages[0]


def words_of(content: bytes) -> str:
    document = pdfium.PdfDocument(content)
    return "\n".join(document[n].get_textpage().get_text_bounded() for n in range(len(document)))


def paragraphs(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for cell in table._cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_claims_stand_in_the_order_of_the_hand_and_no_others(demo_case: Store) -> None:
    content = designed(demo_case, order="hand", numbers=("C-005", "C-002", "C-009"))
    assert [claim.label for claim in content.claims] == ["C-005", "C-002", "C-009"]
    assert "17 other claims of the case" in content.left_out
    with pytest.raises(Refused, match="no claim C-999"):
        designed(demo_case, numbers=("C-999",))


@pytest.mark.parametrize(
    ("part", "gone"),
    [
        ("picture", "<svg"),
        ("table", "<th>Origins"),
        ("related", "Related claims"),
        ("replies", "Right of reply"),
        ("review", "<h3>Review"),
    ],
)
def test_what_is_left_out_by_choice_is_gone_and_said_to_be(demo_case: Store, part: str, gone: str) -> None:
    assert gone in html(designed(demo_case)).decode()
    content = designed(demo_case, without=(part,))
    assert gone not in html(content).decode()
    assert content.left_out[-1] == f"by choice: {PARTS[part]}"
    for form in (pdf, word, markdown):
        assert form(content)


@pytest.mark.parametrize(
    "design", [{"profile": "secret"}, {"language": "tlh"}, {"order": "random"}, {"without": ("evidence",)}]
)
def test_a_design_that_is_none_is_refused(demo_case: Store, design: dict[str, object]) -> None:
    with pytest.raises(Refused, match="There is no"):
        designed(demo_case, **design)


def test_a_design_is_kept_under_its_name_in_the_case(store: Store) -> None:
    first = dossiers.save_design(store, Design(id=0, name=" For the lawyer ", profile="internal", numbers=("C-001",)))
    assert (first.name, dossiers.designs(store)) == ("For the lawyer", [first])
    again = dossiers.save_design(store, Design(id=0, name="For the lawyer", language="zh-Hant"))
    assert dossiers.designs(store) == [again]
    assert (again.id, again.profile, again.numbers) == (first.id, "legal", ())
    store.undo()
    assert dossiers.designs(store)[0].profile == "internal"
    with pytest.raises(Refused, match="needs a name"):
        dossiers.save_design(store, Design(id=0))
    dossiers.remove_design(store, first.id)
    assert dossiers.designs(store) == []


INTERNAL = Design(id=0, profile="internal")


@pytest.fixture
def leaking(store: Store) -> Store:
    """A protected man, whose name in other spellings is in every field for free text."""
    hidden = actors.add_actor(store, "許文哲", names=["Hsu Wen-che"], protected=True)
    claim = logged(store, "HSU WEN‑CHE told us; 许文哲, he said, saw it. Hsu Wen-chester did not.")
    said(store, claim, actor_id=hidden.id)
    supported(store, claim, read(store, "Notes by 許 文 哲", "text"), shows="What 許文哲 brought")
    return store


def test_each_name_is_dealt_with_before_anything_is_written(leaking: Store) -> None:
    index = ClaimIndex(leaking, TODAY)
    report = dossiers.release(leaking, index, index.select(), INTERNAL, {})
    assert [leak.where for leak in report.leaks] == [
        "C-001 · statement",
        "C-001 · evidence · shows",
        "source [1] · title",
    ]
    keys = [leak.key for leak in report.leaks]
    answers = {keys[0]: "pseudonym", keys[1]: "withhold"}
    with pytest.raises(Leak) as trouble:
        dossiers.build(leaking, index, index.select(), INTERNAL, answers)
    assert [place.split(":")[0] for place in trouble.value.places] == ["source [1] · title"]
    content = dossiers.build(leaking, index, index.select(), INTERNAL, answers | {keys[2]: "pseudonym"})
    assert content.claims[0].statement == "[Source A] told us; [Source A], he said, saw it. Hsu Wen-chester did not."
    assert content.claims[0].evidence[0].shows == "[withheld]"
    assert content.sources[0].title == "Notes by [Source A]"
    assert content.left_out[-2:] == ("names replaced in 2 texts, in [ ]", "1 text withheld")
    names = redaction.protected_names(leaking)
    for form in (html, pdf, word, markdown):
        redaction.require_no_names_in_file(form(content), names)


def test_an_answer_goes_with_the_text_in_whatever_order(leaking: Store) -> None:
    second = logged(leaking, "Another")
    said(leaking, second, described="AAA", source_id=read(leaking, "許文哲 at home, 12 Harbour Street", "x").id)
    index = ClaimIndex(leaking, TODAY)
    leaks = dossiers.release(leaking, index, index.select(), INTERNAL, {}).leaks
    answers = {leak.key: "withhold" if "at home" in leak.context else "pseudonym" for leak in leaks}
    for order in ORDERS:
        content = dossiers.build(leaking, index, index.select(), Design(id=0, order=order, profile="internal"), answers)
        assert "Harbour Street" not in markdown(content).decode()


def test_two_texts_at_one_place_are_two_questions(leaking: Store) -> None:
    claim = leaking.all(Claim)[0]
    supported(leaking, claim, read(leaking, "Letter", "x"), shows="A second thing of 許文哲")
    index = ClaimIndex(leaking, TODAY)
    leaks = dossiers.release(leaking, index, index.select(), INTERNAL, {}).leaks
    shows = [leak for leak in leaks if leak.where == "C-001 · evidence · shows"]
    assert len({leak.key for leak in shows}) == 2
    with pytest.raises(Leak):
        dossiers.build(
            leaking, index, index.select(), INTERNAL, {leak.key: "withhold" for leak in leaks if leak != shows[0]}
        )


def test_a_name_in_a_lane_is_not_drawn_though_it_would_be_cut(store: Store) -> None:
    actors.add_actor(store, "Zhang Weiming", protected=True)
    said(store, logged(store, "The pier is closed"), described="Zhang Weiming's personal aide", said=read_date("2025"))
    index = ClaimIndex(store, TODAY)
    leaks = dossiers.release(store, index, index.select(), Design(id=0), {}).leaks
    assert "timeline picture" in [leak.where for leak in leaks]
    content = dossiers.build(store, index, index.select(), Design(id=0), {leak.key: "withhold" for leak in leaks})
    assert content.picture == ""
    assert "Zhang" not in html(content).decode()


@pytest.mark.parametrize(
    ("names", "text", "told"),
    [
        ([("Weiming", "Zhang Weiming")], "Zhang Weiming leaked the file", "[Source A] leaked the file"),
        ([("Zhang", "Zhang Weiming")], "Zhang Weiming leaked it, Zhang did", "[Source A] leaked it, [Source A] did"),
        ([("Ann",), ("Ann Lee",)], "Ann Lee leaked it to Ann", "[Source B] leaked it to [Source A]"),
        ([("Ann",)], "a us not left Annie Anna so Ann", "a us not left Annie Anna so [Source A]"),
        ([("Ann Lee",), ("Lee Wong",)], "Ann Lee Wong came", "[Source B] came"),
        ([("許文哲",)], "許 文 哲說：许文哲（Ａ）", "[Source A]說：[Source A]（Ａ）"),
        ([("Ann Lee",)], "https://x.example/Ann%20Lee", None),
    ],
)
def test_a_pseudonym_takes_the_place_of_the_whole_name(
    store: Store, names: list[tuple[str, ...]], text: str, told: str | None
) -> None:
    for name, *others in names:
        actors.add_actor(store, name, names=others, protected=True)
    assert redaction.Replacing(store).text(text) == told


@given(st.text(alphabet="許许文哲 ·HsuWenche-12,。é\u0301", max_size=60))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_keeps_a_name_that_was_replaced(leaking: Store, text: str) -> None:
    instead = redaction.Replacing(leaking)
    replaced = instead.text(text)
    if replaced is not None and not instead.names_anyone(text):
        assert replaced == text
    elif replaced is not None:
        assert "Source A" in replaced
        assert not instead.names_anyone(replaced)


def test_every_citation_of_the_word_dossier_has_its_footnote(demo_case: Store) -> None:
    dossier = designed(demo_case)
    cited = sum(bool(s.source) for c in dossier.claims for s in c.said_by) + sum(
        len(c.evidence) for c in dossier.claims
    )
    content = word(dossier)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        notes = package.read("word/footnotes.xml").decode()
        body = package.read("word/document.xml").decode()
    assert notes.count("<w:footnoteRef/>") == body.count("<w:footnoteReference ") == cited
    text = from_bytes(content, name="dossier.docx").source.text
    for source in dossier.sources:
        assert f"[{source.number}] {source.title}" in text


def test_a_title_in_a_footnote_is_no_markup(store: Store) -> None:
    claim = logged(store, "The pier is closed")
    said(store, claim, source_id=read(store, "A & B <w:p> \x0b “C”").id)
    content = word(built(store))
    assert "A & B <w:p>" in from_bytes(content, name="dossier.docx").source.text
