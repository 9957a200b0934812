"""The source reader: suggestions, originals, versions, transcripts, custody, large files."""

import io
import stat
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import typst
from PIL import Image
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QLabel

from tests.gui.conftest import Reporter
from tracker.capture import drafts
from tracker.commands import sources
from tracker.domain.claim import Claim
from tracker.domain.query import Query
from tracker.domain.source import Capture, Custody, Derivation, Source
from tracker.gui.actions.sources import Sources
from tracker.gui.dialogs.add_source import AddSourceDialog
from tracker.gui.dialogs.text import EditTextDialog, TextDialog
from tracker.gui.pages.sources import editing, originals
from tracker.gui.pages.sources.page import SourcesPage
from tracker.store import captures

TEXT = "林安近日表示，擴建沒有超支。海很平靜。前員工透露，付了兩次款。公司否認延誤。"


@pytest.fixture
def reading(reporter: Reporter) -> Reporter:
    """A desk with an article open in the reader."""
    sources.add_source(
        reporter.store, Source(title="Port", text=TEXT, publisher="海風日報"), sources.Original(TEXT.encode())
    )
    reporter.window.workbench.show("sources")
    reporter.window.workbench.page(SourcesPage).reader.setFocus()
    return reporter


def cards(reporter: Reporter) -> list[str]:
    QApplication.processEvents()
    return [
        found.text()
        for found in reporter.window.workbench.page(SourcesPage).cards.findChildren(QLabel)
        if found.isVisible()
    ]


def key(reporter: Reporter, which: Qt.Key) -> None:
    reporter.bot.keyClick(reporter.window.workbench.page(SourcesPage).reader, which)
    reporter.rest(reporter.window.workbench.page(SourcesPage))


def choose(reporter: Reporter, words: str) -> None:
    """Choose an entry of the menu over the text."""
    next(
        action for action in reporter.window.workbench.page(SourcesPage).header.menu.actions() if action.text() == words
    ).trigger()


def suggested(reporter: Reporter) -> int:
    """How many sentences of the source in view look like claims."""
    state = reporter.window.workbench.page(SourcesPage).state
    return len(state.suggested()) if state is not None else 0


def picked(reporter: Reporter) -> str:
    return TEXT[slice(*reporter.window.workbench.page(SourcesPage).reader.picked_span())]


def test_suggested_sentences_are_walked_logged_and_dismissed_by_key(reading: Reporter) -> None:
    assert "3 sentences look like claims" in cards(reading)
    key(reading, Qt.Key.Key_S)
    assert picked(reading) == "林安近日表示，擴建沒有超支。"
    assert "Suggested because: reporting verb" in cards(reading)
    key(reading, Qt.Key.Key_Return)
    assert [claim.statement for claim in reading.store.all(Claim)] == ["林安近日表示，擴建沒有超支。"]
    assert "2 sentences look like claims" in cards(reading)
    key(reading, Qt.Key.Key_S)
    assert picked(reading) == "前員工透露，付了兩次款。"
    key(reading, Qt.Key.Key_X)
    assert picked(reading) == "公司否認延誤。"
    assert "1 sentence looks like a claim" in cards(reading)
    key(reading, Qt.Key.Key_X)
    assert reading.window.statusline.message() == "Nothing more is suggested in this source."
    assert len(reading.store.all(Claim)) == 1


def test_logged_words_are_walked_and_one_key_leads_back_to_the_claim(reading: Reporter) -> None:
    for _ in range(2):
        key(reading, Qt.Key.Key_S)
        key(reading, Qt.Key.Key_Return)
    reading.window.workbench.page(SourcesPage).reader.reveal(0, 0)
    key(reading, Qt.Key.Key_N)
    first = picked(reading)
    key(reading, Qt.Key.Key_N)
    assert picked(reading) != first
    key(reading, Qt.Key.Key_P)
    assert picked(reading) == first
    assert "paragraph 1" in cards(reading)
    reading.act("back-to-claim")
    assert reading.window.workbench.current == "claims"
    assert reading.window.session is not None
    assert reading.window.session.selected is not None
    assert reading.window.session.selected.claim.statement == first


