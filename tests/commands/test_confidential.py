"""What a protected person said or provided is in no export of any format."""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from tests.newsroom import TODAY, logged, person, read, said, supported
from tracker.commands import actors, claims, data, dossier, events, package, picture, sources
from tracker.commands.claims import Via
from tracker.commands.confidential import confidential_sources
from tracker.domain.attribution import Attribution
from tracker.domain.dates import read_date
from tracker.domain.design import Design
from tracker.domain.event import Event
from tracker.domain.evidence import Evidence
from tracker.domain.query import EVERYTHING
from tracker.domain.source import Capture, Source
from tracker.errors import Refused
from tracker.exporters import formats
from tracker.samples import llama4
from tracker.store import Store, open_case
from tracker.store.claims.index import ClaimIndex

OUTSIDE = ("legal", "public")
CAPTURED = "2025-10-03T04:05:06+00:00"
ADDRESS, FILE = "https://files.example.org/private-share", "talk-of-monday.txt"
QUOTED = (
    "every meeting was about putting the assistant into the apps", "the launch date was fixed before the model was",
)  # fmt: skip


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The demo case; its confidential notes have a time, size, file name and address of their own."""
    path = tmp_path_factory.mktemp("demo") / "demo.claims"
    llama4.build(path, author="Reporter")
    store = open_case(path, author="Reporter")
    notes = notes_of(store)
    (capture,) = store.all(Capture, source_id=notes.id)
    with store.step("Say where they came from"):
        store.put(replace(notes, accessed=CAPTURED, url=ADDRESS, publisher="Monday Circle"))
        store.put(replace(capture, captured=CAPTURED, origin=FILE, url=ADDRESS, final_url=ADDRESS))
    notes = notes_of(store)
    claims.link_evidence(
        store, Evidence(claim_id=claims.claim_named(store, "C-001").id, source_id=notes.id),
        quote="Reasoning had no owner",
    )  # fmt: skip
    yield store
    store.close()


def notes_of(store: Store) -> Source:
    return next(source for source in store.all(Source) if source.kind == "testimony")


def unpacked(content: bytes) -> Iterator[str]:
    """A finished file as a curious stranger reads it: its bytes, what they pack, and the pages of a PDF."""
    yield content.decode("utf-8", "replace")
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name
                yield from unpacked(archive.read(name))
    if content.startswith(b"%PDF"):
        for found in re.finditer(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
            try:
                yield zlib.decompressobj().decompress(found[1]).decode("utf-8", "replace")
            except zlib.error:
                continue
        document = pdfium.PdfDocument(content)
        yield " ".join(document[n].get_textpage().get_text_bounded() for n in range(len(document)))


def secrets(store: Store) -> list[str]:
    """The texts that no export may contain."""
    notes = notes_of(store)
    (capture,) = store.all(Capture, source_id=notes.id)
    text = notes.text
    for quote in QUOTED:
        assert quote in text
        text = text.replace(quote, "\n")
    words = [line.strip(" .,") for line in re.split(r"[\n.]", text) if len(line.strip(" .,")) > 12]
    assert any("Reasoning had no owner" in line for line in words)
    return [
        *words, capture.sha256, capture.sha256[:12], capture.text_sha256, f"{capture.size} bytes", f'"size": {capture.size}',
        CAPTURED[:16], CAPTURED[:16].replace("T", " "), CAPTURED[:10], "20251003", "2025/10/03", ADDRESS, FILE, "Monday Circle",
    ]  # fmt: skip


def dossier_in(ending: str) -> Callable[[Store, str, Path], bytes]:
    def write(store: Store, profile: str, folder: Path) -> bytes:
        index, target = ClaimIndex(store, TODAY), folder / f"out{ending}"
        dossier.write(dossier.build(store, index, index.select(), Design(id=0, profile=profile)), target)
        return target.read_bytes()

    return write


def data_in(form: str) -> Callable[[Store, str, Path], bytes]:
    def write(store: Store, profile: str, _folder: Path) -> bytes:
        index = ClaimIndex(store, TODAY)
        return data.content(store, index, index.select(), form, profile)

    return write


def packed(store: Store, profile: str, folder: Path) -> bytes:
    index = ClaimIndex(store, TODAY)
    package.write(store, index, index.select(), folder / "out.zip", profile)
    return (folder / "out.zip").read_bytes()


def drawn(store: Store, profile: str, _folder: Path) -> bytes:
    return picture.picture(
        store, EVERYTHING, picture.PictureOptions(lanes="source", profile=profile), "svg", today=TODAY
    )


OUTPUTS = (
    {"package": packed, "picture": drawn}
    | {f"dossier{ending}": dossier_in(ending) for ending in (".html", ".pdf", ".docx", ".md")}
    | {file_format.key: data_in(file_format.key) for file_format in formats.CLAIMS}
)


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("profile", OUTSIDE)
def test_nothing_of_a_confidential_source_goes_out(case: Store, tmp_path: Path, output: str, profile: str) -> None:
    content = OUTPUTS[output](case, profile, tmp_path)
    for text in unpacked(content):
        for secret in secrets(case):
            assert secret not in text, secret


@pytest.mark.parametrize("profile", OUTSIDE)
def test_the_claim_keeps_its_own_words_under_the_pseudonym(case: Store, tmp_path: Path, profile: str) -> None:
    page = dossier_in(".md")(case, profile, tmp_path).decode()
    for quote in QUOTED:
        assert quote in page
    assert "Source A" in page
    assert "1 confidential source: its title, copy, checksum, size and time of capture" in page
    assert "**Confidential source**, testimony" in page


def test_the_internal_profile_holds_everything(case: Store, tmp_path: Path) -> None:
    (capture,) = case.all(Capture, source_id=notes_of(case).id)
    with zipfile.ZipFile(io.BytesIO(packed(case, "internal", tmp_path))) as bag:
        assert f"data/originals/{capture.sha256}.txt" in bag.namelist()
    page = dossier_in(".md")(case, "internal", tmp_path).decode()
    assert capture.sha256 in page
    assert "Reasoning had no owner" in page


@pytest.mark.parametrize("profile", OUTSIDE)
def test_a_package_names_no_confidential_source_and_is_sound(case: Store, tmp_path: Path, profile: str) -> None:
    index = ClaimIndex(case, TODAY)
    written = package.write(case, index, index.select(), tmp_path / "out.zip", profile)
    assert written.left_out == ("Talk with a former engineer",)
    assert package.verify(tmp_path / "out.zip") == []
    with zipfile.ZipFile(tmp_path / "out.zip") as bag:
        listed = json.loads(bag.read("data/claims.json"))
        originals = [name for name in bag.namelist() if name.startswith("data/originals/")]
    assert len(originals) == written.originals == 5
    assert sum(source["title"] == "Confidential source" for source in listed["sources"]) == 1


@pytest.mark.parametrize("profile", OUTSIDE)
def test_the_whole_case_does_not_go_out(case: Store, profile: str) -> None:
    index = ClaimIndex(case, TODAY)
    with pytest.raises(Refused, match="JSON Lines hold the whole case"):
        data.content(case, index, index.select(), "jsonl", profile)
    assert data.content(case, index, index.select(), "jsonl", "internal")
    assert data.content(case, index, index.select(), "jsonl")


# Which sources are confidential


def held_back(store: Store, profile: str = "public") -> set[str]:
    return {store.get(Source, source_id).title for source_id in confidential_sources(store, profile)}


def test_nobody_protected_nothing_held_back(store: Store) -> None:
    said(store, logged(store), actor_id=person(store, "Ann Lee").id, source_id=read(store).id)
    assert held_back(store) == set()


def test_what_a_protected_person_says_or_passes_on_is_confidential(store: Store) -> None:
    secret, other = person(store, "Ann Lee", protected=True), person(store, "Meta")
    open_, own, passed, station = (read(store, title, title) for title in ("open", "own", "passed on", "station"))
    said(store, logged(store), actor_id=other.id, source_id=open_.id)
    said(store, logged(store), actor_id=secret.id, source_id=own.id)
    claims.attribute(
        store, Attribution(claim_id=logged(store).id, actor_id=other.id, source_id=passed.id),
        relay=[Via(actor_id=secret.id), Via(source_id=station.id)],
    )  # fmt: skip
    assert held_back(store) == {"own", "passed on", "station"}
    assert held_back(store, "internal") == set()
    actors.protect(store, secret.id, protected=False)
    assert held_back(store) == set()


def test_testimony_for_a_claim_of_a_protected_person_is_confidential(store: Store) -> None:
    secret = person(store, "Ann Lee", protected=True)
    claim = logged(store)
    said(store, claim, actor_id=secret.id)
    supported(store, claim, read(store, "audit", "audit"))
    supported(store, claim, sources.add_source(store, Source(title="notes", kind="testimony")))
    assert held_back(store) == {"notes"}


@pytest.mark.parametrize(
    "fields", [{"title": "Talk with Ann Lee"}, {"authors": "Lee; Ann Lee"}, {"url": "https://e.org/ann-lee"}]
)
def test_what_names_a_protected_person_as_its_own_is_confidential(store: Store, fields: dict[str, str]) -> None:
    person(store, "Ann Lee", protected=True)
    sources.add_source(store, Source(**({"title": "notes"} | fields)))  # type: ignore[arg-type]
    assert held_back(store) == {fields.get("title", "notes")}


def test_a_file_named_after_a_protected_person_is_confidential(store: Store) -> None:
    person(store, "Ann Lee", protected=True)
    sources.add_source(store, Source(title="notes"), sources.Original(b"x", origin="interview-Ann-Lee-F1.txt"))
    assert held_back(store) == {"notes"}


def test_copies_and_transcripts_of_a_confidential_source_are_confidential(store: Store) -> None:
    secret = person(store, "Ann Lee", protected=True)
    notes, tape, again = read(store, "notes", "same"), read(store, "tape", "tape"), read(store, "again", "same")
    transcript = sources.add_source(store, Source(title="transcript", kind="interview"))
    article = read(store, "article", "about it")
    sources.derive(store, notes.id, tape.id)
    sources.derive(store, transcript.id, tape.id)
    sources.derive(store, article.id, notes.id)
    said(store, logged(store), actor_id=secret.id, source_id=notes.id)
    assert again.id != notes.id
    assert held_back(store) == {"notes", "tape", "again", "transcript"}


def test_what_was_not_published_and_goes_back_to_a_confidential_source_is_confidential(store: Store) -> None:
    secret = person(store, "Ann Lee", protected=True)
    interview, claim = read(store, "interview", "words"), logged(store)
    for kind in ("document", "video", "article"):
        derived = sources.add_source(store, Source(title=kind, kind=kind))
        sources.derive(store, derived.id, interview.id)
    said(store, claim, actor_id=secret.id, source_id=interview.id)
    behind = sources.add_source(store, Source(title="behind", kind="interview"))
    supported(store, claim, behind)
    assert held_back(store) == {"interview", "document", "video", "behind"}


def test_the_source_of_an_event_of_a_protected_person_is_confidential_and_the_event_not_drawn(store: Store) -> None:
    secret = person(store, "Ann Lee", protected=True)
    notes = read(store, "notes", "words")
    open_claim = logged(store, about=read_date("2026-01-02"))
    said(store, open_claim, actor_id=person(store, "Bo").id, said=read_date("2026-01-03"))
    events.add_event(store, Event(title="Meeting at night", when=read_date("2026-01-01"), actor_id=secret.id))
    events.add_event(store, Event(title="Zebra in the notes", when=read_date("2026-01-01"), source_id=notes.id))
    events.add_event(store, Event(title="Opening", when=read_date("2026-01-01")))
    assert held_back(store) == set()
    events.add_event(
        store, Event(title="Handing over", when=read_date("2026-01-01"), actor_id=secret.id, source_id=notes.id)
    )
    assert held_back(store) == {"notes"}
    options = picture.PictureOptions(profile="public")
    drawn = picture.picture(store, EVERYTHING, options, "svg", today=TODAY).decode()
    assert "Opening" in drawn
    assert not [words for words in ("Meeting at night", "Zebra", "Handing over") if words in drawn]


def test_a_copy_of_a_confidential_source_that_no_claim_cites_is_confidential(store: Store) -> None:
    person(store, "Ann Lee", protected=True)
    read(store, "Talk with Ann Lee", "same")
    copy = read(store, "TWINTITLE", "same")
    said(store, logged(store), actor_id=person(store, "Bo").id, source_id=copy.id)
    index = ClaimIndex(store, TODAY)
    for form in ("csv", "ris", "csl"):
        assert b"TWINTITLE" not in data.content(store, index, index.select(), form, "public")


@pytest.mark.parametrize("profile", OUTSIDE)
def test_an_outlet_as_claimant_does_not_tell_which_source_is_confidential(
    store: Store, tmp_path: Path, profile: str
) -> None:
    secret = person(store, "Ann Lee", protected=True)
    article = sources.add_source(store, Source(title="notes", publisher="Port Herald"))
    said(store, logged(store), actor_id=secret.id, source_id=article.id)
    said(store, logged(store, "The pier sank"), described="Port Herald", source_id=article.id)
    index = ClaimIndex(store, TODAY)
    written = [data.content(store, index, index.select(), form, profile) for form in ("csv", "claimreview")]
    written += [dossier_in(".md")(store, profile, tmp_path), packed(store, profile, tmp_path)]
    assert not [text for content in written for text in unpacked(content) if "Port Herald" in text]
    internal = data.content(store, index, index.select(), "csv", "internal")
    assert b"Port Herald" in internal