def test_a_corrected_text_keeps_its_quotes_or_says_that_they_are_lost(
    reading: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    key(reading, Qt.Key.Key_S)
    key(reading, Qt.Key.Key_Return)
    monkeypatch.setattr(
        EditTextDialog,
        "exec",
        lambda self: self.editor.setPlainText("更正：" + TEXT.replace("海很平靜", "海面平靜")) or 1,
    )
    reading.window.workbench.page(SourcesPage).correct_text()
    assert any("found again" in words for words in cards(reading))
    monkeypatch.setattr(EditTextDialog, "exec", lambda self: self.editor.setPlainText("別的文字") or 1)
    reading.window.workbench.page(SourcesPage).correct_text()
    assert "¶ quote not found in this text" in cards(reading)
    assert reading.window.session is not None
    assert len(reading.window.session.index.select(Query.parse("check:lost-anchor"))) == 1


def test_a_picture_is_shown_as_it_looks(reporter: Reporter, tmp_path: Path) -> None:
    target = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(target, "PNG")
    path = tmp_path / "photo.png"
    path.write_bytes(target.getvalue())
    draft = drafts.from_file(path)
    reporter.window.registry.of(Sources).keep(draft.source, draft)
    page = reporter.window.workbench.page(SourcesPage)
    reporter.bot.waitUntil(lambda: page.original.sheet.picture is not None)
    picture = page.original.sheet.picture
    assert picture is not None
    assert (picture.width(), picture.height()) == (60, 40)
    assert picture.pixelColor(5, 5).name() == "#ff0000"
    width = page.original.sheet.width()
    reporter.click("+", page.original)
    assert page.original.sheet.width() > width


def test_logged_words_are_marked_on_the_page_of_a_pdf_and_lead_to_their_claim(
    reporter: Reporter, tmp_path: Path
) -> None:
    path = tmp_path / "minutes.pdf"
    path.write_bytes(typst.compile(b"Nothing here.\n#pagebreak()\nThe harbour is closed until May.", format="pdf"))
    draft = drafts.from_file(path)
    reporter.window.registry.of(Sources).keep(draft.source, draft)
    page = reporter.window.workbench.page(SourcesPage)
    assert page.source is not None
    start = page.source.text.index("harbour is closed")
    page.reader.reveal(start, start + len("harbour is closed"))
    page.handle_key("log")
    page.header.original.setChecked(True)
    reporter.bot.waitUntil(lambda: bool(page.original.sheet.places))
    assert page.original.page == 1
    session = reporter.window.session
    assert session is not None
    (logged,) = session.store.all(Claim)
    ((mark, _),) = page.original.sheet.places
    assert mark.claim_id == logged.id
    session.select(None)
    place = page.original.sheet.place_of(logged.id)
    assert place is not None
    reporter.bot.mouseClick(page.original.sheet, Qt.MouseButton.LeftButton, pos=place.center().toPoint())
    assert session.claim_id == logged.id
    reporter.bot.keyClick(page.original, Qt.Key.Key_Left)
    reporter.bot.waitUntil(lambda: not page.original.sheet.places)
    reporter.bot.keyClick(page.original, Qt.Key.Key_N)
    reporter.bot.waitUntil(lambda: bool(page.original.sheet.places))


def test_marks_of_a_page_follow_a_corrected_text_and_stand_at_no_other_words(
    reporter: Reporter, tmp_path: Path
) -> None:
    path = tmp_path / "minutes.pdf"
    path.write_bytes(typst.compile(b"Alpha beta gamma delta epsilon zeta eta theta.", format="pdf"))
    draft = drafts.from_file(path)
    reporter.window.registry.of(Sources).keep(draft.source, draft)
    page = reporter.window.workbench.page(SourcesPage)
    assert page.source is not None
    start = page.source.text.index("gamma delta")
    page.reader.reveal(start, start + len("gamma delta"))
    page.handle_key("log")
    page.header.original.setChecked(True)
    reporter.bot.waitUntil(lambda: bool(page.original.sheet.places))
    before = page.original.sheet.places[0][1]
    sources.edit_source(reporter.store, replace(page.source, text="A sentence before. " + page.source.text))
    now = page.source.text.index("gamma delta")
    words = [(now, now + len("gamma delta"))]
    reporter.bot.waitUntil(lambda: [(mark.start, mark.end) for mark, _ in page.original.sheet.places] == words)
    assert page.original.sheet.places[0][1] == before


def test_what_was_dismissed_stays_dismissed_when_the_text_is_corrected(
    reading: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = reading.window.workbench.page(SourcesPage)
    before = suggested(reading)
    reading.bot.keyClick(page.reader, Qt.Key.Key_S)
    reading.bot.keyClick(page.reader, Qt.Key.Key_X)
    assert suggested(reading) == before - 1
    monkeypatch.setattr(EditTextDialog, "exec", lambda self: self.editor.setPlainText("更正。" + TEXT) or 1)
    page.correct_text()
    assert page.source is not None
    assert page.source.text.startswith("更正")
    assert suggested(reading) == before - 1


def test_a_recording_is_opened_outside_on_the_persons_word_and_custody_says_so(
    reporter: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = b"RIFF\0\0\0\0WAVE and so on"
    sources.add_source(reporter.store, Source(title="Call"), sources.Original(recording, "audio/wav", "../call.exe"))
    reporter.window.workbench.show("sources")
    page = reporter.window.workbench.page(SourcesPage)
    opened: list[Path] = []

    def open_url(url: QUrl) -> bool:
        opened.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(originals, "confirm", lambda *_: False)
    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    choose(reporter, "Open with another program…")
    assert opened == []
    monkeypatch.setattr(originals, "confirm", lambda *_: True)
    choose(reporter, "Open with another program…")
    (copy,) = opened
    assert copy.read_bytes() == recording
    assert copy.suffix == ".wav"
    assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
    (record,) = reporter.store.all(Custody)
    assert record.what == "opened outside"
    page.cancel()
    assert not copy.exists()


def test_a_source_is_unlinked_and_removed_at_the_window(reading: Reporter, monkeypatch: pytest.MonkeyPatch) -> None:
    first = reading.store.all(Source)[0]
    wire = sources.add_source(reading.store, Source(title="Wire"))
    sources.derive(reading.store, first.id, wire.id)
    page = reading.window.workbench.page(SourcesPage)
    page.show_source(first.id)
    assert "Wire" in page.header.about.text()
    choose(reading, "Not derived from another source")
    assert reading.store.all(Derivation) == []
    assert "Wire" not in page.header.about.text()
    monkeypatch.setattr(editing, "confirm", lambda *_: True)
    page.show_source(wire.id)
    choose(reading, "Remove this source…")
    assert [source.title for source in reading.store.all(Source)] == ["Port"]
    assert page.source == first


def test_custody_names_the_hash_and_shows_the_first_bytes(reading: Reporter) -> None:
    choose(reading, "Custody and raw bytes…")
    dialog = reading.window.findChild(TextDialog)
    assert dialog is not None
    text = dialog.text.toPlainText()
    assert reading.store.all(Capture)[0].sha256 in text
    assert "captured by Reporter" in text
    assert "0000  e6 9e 97" in text
    dialog.close()


class _Page(BaseHTTPRequestHandler):
    text = TEXT

    def do_GET(self) -> None:
        content = self.text.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Silence."""


@pytest.fixture
def page_address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Page)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/port"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_page_is_captured_again_and_its_changes_are_told(
    reporter: Reporter, page_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources.add_source(
        reporter.store,
        Source(title="Port", text="海很平靜。", url=page_address),
        sources.Original("海很平靜。".encode()),
    )
    reporter.window.workbench.show("sources")
    monkeypatch.setattr(originals, "confirm", lambda *_: True)
    reporter.window.workbench.page(SourcesPage).capture_again()
    reporter.bot.waitUntil(lambda: len(reporter.store.all(Capture)) == 2)
    assert reporter.store.all(Source)[0].text == TEXT
    choose(reporter, "Compare versions…")
    reporter.bot.waitUntil(lambda: reporter.window.findChild(TextDialog) is not None)
    dialog = reporter.window.findChild(TextDialog)
    assert dialog is not None
    assert "+ 前員工透露，付了兩次款。" in dialog.text.toPlainText()
    dialog.close()


def test_a_large_file_is_laid_in_by_a_worker_with_progress(
    reporter: Reporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.capture.drafts._IN_MEMORY", 1000)
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"\0\0\0\x20ftypisom" + bytes(9_000_000))
    draft = drafts.from_file(path)
    assert draft.media_type == "video/mp4"
    reporter.window.registry.of(Sources).keep(draft.source, draft)
    reporter.bot.waitUntil(lambda: bool(reporter.store.all(Capture)))
    assert not reporter.window.working.isVisible()
    assert reporter.store.all(Capture)[0].size == path.stat().st_size
    assert reporter.store.all(Source)[0].kind == "video"


def test_two_large_files_at_once_keep_each_its_own_bytes(
    reporter: Reporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.capture.drafts._IN_MEMORY", 1000)
    head = b"\0\0\0\x20ftypisom"
    for name in ("a", "b"):
        (tmp_path / f"{name}.mp4").write_bytes(head + name.encode() * 3_000_000)
        draft = drafts.from_file(tmp_path / f"{name}.mp4")
        reporter.window.registry.of(Sources).keep(replace(draft.source, title=name), draft)
    reporter.bot.waitUntil(lambda: len(reporter.store.all(Capture)) == 2)
    reporter.bot.waitUntil(lambda: not reporter.window.working.busy())
    for source in reporter.store.all(Source):
        (capture,) = reporter.store.all(Capture, source_id=source.id)
        content = b"".join(captures.chunks(reporter.store.db, capture.sha256))
        assert content == head + source.title.encode() * 3_000_000


def test_a_page_that_comes_after_its_source_was_left_is_kept_with_its_source(
    reporter: Reporter, page_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(originals, "confirm", lambda *_: True)
    first = sources.add_source(reporter.store, Source(title="Port", url=page_address), sources.Original(b"before"))
    second = sources.add_source(reporter.store, Source(title="Quay", text="other"), sources.Original(b"other"))
    reporter.window.workbench.show("sources")
    page = reporter.window.workbench.page(SourcesPage)
    page.show_source(first.id)
    page.capture_again()
    page.show_source(second.id)
    reporter.bot.waitUntil(lambda: len(reporter.store.all(Capture)) == 3)
    assert len(reporter.store.all(Capture, source_id=first.id)) == 2
    assert len(reporter.store.all(Capture, source_id=second.id)) == 1


def test_a_page_whose_source_is_gone_when_it_comes_is_said_not_to_be_kept(
    reporter: Reporter, page_address: str
) -> None:
    source = sources.add_source(reporter.store, Source(title="Port", url=page_address))
    reporter.window.workbench.show("sources")
    reporter.window.workbench.page(SourcesPage).show_source(source.id)
    reporter.window.workbench.page(SourcesPage).capture_again()
    sources.remove_source(reporter.store, source.id)
    reporter.bot.waitUntil(reporter.window.banner.isVisible)
    assert reporter.store.all(Capture) == []


def test_a_copied_part_of_a_page_is_read_as_text_and_kept_as_it_came(reporter: Reporter) -> None:
    data = QMimeData()
    data.setText(TEXT)
    data.setHtml(f"<p>{TEXT}<img src='http://127.0.0.1:9/beacon'></p>")
    reporter.window.workbench.do("add-source", data)
    dialog = reporter.window.findChild(AddSourceDialog)
    assert dialog is not None
    assert dialog.text.toPlainText() == TEXT
    dialog.save()
    assert reporter.store.all(Capture)[0].media_type == "text/html"
    assert reporter.store.all(Source)[0].text == TEXT


def test_a_rewrite_is_offered_as_going_back_to_its_origin(reporter: Reporter) -> None:
    words = " ".join(f"word{n}" for n in range(80))
    first = sources.add_source(reporter.store, Source(title="Wire", text=words), None)
    second = sources.add_source(reporter.store, Source(title="Rewrite", text=words + " and a little more"), None)
    reporter.bot.waitUntil(lambda: bool(reporter.window.session and reporter.window.session.similar_sources(second.id)))
    reporter.window.workbench.show("sources")
    reporter.window.workbench.page(SourcesPage).show_source(second.id)
    reporter.click("Derived from it", reporter.window.workbench.page(SourcesPage))
    assert [(link.source_id, link.origin_id) for link in reporter.store.all(Derivation)] == [(second.id, first.id)]
